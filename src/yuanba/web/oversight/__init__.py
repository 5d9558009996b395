"""The pages of oversight: registers about bodies, company files, and the yes or no of property companies."""
