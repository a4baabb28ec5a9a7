"""What the clock does, and the dates people write."""
