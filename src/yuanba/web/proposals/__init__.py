"""Pages of calls for proposals."""
