"""The pages of award campaigns, in a folder for each reader: `public`, `entering`, `mine`, `desk`, `staff`.

What stands beside the folders is shared by two of them or more.
"""
