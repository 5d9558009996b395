"""For those who set up, screen, rank and name."""
