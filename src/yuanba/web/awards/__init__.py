"""The pages of award campaigns: `public`, `entering` and `desk` for people, `staff_*` for those who run them."""
