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


LINES = {KIND: lines}
PARTIES = {"entry": parties}
