"""What the audit log records, in words: whoever reads it need not know the code's verbs. A test keeps the lists whole."""

from functools import cache

from django.utils.functional import Promise

from yuanba.web import subjects


@cache
def verbs() -> dict[str, str | Promise]:
    """Every verb with its words: the VERBS of each subject's audit_words.py."""
    return {verb: told for module in subjects.modules("audit_words") for verb, told in module.VERBS.items()}


def words(verb: str) -> str:
    """The verb in the language of the page; one that an earlier version recorded stands as it is."""
    return str(verbs().get(verb, verb))
