"""What the office remembers: tables, transactions, loading, and the few questions asked of them."""

# References between tables need all of them.
from models import audit_tables, calendar_tables, chat_tables, messenger_tables, reminder_tables, tables, work_tables  # noqa: F401
