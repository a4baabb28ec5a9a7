"""Alembic's folder: numbered revisions."""
