"""Telegram: python-telegram-bot's requests, types and errors under a receive loop that loses nothing."""
