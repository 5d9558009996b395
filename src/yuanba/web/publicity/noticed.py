"""What other subjects know about a notice of theirs: its lines, and who is party to one of them.

Publicity keeps an opaque reference ("entry:7K3F"). The subject that drafts the notice brings web/<subject>/noticed.py:
LINES = {kind of notice: lines} with `lines(notice_id)` giving (reference, name) of each line in a constant number of
queries, PARTIES = {prefix of a reference: parties} with `parties(reference)` giving actor ids and person references
that may not decide on an objection to that line, and, where a list can change after it was put on notice,
CHANGES = {kind of notice: changes} with `changes(notice_id)` giving the names that no longer stand and the later notices.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache

from yuanba.publicity.models import Notice, Objection
from yuanba.web import subjects

Lines = Callable[[int], Sequence[tuple[str, str]]]
Parties = Callable[[str], Collection[str]]
Changes = Callable[[int], tuple[Sequence[str], Sequence[int]]]


@cache
def _registered() -> tuple[dict[str, Lines], dict[str, Parties]]:
    modules = [module for module in subjects.modules("noticed") if hasattr(module, "LINES")]
    lines: dict[str, Lines] = {kind: found for module in modules for kind, found in module.LINES.items()}
    parties: dict[str, Parties] = {prefix: found for module in modules for prefix, found in module.PARTIES.items()}
    return lines, parties


def lines(notice: Notice) -> Sequence[tuple[str, str]]:
    """The reference and the name of each line against which somebody may object by itself; () if there are none."""
    found = _registered()[0].get(notice.kind)
    return found(notice.pk) if found else ()


@cache
def _changes() -> dict[str, Changes]:
    modules = subjects.modules("noticed")
    return {kind: found for module in modules for kind, found in getattr(module, "CHANGES", {}).items()}


def changes(notice: Notice) -> tuple[Sequence[str], Sequence[int]]:
    """The names on the notice that no longer stand, and the ids of the notices that supplement it."""
    found = _changes().get(notice.kind)
    return found(notice.pk) if found else ((), ())


def parties(objection: Objection) -> Collection[str]:
    """Who may not decide on the objection because of the line it is about."""
    found = _registered()[1].get(objection.about_ref.partition(":")[0])
    return found(objection.about_ref) if found else ()


def about(objection: Objection, known: Sequence[tuple[str, str]]) -> str:
    """The name of the line, or "" for all of the notice."""
    return dict(known).get(objection.about_ref, objection.about_ref)
