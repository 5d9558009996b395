"""Long downloads, made beside the page that asked for them."""
