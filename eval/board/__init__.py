"""The board: system cards, the entries that stand on it, and its table."""
