"""A compound whose owners choose their property company: made by the real actions, up to wherever a test begins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests import given
from tests.awards.given_awards import at, picture
from yuanba.ballots import actions as ballots
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor, system
from yuanba.oversight import actions
from yuanba.oversight.actions import Agreement, Minutes, Offer, PaperPoll, Plan, VoteWindow
from yuanba.oversight.models import PropertyCompany, Selection, ServiceContract
from yuanba.people.models import Account, Organisation
from yuanba.people.queries import actor_for
from yuanba.publicity import actions as publicity

NOW = at("2026-03-02")  # Monday, 10:00
TICK = system("tick")


@dataclass
class Compound:
    """The first compound of `given.subdistrict()` with its committee's chair, two companies and their managers."""

    world: given.World
    chair: Account
    member: Account
    companies: list[PropertyCompany]
    managers: list[Account]
    present: ServiceContract

    @property
    def id(self) -> int:
        return self.world.compounds[0].pk

    def actor(self, account: Account, now: datetime) -> Actor:
        return actor_for(account, now)


def compound(now: datetime = NOW) -> Compound:
    """Company 0 serves until 30 June 2026 under a contract; company 1 would like to."""
    world = given.subdistrict(now=now)
    place = world.compounds[0]
    body = Organisation.objects.create(kind="OWNERS_COMMITTEE", name="花城小区业委会", territory=place)
    chair = given.appointed(world, "COMMITTEE_CHAIR", place, name="何主任", phone="13900030001", organisation=body)
    member = given.appointed(world, "COMMITTEE_MEMBER", place, name="方委员", phone="13900030002", organisation=body)
    officer = world.actor("HOUSING_OFFICER", now=now)
    companies, managers = [], []
    for number, name in enumerate(("安心物业", "邻里物业")):
        made = Organisation.objects.create(kind="PROPERTY_COMPANY", name=name, territory=world.street)
        companies.append(actions.open_company_file(organisation_id=made.pk, actor=officer, now=now))
        phone = f"1390003001{number}"
        managers.append(
            given.appointed(world, "PROPERTY_MANAGER", place, name=f"钱经理{number}", phone=phone, organisation=made)
        )
    actions.start_project(
        company_id=companies[0].pk, compound_id=place.pk, from_date=date(2023, 7, 1), actor=officer, now=now
    )
    agreement = agreed(companies[0], date(2023, 7, 1), date(2026, 7, 1), signed=date(2023, 6, 20))
    present = actions.record_contract(compound_id=place.pk, agreement=agreement, actor=actor_for(chair, now), now=now)
    return Compound(world, chair, member, companies, managers, present)


def agreed(
    company: PropertyCompany, from_date: date, to_date: date | None, *, signed: date, fee_fen: int = 180
) -> Agreement:
    return Agreement(
        company_id=company.pk,
        signed_date=signed,
        from_date=from_date,
        to_date=to_date,
        service_level="二级",
        fee_fen=fee_fen,
        payment="TRUST",
        summary="按信托制收费，账目每月公布。",
    )


def plan(made: Compound, **changes: object) -> Plan:
    values = {
        "kind": "SELECT",
        "title": "选哪一家物业公司",
        "service_level": "二级",
        "fee_fen": 200,
        "payment": "TRUST",
        "term_months": 36,
        "plan": "现在的合同六月底到期，业委会建议选聘新的物业公司。",
        "present_contract_id": made.present.pk,
    }
    return Plan(**(values | changes))  # type: ignore[arg-type]


def published(made: Compound, now: datetime = NOW, **changes: object) -> Selection:
    by = {"actor": made.actor(made.chair, now), "now": now}
    drafted = actions.draft_selection(compound_id=made.id, plan=plan(made, **changes), **by)
    return actions.publish_plan(selection_id=drafted.pk, **by)


def stored(actor: Actor, now: datetime, words: str = "示范") -> int:
    return files.store(
        content=picture(words),
        name="图.png",
        kinds={"png"},
        limit_bytes=1 << 20,
        visibility="STAFF",
        actor=actor,
        now=now,
    ).pk


def consulted(made: Compound, selection: Selection, now: datetime = NOW) -> datetime:
    """The notice hung and ran, a session was held, neighbours were asked on paper; the day after all of it."""
    chair = made.actor(made.chair, now)
    assert selection.notice is not None and selection.notice.closes_at is not None
    publicity.record_posting(
        notice_id=selection.notice.pk, place="小区大门", posted_date=now.date(),
        photo_file_id=stored(chair, now, "公示"), actor=chair, now=now,
    )  # fmt: skip
    starts = now + timedelta(days=4)
    session = actions.announce_session(
        selection_id=selection.pk, starts_at=starts, place="活动室", topic="说说方案", actor=chair, now=now
    )
    after = max(selection.notice.closes_at, starts) + timedelta(hours=10)
    by = {"actor": made.actor(made.member, after), "now": after}
    minutes = Minutes(people_present=23, text="大家问了账目公开的事。", questions=(("账目多久公布", "每月"),))
    actions.minute_session(session_id=session.pk, minutes=minutes, **by)
    poll = PaperPoll(after.date(), 4, 3, 1, 0, stored(by["actor"], after, "问卷"))
    actions.record_poll(selection_id=selection.pk, poll=poll, **by)
    return after


def offered(made: Compound, selection: Selection, number: int = 1, now: datetime = NOW, fee_fen: int = 190) -> object:
    offer = Offer(made.companies[number].pk, fee_fen, "夜班保安两名，楼道每周拖两次。")
    return actions.enter_candidate(selection_id=selection.pk, offer=offer, actor=made.actor(made.chair, now), now=now)


def window(now: datetime) -> VoteWindow:
    return VoteWindow(opens_at=now + timedelta(days=16), closes_at=now + timedelta(days=30))


def voted(made: Compound, selection: Selection, choices: list[dict[str, list[str]]]) -> datetime:
    """The ballot opened, so many owners voted so, it closed, was counted and published; an hour after."""
    ballot = selection.ballot
    assert ballot is not None
    ballots.open_ballot(ballot_id=ballot.pk, actor=TICK, now=ballot.opens_at)
    during = ballot.opens_at + timedelta(hours=1)
    for account, chosen in zip(made.world.residents_of(0), choices, strict=False):
        voter = actor_for(account, during)
        ticket = ballots.issue_ticket(ballot_id=ballot.pk, actor=voter, now=during)
        ballots.cast(ticket=ticket, choices=chosen, channel="PHONE", now=during)
    after = ballot.closes_at + timedelta(hours=1)
    chair = made.actor(made.chair, after)
    ballots.close(ballot_id=ballot.pk, actor=TICK, now=ballot.closes_at)
    ballots.count(ballot_id=ballot.pk, actor=chair, now=after)
    ballots.publish(ballot_id=ballot.pk, actor=chair, now=after)
    return after
