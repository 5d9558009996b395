"""The tally of the city's system is entered beside ours: every line checked, nothing corrected, the file kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.ballots import queries, rules
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import OfficialTally
from yuanba.ballots.tally import official
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "the official tally beside ours"


@dataclass(frozen=True)
class TallyEntry:
    """The official tally as it was handed in: of which system, under which number, why it differs, the kept file."""

    system: str
    lines: Sequence[official.Line]
    reference: str = ""
    remark: str = ""
    file_id: int | None = None


@transaction.atomic
def enter_official_tally(*, ballot_id: int, entry: TallyEntry, actor: Actor, now: datetime) -> OfficialTally:
    """The tally stands beside ours from now on; an earlier one stays on file.

    Raises Refused: ballots.not_permitted, .tally_hidden (before our own count), .official_not_weighed,
    .official_system_missing, .official_wrong (with the number of wrong lines), .official_file_missing.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    require(rules.may_see_tally(ballot.state))
    items = queries.official_items(ballot)
    if not items:
        raise Refused(no("ballots.official_not_weighed", SOURCE))
    if not clean(entry.system):
        raise Refused(no("ballots.official_system_missing", SOURCE))
    if entry.file_id is not None and entry.file_id not in chosen([entry.file_id]):
        raise Refused(no("ballots.official_file_missing", SOURCE))
    found, wrong = official.check(entry.lines, items)
    if found is None:
        raise Refused(no("ballots.official_wrong", SOURCE, lines=len(wrong)))
    row = OfficialTally.objects.create(
        ballot=ballot,
        system=clean(entry.system)[:80],
        reference=clean(entry.reference)[:80],
        lines=[[one.item, one.what, one.heads, one.area_m2] for one in entry.lines],
        remark=clean(entry.remark)[:500],
        file_id=entry.file_id,
        entered_at=now,
        entered_by=actor.id,
    )
    note(ballot, "official_tally", actor=actor, now=now, detail={"tally": row.pk, "lines": len(entry.lines)})
    return row
