"""What the office remembers: tables, transactions, loading, and the few questions asked of them."""
