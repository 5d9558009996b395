"""For residents: an entry from its first word to its sending."""
