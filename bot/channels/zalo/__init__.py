"""Zalo: the Zalo Bot Platform, by a small client that takes the worse of what is reported of it."""
