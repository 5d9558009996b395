"""Who stands behind an option of a ballot, a target of a survey or a subject of a panel: a name, a few words, a page.

Ballots, surveys and panels know an opaque reference only ("entry:7K3F"). The subject that the prefix belongs to brings
web/<subject>/candidates.py with CANDIDATES = {"entry": cards}, where `cards(references)` returns {reference: Card} in a
constant number of queries. A reference that nobody knows is shown by the label on the sheet alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from yuanba.web import subjects


@dataclass(frozen=True)
class Card:
    """`summary` is a line for the card, `url` the public page or "" if there is none."""

    name: str
    summary: str = ""
    url: str = ""


Cards = Callable[[Sequence[str]], Mapping[str, Card]]


@cache
def resolvers() -> dict[str, Cards]:
    """Every CANDIDATES of web/<subject>/candidates.py in one. A prefix stands once."""
    found: dict[str, Cards] = {}
    for module in subjects.modules("candidates"):
        twice = found.keys() & module.CANDIDATES.keys()
        assert not twice, f"known twice: {sorted(twice)}"
        found.update(module.CANDIDATES)
    return found


def cards(references: Iterable[str]) -> dict[str, Card]:
    """The cards of those references that a subject knows."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for reference in references:
        by_prefix[reference.partition(":")[0]].append(reference)
    found: dict[str, Card] = {}
    for prefix, some in by_prefix.items():
        if prefix in resolvers():
            found.update(resolvers()[prefix](some))
    return found
