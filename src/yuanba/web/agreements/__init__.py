"""Pages of the texts that people agree on."""
