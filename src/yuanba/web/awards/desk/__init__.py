"""For community workers: entries for somebody else, on paper or by message."""
