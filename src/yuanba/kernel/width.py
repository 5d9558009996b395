"""Full-width digits and letters, as Chinese input methods type them, become the half-width ones they mean."""

# U+FF01..U+FF5E mirror U+0021..U+007E at a distance of 0xFEE0. Only what can stand in a number or a Latin word is
# folded: full-width punctuation (，：（）) is proper Chinese and stays.
# Source: The Unicode Standard, chapter 18, "Halfwidth and Fullwidth Forms".
_FOLDED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+"
_TABLE = {ord(char) + 0xFEE0: char for char in _FOLDED}


def half_width(text: str) -> str:
    """The same text, character by character, with full-width digits, letters and plus signs made half-width."""
    return text.translate(_TABLE)
