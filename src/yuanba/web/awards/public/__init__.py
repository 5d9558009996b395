"""For anyone: campaigns, honours, results, certificates."""
