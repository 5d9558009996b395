"""What the notice of an award list says about its lines: one for each title, and who is party to it."""

from collections.abc import Collection, Sequence

from yuanba.awards.actions.notices import KIND, shown_name
from yuanba.awards.queries import noticed
from yuanba.kernel.normal import redact
from yuanba.web import clock


def lines(notice_id: int) -> Sequence[tuple[str, str]]:
    """The reference and the name of each title on the notice."""
    rows = noticed.titles_on_notice(notice_id)
    return [(f"entry:{row.entry.code}", redact(shown_name(row))) for row in rows]


def parties(reference: str) -> Collection[str]:
    """Who may not decide on an objection to this entry."""
    return noticed.parties_to(reference.partition(":")[2], clock.now())


def changes(notice_id: int) -> tuple[Sequence[str], Sequence[int]]:
    """Who was taken off the list of the notice, and the later notices of the same list. Two queries."""
    gone = noticed.titles_on_notice(notice_id).filter(state="DROPPED")
    return [redact(shown_name(row)) for row in gone], noticed.later_notices(notice_id)


LINES = {KIND: lines}
CHANGES = {KIND: changes}
PARTIES = {"entry": parties}
