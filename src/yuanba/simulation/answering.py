"""How residents answer the survey, comment, and vote; and how a ring votes as it is paid to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, StageRun
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots.casting import Signals
from yuanba.ballots.models import ReviewCase
from yuanba.kernel.verdict import Refused
from yuanba.simulation import papers
from yuanba.simulation.show import Show, Taker
from yuanba.surveys import actions as surveys
from yuanba.surveys import queries as survey_queries

PAPER_PER_CENT = 2
RING_PER_CENT = 2  # of the honest voters
RING_DEVICES = 4  # the ring votes from these, one after another
HONEST_PER_DEVICE = (1, 1, 1, 2, 2, 3)  # households share phones
LOOKED_AT = 60  # nobody reads three thousand cards: the first ones of an order that is every voter's own
CLEAR_RING = 6  # so many agreeing papers from one device are nobody's household


def takers(show: Show) -> Sequence[Taker]:
    """The residents who take part, the same all year: `turnout` per cent of every compound."""
    if not show.takers:
        for place, compound in enumerate(show.world.compounds):
            number = max(min(30, len(compound.persons)), len(compound.persons) * show.turnout // 100)
            chosen = show.random.sample(compound.persons, min(number, len(compound.persons)))
            show.takers += [Taker(person, compound.community, place) for person in chosen]
    return show.takers


def answer(show: Show, run: StageRun) -> None:
    """Residents of the candidates' compounds answer, better for better candidates, during the window."""
    run.refresh_from_db()
    if run.survey_id is None:
        return
    merit = by_code(show)
    people = takers(show)
    step = (run.closes_at - run.opens_at - timedelta(hours=1)) / max(1, len(people))
    sheets: dict[int, survey_queries.FormSheet | None] = {}  # one form for everybody of a compound
    for place, (person, community, compound) in enumerate(people):
        now = run.opens_at + step * place
        if compound not in sheets:
            row = survey_queries.roll_row_of(run.survey_id, person)
            sheets[compound] = None if row is None else survey_queries.sheet(run.survey_id, row)
        sheet = sheets[compound]
        if sheet is None or not sheet.targets:
            continue
        values = {
            target.ref: {one["key"]: grade(show, merit[target.ref]) for one in sheet.questions}
            for target in sheet.targets
        }
        actor = show.world.citizen(person, community, now)
        with passing_over("surveys.not_on_roll", "surveys.already_answered"):
            surveys.answer(survey_id=run.survey_id, values=values, actor=actor, now=now)
        if place % 500 == 499:
            show.tell(f"测评 {place + 1}/{len(people)}")


def grade(show: Show, merit: int) -> int:
    """A mark from 1 to 5."""
    return max(1, min(5, 1 + (merit + show.noise(30)) * 5 // 101))


def by_code(show: Show) -> dict[str, int]:
    """Merit by the pseudonym that surveys, ballots and panels know an entry by."""
    rows = Entry.objects.filter(campaign=show.campaign).values_list("code", "pk")
    return {f"entry:{code}": show.merit[pk] for code, pk in rows}


def comment(show: Show, run: StageRun) -> None:
    """A few residents say something about a candidate."""
    candidates = list(Entry.objects.filter(campaign=show.campaign, state="QUALIFIED").order_by("pk"))
    now = run.opens_at + timedelta(hours=9)
    for person, community, _ in takers(show)[: len(candidates) * 2]:
        if not candidates:
            return
        entry = show.random.choice(candidates)
        actor = show.world.citizen(person, community, now)
        awards.comments.comment(
            stage_run_id=run.pk,
            entry_id=entry.pk,
            text=papers.story(show.random, 1),
            shows_name=False,
            actor=actor,
            now=now,
        )


def vote(show: Show, run: StageRun) -> None:
    """Residents vote by phone and on paper; a ring votes in a burst for one candidate of each item."""
    run.refresh_from_db()
    if run.ballot_id is None:
        return
    merit = by_code(show)
    items = ballot_queries.sheet(run.ballot_id).items
    people = takers(show)
    ring = ring_of(show, len(people) * RING_PER_CENT // 100)
    step = (run.closes_at - run.opens_at - timedelta(hours=2)) / max(1, len(people))
    device, left = 0, 0
    for place, (person, community, _) in enumerate(people):
        if person in show.planted.rigged:
            continue
        now = run.opens_at + step * place
        if left == 0:
            device, left = device + 1, show.random.choice(HONEST_PER_DEVICE)
        left -= 1
        signals = Signals(
            address=f"10.{community}.{place % 61}", device=f"phone-{device}", account_age_days=30 + place % 700
        )
        if show.random.randrange(100) < PAPER_PER_CENT:
            vote_on_paper(show, run, person, community, merit, now)
        else:
            vote_by_phone(show, run, (person, community), sheet_choices(show, items, merit), signals, now)
        if place % 500 == 499:
            show.tell(f"投票 {place + 1}/{len(people)}")
    vote_as_paid(show, run, ring, {item.key: [item.options[0].key] for item in items if item.options})
    review(show, run)


def ring_of(show: Show, number: int) -> list[tuple[int, int]]:
    """The residents whose votes were bought; noted as planted."""
    everybody = [(person, one.community) for one in show.world.compounds for person in one.persons]
    ring = show.random.sample(everybody, min(max(12, number), len(everybody) // 10))
    show.planted.rigged |= {person for person, _ in ring}
    return ring


def sheet_choices(
    show: Show, items: Sequence[ballot_queries.SheetItem], merit: Mapping[str, int]
) -> dict[str, list[str]]:
    """Up to k candidates of each item, the better the likelier."""
    chosen = {}
    for item in items:
        open_ones = [one.key for one in item.options if not one.withdrawn]
        looked_at = show.random.sample(open_ones, min(LOOKED_AT, len(open_ones)))
        ranked = sorted(looked_at, key=lambda key: merit[key] + show.noise(60), reverse=True)
        chosen[item.key] = ranked[: show.random.randrange(1, item.choose + 1)] if item.choose else []
    return chosen


def vote_by_phone(
    show: Show,
    run: StageRun,
    voter: tuple[int, int],
    choices: Mapping[str, Sequence[str]],
    signals: Signals,
    now: datetime,
) -> None:
    """The voter, a person of a community, has cast these choices."""
    person, community = voter
    assert run.ballot_id is not None, "the stage is open"
    actor = show.world.citizen(person, community, now)
    with passing_over("ballots.not_on_roll"):
        ticket = ballots.issue_ticket(ballot_id=run.ballot_id, actor=actor, now=now)
        ballots.cast(ticket=ticket, choices=choices, channel="PHONE", now=now, signals=signals)


def vote_on_paper(
    show: Show, run: StageRun, person: int, community: int, merit: Mapping[str, int], now: datetime
) -> None:
    """A sheet is issued, comes back with its crosses, is scanned, and is keyed by two clerks."""
    assert run.ballot_id is not None, "the stage is open"
    row = ballot_queries.roll_row_of(run.ballot_id, person)
    if row is None:
        return
    first, second = show.world.worker(community, now, 0), show.world.worker(community, now, 1)
    sheet = ballots.issue_paper_sheet(ballot_id=run.ballot_id, roll_row_id=row.pk, actor=first, now=now)
    ballots.receive_paper_sheet(serial=sheet.serial, scan_file_id=papers.stored(first, now), actor=first, now=now)
    choices = sheet_choices(show, ballot_queries.sheet(run.ballot_id, row).items, merit)
    for clerk in (first, second):
        ballots.key_paper(serial=sheet.serial, choices=choices, actor=clerk, now=now)


def vote_as_paid(
    show: Show, run: StageRun, ring: Sequence[tuple[int, int]], bought: Mapping[str, Sequence[str]]
) -> None:
    """The ring votes within minutes, from a few devices, all for the same."""
    start = run.closes_at - timedelta(hours=3)
    for place, voter in enumerate(ring):
        signals = Signals(address="10.99.9", device=f"farm-{place % RING_DEVICES}", account_age_days=place % 2)
        vote_by_phone(show, run, voter, bought, signals, start + timedelta(seconds=9 * place))


@contextmanager
def passing_over(*codes: str) -> Iterator[None]:
    """A refusal by one of these codes is what happens to people: life goes on."""
    try:
        yield
    except Refused as refused:
        if refused.verdict.code not in codes:
            raise


def review(show: Show, run: StageRun) -> None:
    """After the close two reviewers look at every case, knowing only what the case says."""
    assert run.ballot_id is not None, "the stage is open"
    now = run.closes_at + timedelta(hours=9)
    awards.advance(run.closes_at + timedelta(minutes=1))
    first, second = show.organiser(now, 0), show.organiser(now, 1)
    for case in ReviewCase.objects.filter(ballot_id=run.ballot_id, state="OPEN").order_by("pk"):
        guilty = case.kind in ("RING", "BURST", "NEW_ACCOUNTS") or (
            case.kind == "SHARED_DEVICE" and len(case.codes) >= CLEAR_RING
        )
        finding, reason = (
            ("VOID", "同一设备短时间内投出相同的票") if guilty else ("CLEAR", "属于同一家庭或同一网络出口")
        )
        ballots.review_signal(case_id=case.pk, finding=finding, reason=reason, actor=first, now=now)
        if guilty:
            ballots.void(case_id=case.pk, actor=second, now=now)
