"""What the demonstration shows beside the phone: sheets of paper with a draw among them, proxies, a meeting with raised
hands, and the witnesses who watch the record."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yuanba.audit import actions as audit
from yuanba.audit import cosignatures, logs, witnesses
from yuanba.ballots import actions, queries, states
from yuanba.ballots.models import Authorisation, Ballot, BallotDraw, RollRow
from yuanba.ballots.queries.rolls import entries_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_start, local_date
from yuanba.people.models import Account, Ownership
from yuanba.simulation import papers
from yuanba.simulation.world import CompoundMade, World

Groups = Sequence[tuple[int, ...]]
ON_PAPER = ("agree", "agree", "against", "agree", "agree", "abstain")
DRAWN, READ_AGAIN = 2, 1  # sheets of the sample; how many of them were read once more already
DRAW, NUMBER = "中国福利彩票双色球 开奖号码（虚构）", "03 08 17 21 26 31 + 09"
PRESENT = 9  # owners who came to the meeting; all but the last raised a hand that was counted
RAISED = ("agree",) * 6 + ("against",) * 2
WATCHING = ("nanhu-shangjing.example/witness", "huayang-street.example/witness")


def fill_in_sheets(world: World, home: CompoundMade, ballot: Ballot, groups: Groups, now: datetime) -> None:
    """These owners voted on paper: a sheet each, brought back with its scan, keyed by two clerks."""
    clerks = [world.worker(home.community, now, place) for place in range(2)]
    for answer, persons in zip(ON_PAPER, groups, strict=False):
        row = _row(ballot, persons)
        by: dict[str, Any] = {"actor": clerks[0], "now": now}
        sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, **by)
        scan = papers.stored(clerks[0], now, kinds=("png",))
        actions.receive_paper_sheet(serial=sheet.serial, scan_file_id=scan, **by)
        for clerk in clerks:
            actions.key_paper(serial=sheet.serial, choices={"q1": [answer]}, actor=clerk, now=now)


def draw_sheets(world: World, ballot: Ballot, organiser: Actor, now: datetime) -> BallotDraw:
    """Two of the sheets were drawn by a public number and are read again by a third clerk: one agreed, one waits."""
    due = local_date(now) + timedelta(days=1)
    purpose = BallotDraw.Purpose.SAMPLE
    row = actions.announce_draw(
        ballot_id=ballot.pk, purpose=purpose, due_date=due, public_draw=DRAW, places=DRAWN, actor=organiser, now=now
    )
    drawn_at = day_start(due) + timedelta(hours=21, minutes=30)
    row = actions.take_seed(draw_id=row.pk, seed=NUMBER, actor=organiser, now=drawn_at)
    third, later = world.officer("SCREENER", drawn_at), drawn_at + timedelta(hours=13)
    keyed = dict(ballot.sheets.values_list("serial", "paper__choices"))
    for serial in row.drawn[:READ_AGAIN]:
        same = {"q1": [answer for answer in set(ON_PAPER) if f'"{answer}"' in keyed[serial]]}
        actions.read_again(draw_id=row.pk, serial=serial, choices=same, actor=third, now=later)
    return row


def stand_for_others(world: World, home: CompoundMade, ballot: Ballot, groups: Groups, now: datetime) -> None:
    """One owner is away and named a neighbour, who agreed; one signed at the desk; one asks whom the visitor signs in as."""
    people = [one for persons in groups for one in persons[:1]]
    keys = {one: entry.key for entry in entries_of(ballot, now) for one in entry.voters}
    neighbour = _at_home(home, people[3:])
    for principal, proxy, agrees in ((people[0], people[2], True), (people[1], neighbour, False)):
        world.citizen(proxy, home.community, now)
        asker = world.citizen(principal, home.community, now)
        at = now - timedelta(hours=20)
        made = actions.authorise(
            ballot_id=ballot.pk, entry_key=keys[principal], proxy_person_id=proxy, actor=asker, now=at
        )
        if agrees:
            agreeing = world.citizen(proxy, home.community, now)
            actions.agree(authorisation_id=made.pk, actor=agreeing, now=at + timedelta(hours=2))
    signer = next(one for one in people[3:] if one != neighbour)
    worker = world.worker(home.community, now)
    scan = papers.stored(worker, now, kinds=("png",))
    stranger = actions.Proxy(name=world.inventor.name(), phone=world.inventor.phone())
    written = actions.WrittenAuthorisation(keys[signer], signer, stranger, scan)
    actions.enter_authorisation(ballot_id=ballot.pk, written=written, actor=worker, now=now - timedelta(hours=3))


def shown_resident() -> Account | None:
    """Whom a visitor signs in as: the neighbour who was asked to stand for somebody and has not answered."""
    asked = Authorisation.objects.filter(state=states.OFFERED).values("proxy_id")
    rows = Account.objects.filter(is_staff_account=False, person__isnull=False).order_by("pk")
    return rows.filter(person_id__in=asked).first() or rows.first()


def meet(world: World, home: CompoundMade, ballot: Ballot, groups: Groups, now: datetime) -> None:
    """Owners met and raised their hands, row by row, confirmed by a second clerk; another meeting's list waits for one."""
    at = day_start(local_date(now) - timedelta(days=1)) + timedelta(hours=20)
    first, second = (world.worker(home.community, at, place) for place in range(2))
    coming = [persons[0] for persons in groups[:PRESENT]]
    meeting = _listed(world, home, "东区业主碰头会", coming, at)
    actions.check_list(meeting_id=meeting, actor=second, now=at)
    hands = tuple(
        actions.Hand(_row(ballot, persons).pk, {"q1": [answer], "q2": ["o1"]})
        for persons, answer in zip(groups, RAISED, strict=False)
    )
    called = {
        "q1": {answer: RAISED.count(answer) for answer in dict.fromkeys(RAISED)},
        "q2": {"o1": len(RAISED)},
    }
    record = actions.HallRecord(meeting, called, hands, papers.stored(first, at, kinds=("png",)))
    count = actions.key_hands(ballot_id=ballot.pk, record=record, actor=first, now=at)
    actions.confirm_hands(count_id=count.pk, actor=second, now=at + timedelta(minutes=20))
    _listed(world, home, "西区业主碰头会", [persons[0] for persons in groups[PRESENT : PRESENT + 4]], at)


def _listed(world: World, home: CompoundMade, title: str, coming: Sequence[int], at: datetime) -> int:
    """The meeting's list is taken and the signed sheet kept; its number."""
    by: dict[str, Any] = {"actor": world.worker(home.community, at), "now": at}
    meeting = actions.convene(
        territory_id=home.territory.pk, title=title, held_date=local_date(at), where="架空层活动室", **by
    )
    for person in coming:
        actions.add_present(meeting_id=meeting.pk, person_id=person, **by)
    sheet = papers.stored(by["actor"], at, kinds=("png",))
    actions.keep_sheet(meeting_id=meeting.pk, file_id=sheet, **by)
    return meeting.pk


def watch(recounted: Ballot, now: datetime) -> None:
    """Two witnesses cosigned the record as it is, and one of them counted a published ballot again."""
    actions.sequence_once(now)
    audit.seal(now)
    head = logs.latest(logs.REGISTER)
    assert head is not None, "the record has entries"
    for place, name in enumerate(WATCHING):
        key = Ed25519PrivateKey.generate()
        witnesses.name(key=cosignatures.verifier_key(name, key), now=now)
        line = cosignatures.cosign(head.note, name, key, now)
        taken = witnesses.collect(log=logs.REGISTER, text=f"{head.size}\n{line}", now=now)
        assert taken, taken
        if not place:
            body = queries.statement(recounted.pk)
            text = f"{body}\n{cosignatures.state(body, name, key, now)}"
            heard = actions.hear_statement(log=f"ballot:{recounted.pk}", text=text, now=now)
            assert heard, heard


def _row(ballot: Ballot, persons: tuple[int, ...]) -> RollRow:
    """The row of the frozen roll for which these persons may act."""
    rows = RollRow.objects.filter(ballot=ballot, papers__isnull=True)
    found = rows.filter(person_id=persons[0]).first() or rows.filter(members__person_id=persons[0]).first()
    assert found is not None, "chosen among those who have not voted"
    return found


def _at_home(home: CompoundMade, people: Sequence[int]) -> int:
    """The first of them who lives where the own dwelling is."""
    living = set(home.persons)
    owned = Ownership.objects.filter(premises__compound_id=home.territory.pk, to_date__isnull=True)
    owners = set(owned.values_list("person_id", flat=True))
    return next(one for one in people if one in living and one in owners)
