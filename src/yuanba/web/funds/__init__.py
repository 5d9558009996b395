"""The pages of funds: prize lists, who checks and approves them, and the bank's proof."""
