"""What follows a result: the duty to post it, the official tally beside ours, whom to tell of what, and draws."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from yuanba.ballots import posting, states
from yuanba.ballots.models import (
    Ballot,
    BallotDraw,
    BallotNews,
    OfficialTally,
    Paper,
    PaperSheet,
    ResultPosting,
    RollMember,
    RollRow,
)
from yuanba.ballots.queries.reading import ASKED_BY_OTHERS, count_items, roll_of
from yuanba.ballots.queries.rolls import entries_at
from yuanba.ballots.tally import CountItem, official
from yuanba.kernel.calendar import local_date


@dataclass(frozen=True)
class OfficialBeside:
    """The official tally that stands, and where it says another number than ours."""

    row: OfficialTally
    sums: official.Sums
    differences: tuple[dict[str, Any], ...]


def asked_now(now: datetime) -> QuerySet[Ballot]:
    """The ballots that no campaign and no survey ordered and that are announced or open."""
    rows = Ballot.objects.exclude(kind__in=ASKED_BY_OTHERS).filter(
        state__in=[states.ANNOUNCED, states.OPEN], closes_at__gt=now
    )
    return rows.defer("manifest", "about").order_by("pk")


def published_since(since: datetime) -> QuerySet[Ballot]:
    """The ballots that no campaign and no survey ordered whose result was published after `since`."""
    rows = Ballot.objects.exclude(kind__in=ASKED_BY_OTHERS).filter(state=states.PUBLISHED)
    return rows.filter(steps__verb="publish", steps__at__gte=since).defer("manifest", "about").distinct().order_by("pk")


def news_told(ballot_id: int, kind: str) -> bool:
    return BallotNews.objects.filter(ballot_id=ballot_id, kind=kind).exists()


def persons_to_be_on_roll(ballot: Ballot, now: datetime) -> list[int]:
    """Who could act for an entry of the roll if it were frozen today."""
    return sorted({person for entry in entries_at(ballot, local_date(now)) for person in entry.voters})


def persons_on_roll(ballot_id: int, *, only_missing: bool) -> list[int]:
    """Who may act for a row of the frozen roll; `only_missing`: of those rows that have no paper. Two queries."""
    rows = RollRow.objects.filter(ballot_id=ballot_id)
    if only_missing:
        rows = rows.filter(~Exists(Paper.objects.filter(ballot_id=ballot_id, roll_row=OuterRef("pk"))))
    persons = set(rows.filter(person__isnull=False).values_list("person_id", flat=True))
    shared = rows.filter(person__isnull=True)
    return sorted(persons | set(RollMember.objects.filter(roll_row__in=shared).values_list("person_id", flat=True)))


def must_post(ballot: Ballot) -> bool:
    """Whether the law's duty to post the result holds for this ballot."""
    return ballot.electorate == Ballot.Electorate.OWNERS and ballot.kind != Ballot.Kind.AWARD


def posting_duty(ballot: Ballot, now: datetime) -> posting.PostingDue | None:
    """Where the duty to post this result stands; None before the count, and where there is none."""
    if not must_post(ballot) or ballot.state not in states.TALLIED:
        return None
    first = ballot.postings.order_by("posted_date", "pk").values_list("posted_date", flat=True).first()
    return posting.due(ballot.result.counted_at, first, local_date(now))


def postings_of(ballot_id: int) -> list[ResultPosting]:
    return list(ResultPosting.objects.filter(ballot_id=ballot_id).order_by("posted_date", "pk"))


def postings_due(now: datetime) -> list[tuple[Ballot, posting.PostingDue]]:
    """The counted owners' ballots whose result hangs nowhere yet. One query."""
    rows = Ballot.objects.exclude(kind=Ballot.Kind.AWARD).filter(
        electorate=Ballot.Electorate.OWNERS, state__in=sorted(states.TALLIED), postings__isnull=True
    )
    today = local_date(now)
    found = rows.select_related("result").defer("manifest", "about").order_by("pk")
    return [(ballot, posting.due(ballot.result.counted_at, None, today)) for ballot in found]


def official_items(ballot: Ballot) -> list[CountItem]:
    """The questions that an official tally can be held against: those counted by heads and by area, each with its rule."""
    if not roll_of(ballot).by_area:
        return []
    return [replace(item, rule=item.rule or ballot.rule) for item in count_items(ballot.pk)]


def official_beside(ballot: Ballot, ours: dict[str, Any]) -> OfficialBeside | None:
    """The official tally that stands beside our result, None if none was entered."""
    row = OfficialTally.objects.filter(ballot=ballot).order_by("-pk").first()
    if row is None:
        return None
    items = official_items(ballot)
    kept = {item.key for item in items}
    lines = [official.Line(number, *line) for number, line in enumerate(row.lines, 1)]
    found, _wrong = official.check(lines, items)
    if found is None:  # an option was withdrawn, or a rule read anew: nothing to hold it against
        return OfficialBeside(row, {}, ())
    mine = ours | {"items": [one for one in ours["items"] if one["key"] in kept]}
    return OfficialBeside(row, found.sums, tuple(official.differences(found, mine, roll_of(ballot), items)))


def draws(ballot_id: int) -> list[BallotDraw]:
    """The draws of a ballot, the first announced first."""
    return list(BallotDraw.objects.filter(ballot_id=ballot_id).prefetch_related("readings").order_by("pk"))


def tie_seed(ballot_id: int) -> str:
    """The number of the public draw that decides ties of this ballot, "" as long as none was taken."""
    found = BallotDraw.objects.filter(ballot_id=ballot_id, purpose=BallotDraw.Purpose.TIE).first()
    return found.seed if found is not None else ""


def entered_serials(ballot_id: int) -> list[str]:
    """The serials of the sheets of paper that count, in their own order."""
    rows = PaperSheet.objects.filter(ballot_id=ballot_id, state=states.ENTERED)
    return sorted(rows.values_list("serial", flat=True))
