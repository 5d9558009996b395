"""What the demonstration shows of assemblies: a committee in office with its mandate and its log, and names being taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

from docx import Document

from yuanba.assemblies import actions, queries, states
from yuanba.assemblies.models import Assembly, Candidate
from yuanba.ballots import actions as ballots
from yuanba.ballots.models import Ballot
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.oversight import actions as oversight
from yuanba.oversight.models import ServiceContract
from yuanba.people import actions as people
from yuanba.people.models import Appointment, Ownership
from yuanba.people.queries import grants_of
from yuanba.people.queries.demonstration import PASSWORD
from yuanba.simulation import owning, papers
from yuanba.simulation.world import CompoundMade, World, hire

SEED = 2024
BEGUN_DAYS, NAMES_DAYS = 150, 6  # days ago
OPENS, CLOSES, PUBLISHED = timedelta(days=20), timedelta(days=32), timedelta(days=33)
SEATS, ALTERNATES, YEARS = 5, 2, 3
CAME = 86  # per cent of the owners
AGREED = {"agree": 88, "against": 7, "abstain": 5}
COMPANY = "锦诚物业服务有限公司"
WORDS = (
    "住了十二年，退休前做会计，愿意把公共收益的账一笔一笔公开。",
    "做过工程监理，想先把地下室渗水和消防管道的事办好。",
    "在本小区带了三年志愿队，熟悉各楼栋的老人。",
    "律师，合同和程序上的事可以出力。",
    "跑社区卫生多年，希望垃圾房搬离儿童游乐场。",
    "想让停车更公平：先登记、再摇号、全公示。",
    "年轻业主，会用电脑，可以负责业委会的文书和公开。",
)
CLAUSES = (
    "业主大会由全体业主组成，每年召开一次定期会议，经 20% 以上业主提议应召开临时会议。",
    "会议召开 15 日前通知全体业主，并告知社区居委会。只表决已公布的事项。",
    "业主委员会由 5 名委员组成，任期三年；委员出缺时按得票顺序递补。",
    "业主委员会每季度公布一次公共收益和开支。",
)
# Days ago, kind, what was entered, the company's answer, the finding.
SEEN = (
    (
        30,
        "RECTIFICATION",
        "三栋一楼消防通道堆放纸箱和旧家具，要求清空。",
        "当天下午已清空，每周一巡查。",
        "现场看过，已清空。",
    ),
    (
        9,
        "QUESTION",
        "电梯维保记录上个月缺两次签字，请说明。",
        "维保公司换人，签字漏了，现场保养做过，记录附后。",
        "",
    ),
    (3, "CHECK", "夜间巡逻：晚上十一点到一点没有见到巡逻人员。", "", ""),
)
LIMITS = actions.Limits(
    "REPAIR", "更换路灯、门禁、水泵零件等共用部位小额维修，先用后报，每季度公示", 300_000, 3_000_000
)


def evening(now: datetime, days: int) -> datetime:
    """18:00 so many days ago: ballots end when people are at home, not at the minute at which a demonstration starts."""
    return day_start(local_date(now) - timedelta(days=days)) + timedelta(hours=18)


def show(world: World, now: datetime) -> None:
    """The two smallest compounds without a committee: one elected its own this year, in the other names are taken."""
    free = [
        one
        for one in sorted(world.compounds, key=lambda home: len(home.persons))
        if queries.owners_committee(one.territory.pk, local_date(now)) is None
    ]
    if len(free) < 2:
        return
    _in_office(world, free[0], now)
    _taking_names(world, free[1], now)


def _in_office(world: World, home: CompoundMade, now: datetime) -> None:
    """From the group to the filing, then a mandate, a log and questions."""
    begun = evening(now, BEGUN_DAYS)
    row = _posted(world, home, begun)
    _stand(world, row, _owners(home)[2:9], begun + timedelta(days=6))
    guide = world.officer("STREET_ORGANISER", begun + timedelta(days=14))
    for one in Candidate.objects.filter(assembly=row):
        actions.screen(candidate_id=one.pk, is_admitted=True, reason="", actor=guide, now=begun + timedelta(days=14))
    hung = begun + timedelta(days=15)
    actions.post_candidates(assembly_id=row.pk, posted_date=local_date(hung), actor=guide, now=hung)
    window = actions.Window(hung + OPENS, hung + CLOSES, papers.consent(hung, 9))
    row = actions.call(assembly_id=row.pk, window=window, actor=guide, now=hung)
    assert row.ballot is not None, "a call has a ballot"
    known = [str(one) for one in Candidate.objects.filter(assembly=row)]
    leaning = {"rules": AGREED, "covenant": AGREED}
    _vote(row.ballot, leaning, known)
    done = hung + PUBLISHED
    organiser = world.officer("STREET_ORGANISER", done)
    owning.counted(row.ballot, organiser, done)
    row = actions.record_result(assembly_id=row.pk, actor=organiser, now=done)
    if row.term is None:
        return  # too few came: the demonstration shows a vote that did not pass
    _begin_work(world, row, done)
    _work(world, row, now)


def _begin_work(world: World, row: Assembly, done: datetime) -> None:
    assert row.term is not None, "elected"
    organiser = world.officer("STREET_ORGANISER", done)
    seats = queries.seats_of(row.term.pk, local_date(done))
    met = done + timedelta(days=4)
    actions.hold_first_meeting(
        assembly_id=row.pk,
        chair_id=seats[0].person_id,
        vice_ids=(seats[1].person_id,),
        present=5,
        met_date=local_date(met),
        actor=organiser,
        now=met,
    )
    handed = met + timedelta(days=5)
    actions.hand_in(assembly_id=row.pk, handed_in_date=local_date(handed), actor=organiser, now=handed)
    filed = handed + timedelta(days=2)
    actions.decide_filing(
        assembly_id=row.pk,
        is_filed=True,
        filed_date=local_date(filed),
        number=f"双住建业备〔{filed.year}〕17号",
        reason="",
        actor=world.officer("HOUSING_OFFICER", filed),
        now=filed,
    )
    people.create_staff_account(
        person_id=seats[0].person_id, login="committee-chair", password=PASSWORD, actor=system("simulation"), now=filed
    )


def _work(world: World, row: Assembly, now: datetime) -> None:
    """A mandate that the owners gave, and two questions."""
    assert row.term is not None and row.committee is not None, "in office"
    place = row.territory_id
    asked = evening(now, 70)
    organiser = world.officer("STREET_ORGANISER", asked)
    mandate = actions.propose_mandate(
        territory_id=place,
        limits=LIMITS,
        window=actions.Window(asked + timedelta(days=16), asked + timedelta(days=26), papers.consent(asked, 21)),
        actor=organiser,
        now=asked,
    )
    _vote(mandate.ballot, {"mandate": AGREED}, [])
    decided = asked + timedelta(days=27)
    organiser = world.officer("STREET_ORGANISER", decided)
    owning.counted(mandate.ballot, organiser, decided)
    actions.adopt_mandate(mandate_id=mandate.pk, actor=organiser, now=decided)
    seats = queries.seats_of(row.term.pk, local_date(now))
    for person, days, text, answer in (
        (seats[-1].person_id, 12, "二单元的门禁坏了一个月，什么时候修？", "配件已到，本周五上午更换。"),
        (seats[-2].person_id, 2, "公共停车位的收入去年有多少？", ""),
    ):
        at = now - timedelta(days=days)
        question = actions.ask(territory_id=place, text=text, actor=_person(person, at), now=at)
        if answer:
            later = at + timedelta(days=3)
            actions.answer_question(
                question_id=question.pk, text=answer, actor=_person(seats[2].person_id, later), now=later
            )


def supervise(world: World, now: datetime) -> None:
    """The log of the committee in office over the company of the contract: an entry settled, one answered, one that waits."""
    for row in Assembly.objects.filter(state=states.FILED, term__isnull=False):
        seats = queries.seats_of(row.term_id or 0, local_date(now))
        _log(world, row, seats[2].person_id, now)


def _log(world: World, row: Assembly, member: int, now: datetime) -> None:
    place = row.territory_id
    for days, kind, text, answer, finding in SEEN:
        at = now - timedelta(days=days)
        company, manager = _serving(world, row, at)
        seen = actions.Observation(kind, text, local_date(at), company)
        entry = actions.log_supervision(territory_id=place, seen=seen, actor=_person(member, at), now=at)
        if answer:
            later = at + timedelta(days=1)
            actions.reply(entry_id=entry.pk, text=answer, actor=_person(manager, later, staff=True), now=later)
        if finding:
            later = at + timedelta(days=2)
            actions.close_entry(entry_id=entry.pk, text=finding, actor=_person(member, later), now=later)


def _serving(world: World, row: Assembly, at: datetime) -> tuple[int, int]:
    """The company whose contract holds in the compound at that time, and the person who answers for it."""
    place, on = row.territory_id, local_date(at)
    contract = ServiceContract.objects.filter(compound_id=place, from_date__lte=on).order_by("-from_date").first()
    if contract is None:
        contract = _engaged(world, row, at)
    company = contract.company.organisation_id
    return company, Appointment.objects.filter(organisation_id=company, territory_id=place)[0].person_id


def _engaged(world: World, row: Assembly, at: datetime) -> ServiceContract:
    """A company with a contract and a manager, where the compound has none."""
    made = people.found_organisation(
        kind="PROPERTY_COMPANY", name=COMPANY, territory_id=world.street.pk, actor=system("simulation"), now=at
    )
    hire(world, "PROPERTY_MANAGER", row.territory, "company-manager", at, made)
    file = oversight.open_company_file(organisation_id=made.pk, actor=world.officer("HOUSING_OFFICER", at), now=at)
    since = local_date(at) - timedelta(days=400)
    agreement = oversight.Agreement(
        file.pk, since, since, since + timedelta(days=1096), "二级", 120, "LUMP_SUM", "包干制，每平方米每月 1.20 元。"
    )
    return oversight.record_contract(
        compound_id=row.territory_id, agreement=agreement, actor=world.officer("STREET_ORGANISER", at), now=at
    )


def _taking_names(world: World, home: CompoundMade, now: datetime) -> None:
    """The group is posted; some stand, one is tied to the property company, and one entered the form on paper."""
    begun = now - timedelta(days=NAMES_DAYS + 5)
    row = _posted(world, home, begun)
    at = now - timedelta(days=NAMES_DAYS)
    owners = _owners(home)[2:7]
    _stand(world, row, owners[:3], at)
    form = actions.Nomination(
        owners[3], statement=WORDS[3], tie=Candidate.Tie.RELATIVE, tie_note="配偶在本小区物业公司做前台"
    )
    actions.nominate(assembly_id=row.pk, form=form, actor=_person(owners[3], at), now=at)
    paper = actions.Nomination(owners[4], statement=WORDS[4])
    actions.nominate(assembly_id=row.pk, form=paper, actor=world.worker(home.community, at), now=at)
    guide = world.officer("STREET_ORGANISER", at + timedelta(days=2))
    for one in Candidate.objects.filter(assembly=row).order_by("pk")[:2]:
        actions.screen(candidate_id=one.pk, is_admitted=True, reason="", actor=guide, now=at + timedelta(days=2))
    said = Candidate.objects.filter(assembly=row).order_by("pk").last()
    if said is not None:
        actions.object_to_candidate(
            candidate_id=said.pk, text="请说明他在外地工作，能不能参加会议。", actor=_person(owners[0], now), now=now
        )


def _posted(world: World, home: CompoundMade, begun: datetime) -> Assembly:
    """A group of five: three owners, the community, and the subdistrict's head; its list and the drafts hang out."""
    guide = world.officer("STREET_ORGANISER", begun)
    by: dict[str, Any] = {"actor": guide, "now": begun}
    row = actions.begin(
        kind=Assembly.Kind.FIRST,
        territory_id=home.territory.pk,
        formed_date=local_date(begun),
        sizes=(SEATS, ALTERNATES, YEARS),
        **by,
    )
    owners = _owners(home)
    for person in (*owners[:2], owners[9]):
        actions.add_member(assembly_id=row.pk, side="OWNER", person_id=person, **by)
    actions.add_member(assembly_id=row.pk, side="SUBDISTRICT", person_id=guide.person_id, is_lead=True, **by)
    actions.add_member(assembly_id=row.pk, side="COMMUNITY", name=world.inventor.name(), **by)
    hung = begun + timedelta(days=4)
    actions.post_group(assembly_id=row.pk, posted_date=local_date(hung), actor=guide, now=hung)
    for kind, name in (("RULES", "业主大会议事规则（草案）"), ("COVENANT", "管理规约（草案）")):
        kept = files.store(
            content=_draft(name),
            name=f"{name}.docx",
            kinds=("docx",),
            limit_bytes=5_000_000,
            visibility="PUBLIC",
            actor=guide,
            now=hung,
        )
        actions.add_document(assembly_id=row.pk, kind=kind, file_id=kept.pk, name=f"{name}.docx", actor=guide, now=hung)
    return Assembly.objects.get(pk=row.pk)


def _draft(name: str) -> bytes:
    """A short draft as a .docx file."""
    document = Document()
    document.add_heading(name, level=1)
    for number, clause in enumerate(CLAUSES, 1):
        document.add_paragraph(f"第{number}条 {clause}")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _stand(world: World, row: Assembly, persons: list[int], now: datetime) -> None:
    for words, person in zip(WORDS, persons, strict=False):
        form = actions.Nomination(person, statement=words)
        actions.nominate(assembly_id=row.pk, form=form, actor=_person(person, now), now=now)


def _vote(ballot: Ballot, leaning: owning.Leaning, candidates: Sequence[str]) -> None:
    """Most owners vote, one of each home, between the opening and the last hour."""
    opened = owning.opened(ballot)
    groups = owning.voters(opened)
    random = Random(SEED)
    coming = random.sample(groups, len(groups) * CAME // 100)
    step = (ballot.closes_at - timedelta(hours=1) - ballot.opens_at) / (len(coming) + 1)
    for place, persons in enumerate(coming, 1):
        at = ballot.opens_at + step * place
        choices = {
            key: random.choices(list(lean), weights=list(lean.values())) for key, lean in sorted(leaning.items())
        }
        if candidates:  # one name in ten is left out
            choices["committee"] = [one for one in candidates[:SEATS] if random.randrange(10)]
        ticket = ballots.issue_ticket(
            ballot_id=ballot.pk, actor=Actor(id=f"person:{persons[0]}", person_id=persons[0]), now=at
        )
        ballots.cast(ticket=ticket, choices=choices, channel="PHONE", now=at)


def _owners(home: CompoundMade) -> list[int]:
    """Persons who own here and live here, in the order of the roll."""
    rows = Ownership.objects.filter(
        premises__compound_id=home.territory.pk, person_id__in=home.persons, to_date__isnull=True
    )
    return list(dict.fromkeys(one for one in rows.order_by("pk").values_list("person_id", flat=True) if one))


def _person(person_id: int, now: datetime, *, staff: bool = False) -> Actor:
    grants = grants_of(person_id, local_date(now), staff=staff)
    return Actor(id=f"person:{person_id}", person_id=person_id, grants=grants)
