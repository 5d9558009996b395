"""Words for uploads: they have no page of their own."""
