"""For applicants: what they handed in, what is asked of them, what they won."""
