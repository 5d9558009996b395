"""The ledgers: put right and signed off by another person; advised, ordered, rechecked, handed over; come again."""

from datetime import date, datetime, timedelta

import pytest

from tests import given
from tests.cases.given import reported, rules_installed
from tests.factories import OrganisationFactory
from tests.refusals import refused
from yuanba.cases.actions import rectifying, recurring, special
from yuanba.cases.models import Case, Category, LedgerStep, RecurringIssue, SpecialMatter
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
DUE = date(2026, 11, 27)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=2, now=NOW)


def by(actor: Actor, now: datetime = NOW) -> dict:
    return {"actor": actor, "now": now}


def people(world: given.World) -> tuple[Actor, Actor, Actor]:
    """Who handles it, who keeps the desk of the street, who leads."""
    return world.actor("COMMUNITY_WORKER"), world.actor("STREET_ORGANISER"), world.actor("STREET_LEADER")


def line(world: given.World, **changes: object) -> rectifying.NewLine:
    company, _ = Organisation.objects.get_or_create(
        territory=world.compounds[0], kind="PROPERTY_COMPANY", name="示范物业"
    )
    values = {
        "territory_id": world.compounds[0].pk, "problem": "地下车库排水沟堵塞", "responsible_id": company.pk,
        "handler_ref": world.actor("COMMUNITY_WORKER").id, "due_date": DUE,
    }  # fmt: skip
    return rectifying.NewLine(**(values | changes))  # type: ignore[arg-type]


def test_whoever_handles_it_never_signs_it_off(world: given.World) -> None:
    handler, desk, leader = people(world)
    row = rectifying.list_line(line=line(world), **by(desk))
    refused(
        "ledger.day_past", rectifying.postpone, line_id=row.pk, due_date=date(2026, 11, 19), reason="等材料", **by(desk)
    )
    rectifying.postpone(line_id=row.pk, due_date=date(2026, 11, 30), reason="等材料", **by(desk))
    row = rectifying.prove(line_id=row.pk, text="排水沟已清掏", file_id=None, **by(handler))
    refused("ledger.own_work", rectifying.sign_off, line_id=row.pk, revision=row.revision, **by(handler))
    refused("ledger.changed_meanwhile", rectifying.sign_off, line_id=row.pk, revision=row.revision - 1, **by(desk))
    rectifying.send_back(line_id=row.pk, reason="还有一段没清", **by(desk))
    row = rectifying.prove(line_id=row.pk, text="全部清掏", file_id=None, **by(desk))
    refused("ledger.own_work", rectifying.sign_off, line_id=row.pk, revision=row.revision, **by(desk))
    refused("cases.not_permitted", rectifying.sign_off, line_id=row.pk, revision=row.revision, **by(world.resident(0)))
    row = rectifying.sign_off(line_id=row.pk, revision=row.revision, **by(leader))
    assert (row.state, row.signed_by) == ("SIGNED_OFF", leader.id)
    verbs = list(LedgerStep.objects.filter(subject=str(row)).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["list", "postpone", "prove", "send_back", "prove", "sign_off"]
    refused("rectification.no_such_move", rectifying.withdraw, line_id=row.pk, reason="不需要了", **by(leader))


def test_a_line_names_a_body_a_handler_and_nothing_confidential(world: given.World) -> None:
    desk = world.actor("STREET_ORGANISER")
    for code, changes in (
        ("ledger.no_body", {"responsible_id": 0}),
        ("ledger.no_handler", {"handler_ref": world.resident(0).id}),
        ("cases.personal_numbers", {"problem": "请找13800000001"}),
        ("ledger.no_case", {"case_id": 999_999}),
        ("ledger.other_place", {"case_id": reported(world, NOW).pk, "territory_id": world.compounds[1].pk}),
        ("ledger.confidential", {"case_id": reported(world, NOW, category="mediation").pk}),
    ):
        refused(code, rectifying.list_line, line=line(world, **changes), **by(desk))


def clue(world: given.World, kind: str = "EBIKES") -> special.Clue:
    company = OrganisationFactory(territory=world.compounds[0], kind="PROPERTY_COMPANY", name=f"物业{kind}")
    handler = world.actor("COMMUNITY_WORKER").id
    return special.Clue(world.compounds[0].pk, kind, "电瓶车推进2号电梯", company.pk, handler, who="3栋1单元住户")


def test_a_special_matter_goes_from_advice_to_the_authority_and_never_to_a_fine(world: given.World) -> None:
    handler, desk, leader = people(world)
    row = special.note(clue=clue(world), **by(handler))
    refused(
        "special_matter.no_such_move", special.order, matter_id=row.pk, text="不得进电梯", due_date=DUE, **by(handler)
    )
    special.advise(matter_id=row.pk, text="上门劝导，对方答应改", **by(handler))
    special.order(matter_id=row.pk, text="三天内改到充电棚停放", due_date=DUE, **by(handler))
    row.refresh_from_db()
    settled = special.Recheck(True, "没有再进电梯")
    refused("ledger.own_work", special.recheck, matter_id=row.pk, found=settled, revision=row.revision, **by(handler))
    special.recheck(matter_id=row.pk, found=special.Recheck(False, "又看到一次"), revision=row.revision, **by(handler))
    refused(
        "cases.not_permitted",
        special.hand_over,
        matter_id=row.pk,
        authority="消防救援大队",
        document="",
        reason="劝导和整改后仍然",
        **by(handler),
    )
    refused(
        "special_matter.no_authority",
        special.hand_over,
        matter_id=row.pk,
        authority=" ",
        document="",
        reason="劝导和整改后仍然",
        **by(leader),
    )
    special.hand_over(
        matter_id=row.pk, authority="消防救援大队", document="移交1号", reason="劝导和整改后仍然", **by(leader)
    )
    row = special.hear_back(matter_id=row.pk, text="已上门处理", **by(desk))
    assert row.state == "ANSWERED"
    assert not [one.name for one in SpecialMatter._meta.get_fields() if "fine" in one.name or "fen" in one.name]
    again = special.note(clue=clue(world, "DOGS"), **by(handler))
    special.advise(matter_id=again.pk, text="提醒牵绳", **by(handler))
    again.refresh_from_db()
    again = special.recheck(matter_id=again.pk, found=settled, revision=again.revision, **by(desk))
    assert (again.state, again.rechecked_by) == ("SETTLED", desk.id)


def test_what_comes_again_and_again_is_raised_once_and_counted_anew_after_its_end(world: given.World) -> None:
    clock, leader = system("tick"), world.actor("STREET_LEADER")
    template = reported(world, NOW)

    def came(number: int, at: datetime) -> None:
        Case.objects.bulk_create(
            Case(number=f"{at:%y%m%d}-{at.hour}{at.minute}{place}", territory=template.territory, source="DESK",
                 category=template.category, created_at=at, state="REPORTED", due_at=at)
            for place in range(number)
        )  # fmt: skip

    came(3, NOW - timedelta(days=80))
    came(2, NOW - timedelta(days=91))
    assert recurring.raise_due(actor=clock, now=NOW) == 0  # four within the window
    came(1, NOW)
    assert [recurring.raise_due(actor=clock, now=NOW + timedelta(hours=one)) for one in (1, 2)] == [1, 0]
    issue = RecurringIssue.objects.get()
    assert (issue.cases_count, issue.window_days, issue.state) == (5, 90, "RAISED")
    refused(
        "cases.not_permitted",
        recurring.explain,
        issue_id=issue.pk,
        reason="总管已换新",
        **by(world.actor("COMMUNITY_WORKER")),
    )
    ended = NOW + timedelta(hours=3)
    recurring.explain(issue_id=issue.pk, reason="总管已换新", **by(leader, ended))
    came(4, ended + timedelta(minutes=1))
    assert recurring.raise_due(actor=clock, now=ended + timedelta(hours=1)) == 0
    came(1, ended + timedelta(minutes=2))
    assert recurring.raise_due(actor=clock, now=ended + timedelta(hours=2)) == 1
    newer = RecurringIssue.objects.get(state="RAISED")
    recurring.plan(issue_id=newer.pk, plan_ref="plan:3", **by(world.actor("COMMUNITY_WORKER")))
    assert RecurringIssue.objects.get(pk=newer.pk).state == "PLANNED"


def test_confidential_kinds_raise_nothing(world: given.World) -> None:
    for _ in range(5):
        reported(world, NOW, category="mediation")
    assert recurring.raise_due(actor=system("tick"), now=NOW) == 0
    assert Category.objects.get(key="mediation").confidential
