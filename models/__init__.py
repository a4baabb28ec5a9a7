"""What the office remembers: tables, transactions, loading, and the few questions asked of them."""

from models import calendar_tables, chat_tables, tables, work_tables  # noqa: F401 - references between tables need all of them
