"""When two options are the same to whoever reads them. Pure."""

import unicodedata

from yuanba.kernel.normal import clean


def folded(label: str) -> str:
    """What remains of a label when width, case, blanks and punctuation are taken away: 甲公司 and “甲 公司。” are one.

    A label of punctuation alone stays as it is.
    """
    plain = unicodedata.normalize("NFKC", clean(label)).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char)[0] not in "PZ")
    return kept or plain
