"""An owners' ballot through the real actions: notice, consent, gaps of the roll, objections, heads and area, result."""

from datetime import datetime, timedelta

import pytest

from tests import factories
from tests.ballots import given
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot, RollMember, RollRow
from yuanba.ballots.tally import law
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Ownership, Person
from yuanba.places.models import PremisesArea

pytestmark = pytest.mark.django_db

TOLD = given.OPENS - timedelta(days=20)
RULE = {
    "id": "yes-no-abstain",
    "version": 1,
    "source": law.LAW[0].article,
    "threshold": law.LAW[0].threshold(),
}
YES_NO = tuple(actions.NewOption(key) for key in ("agree", "against", "abstain"))
ITEMS = (actions.NewItem("q1", 1, YES_NO, label="续聘现物业公司", minimum=1),)


def owners(count: int = 6) -> tuple[given.Place, list[Person]]:
    """Each owns one dwelling of 90 m²."""
    here = given.place(0)
    entrance = factories.EntranceFactory(building__compound=here.compound, building__name="临江楼", name="1单元")
    return here, [
        factories.OwnershipFactory(premises=factories.PremisesFactory(entrance=entrance)).person for _ in range(count)
    ]


def order(here: given.Place, **changes: object) -> actions.BallotOrder:
    values: dict[str, object] = {
        "territory_id": here.compound.pk,
        "title": "续聘物业公司意见征询",
        "items": ITEMS,
        "rule": RULE,
        "kind": "OPINION",
        "electorate": "OWNERS",
        "ordered_by": "",
    }
    return given.order(here, **(values | changes))


def opened(here: given.Place, **changes: object) -> Ballot:
    organiser = here.organiser()
    ballot = actions.draft(order=order(here, **changes), actor=organiser, now=TOLD)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)
    assert actions.open_and_close_due(given.OPENS) == 1
    return Ballot.objects.get(pk=ballot.pk)


def vote(ballot: Ballot, person: Person, answer: str) -> None:
    given.cast(given.ticket(ballot, person), q1=[answer])


def counted(ballot: Ballot, here: given.Place) -> dict:
    assert actions.open_and_close_due(given.CLOSES) == 1
    actions.count(ballot_id=ballot.pk, actor=here.organiser(), now=given.CLOSES)
    actions.publish(ballot_id=ballot.pk, actor=here.organiser(), now=given.CLOSES)
    return queries.public_result(ballot.pk)


def test_fifteen_days_of_notice_and_not_one_less() -> None:
    here, _ = owners()
    organiser = here.organiser()
    ballot = actions.draft(order=order(here), actor=organiser, now=TOLD)
    late = datetime(2026, 10, 19, 0, 5, tzinfo=SHANGHAI)
    why = refused("ballots.notice_too_short", actions.announce, ballot_id=ballot.pk, actor=organiser, now=late)
    assert why.facts["days"] == 15
    assert why.source == "物业管理条例 第14条"
    in_time = datetime(2026, 10, 18, 23, 55, tzinfo=SHANGHAI)
    assert [one.code for one in queries.blocking(ballot.pk, late)] == ["ballots.notice_too_short"]
    assert queries.blocking(ballot.pk, in_time) == ()
    assert actions.announce(ballot_id=ballot.pk, actor=organiser, now=in_time).state == "ANNOUNCED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "STATUTORY"}, "ballots.consent_missing"),
        ({"kind": "STATUTORY", "consent_reference": "街函〔2026〕3号", "rule": RULE | {"threshold": {}}}, None),
        ({"items": (actions.NewItem("q1", 1, YES_NO[:1], label="一问"),), "rule": given.RULE}, "ballots.one_option"),
        (
            {
                "items": (
                    actions.NewItem("q1", 1, (actions.NewOption("a", "甲 公司"), actions.NewOption("b", "甲 公司 "))),
                ),
                "rule": given.RULE,
            },
            "ballots.options_alike",
        ),
        ({"rule": RULE | {"threshold": law.LAW[2].threshold()}}, "ballots.law_not_in_force"),
    ],
)
def test_bad_drafts_are_refused_in_time(changes: dict, code: str | None) -> None:
    here, _ = owners()
    if changes.get("consent_reference"):
        rule = {key: value for key, value in RULE.items() if key != "threshold"}
        changes, code = changes | {"rule": rule}, "ballots.threshold_missing"
    assert code is not None
    refused(code, actions.draft, order=order(here, **changes), actor=here.organiser(), now=TOLD)


def test_draft_is_written_anew_until_it_is_announced() -> None:
    here, _ = owners()
    organiser = here.organiser()
    ballot = actions.draft(order=order(here), actor=organiser, now=TOLD)
    again = order(here, title="换一个题目", items=(*ITEMS, actions.NewItem("q2", 1, YES_NO, label="第二问")))
    actions.redraft(ballot_id=ballot.pk, order=again, actor=organiser, now=TOLD)
    assert Ballot.objects.get().title == "换一个题目"
    assert [item.key for item in queries.sheet(ballot.pk).items] == ["q1", "q2"]
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)
    refused("ballots.announced_stands", actions.redraft, ballot_id=ballot.pk, order=again, actor=organiser, now=TOLD)


def test_gaps_of_the_roll_are_named_before_the_opening() -> None:
    here, people = owners()
    rows = list(Ownership.objects.order_by("pk").select_related("premises"))
    PremisesArea.objects.filter(premises=rows[0].premises).delete()
    Ownership.objects.filter(pk=rows[1].pk).delete()
    Person.objects.filter(pk=people[2].pk).update(name="")
    Person.objects.filter(pk=people[3].pk).update(died_date=given.OPENS.date())
    ballot = actions.draft(order=order(here), actor=here.organiser(), now=TOLD)
    preview = queries.roll_preview(ballot, given.OPENS)
    assert {gap.kind: gap.number for gap in preview.gaps} == {"AREA": 1, "OWNER": 1, "NAME": 1, "DEAD": 1}
    assert preview.gaps[0].premises[0].startswith("临江楼1单元")
    assert (preview.rows, preview.heads, preview.area_cm2, preview.unreachable) == (6, 6, 5 * 900_000, 2)
    actions.announce(ballot_id=ballot.pk, actor=here.organiser(), now=TOLD)
    assert [one.code for one in queries.blocking(ballot.pk, given.OPENS)] == ["ballots.area_unknown"]
    assert actions.open_and_close_due(given.OPENS) == 0, "the clock leaves it to its organiser"
    assert Ballot.objects.get().state == "ANNOUNCED"


def test_objection_to_the_roll_is_raised_once_and_answered_in_words() -> None:
    here, people = owners()
    organiser = here.organiser()
    ballot = actions.draft(order=order(here), actor=organiser, now=TOLD)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)
    me = given.voter(people[0])
    raised = actions.object_to_roll(ballot_id=ballot.pk, text="我家还有一个商铺", actor=me, now=TOLD)
    refused("ballots.objection_open", actions.object_to_roll, ballot_id=ballot.pk, text="再说", actor=me, now=TOLD)
    refused("ballots.not_permitted", actions.answer_objection, objection_id=raised.pk, answer="好", actor=me, now=TOLD)
    refused(
        "ballots.reason_missing",
        actions.answer_objection,
        objection_id=raised.pk,
        answer=" ",
        actor=organiser,
        now=TOLD,
    )
    actions.answer_objection(objection_id=raised.pk, answer="已补登", actor=organiser, now=TOLD)
    refused(
        "ballots.objection_answered",
        actions.answer_objection,
        objection_id=raised.pk,
        answer="二",
        actor=organiser,
        now=TOLD,
    )
    assert [one.answer for one in queries.objections(ballot.pk)] == ["已补登"]
    actions.open_and_close_due(given.OPENS)
    refused("ballots.roll_not_displayed", actions.object_to_roll, ballot_id=ballot.pk, text="晚了", actor=me, now=TOLD)


def test_many_dwellings_are_one_head_and_co_owners_share_one_paper() -> None:
    here, people = owners(4)
    entrance = factories.EntranceFactory(building__compound=here.compound)
    shop = factories.PremisesFactory(entrance=entrance, kind="SHOP", area_cm2=550_000)
    factories.OwnershipFactory(premises=shop, person=people[0])
    shared = Ownership.objects.get(person=people[1]).premises
    wife = factories.OwnershipFactory(premises=shared).person
    ballot = opened(here)
    assert (ballot.roll_rows, ballot.roll_heads, ballot.roll_area_cm2) == (4, 4, 4 * 900_000 + 550_000)
    assert RollRow.objects.get(ballot=ballot, person=people[0]).area_cm2 == 1_450_000
    assert set(RollMember.objects.values_list("person_id", flat=True)) == {people[1].pk, wife.pk}
    vote(ballot, people[0], "agree")
    vote(ballot, wife, "agree")
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=people[1])
    vote(ballot, people[2], "against")
    outcome = counted(ballot, here)["items"][0]["outcome"]
    told = {(row["what"], row["measure"]): (row["needed"], row["got"]) for row in outcome["comparisons"]}
    assert told == {
        ("participation", "heads"): (3, 3),
        ("assent", "heads"): (2, 2),
        ("participation", "area_cm2"): (2_766_667, 3_250_000),
        ("assent", "area_cm2"): (1_625_001, 2_350_000),
    }
    assert outcome["passed"] == 1


def test_entrances_to_visit_count_and_never_name_the_last_few() -> None:
    here, people = owners(12)
    small = factories.EntranceFactory(building__compound=here.compound)
    factories.OwnershipFactory(premises=factories.PremisesFactory(entrance=small))
    ballot = opened(here)
    vote(ballot, people[0], "agree")
    found = queries.to_visit(ballot.pk)
    assert [(one.name, one.rows, one.missing) for one in found.entrances] == [("临江楼1单元", 12, 11)]
    assert (found.small, found.reached) == (1, 0)
    for person in people[1:8]:
        vote(ballot, person, "agree")
    assert queries.to_visit(ballot.pk).entrances[0].missing is None
    for person in people[8:]:
        vote(ballot, person, "abstain")
    assert queries.to_visit(ballot.pk).reached == 1


def test_yes_and_no_stand_in_the_same_order_for_everybody() -> None:
    here, people = owners(5)
    ballot = opened(here)
    for person in people:
        sheet = queries.sheet_for(ballot.pk, given.voter(person), given.DURING).sheet
        assert [option.key for option in sheet.items[0].options] == ["agree", "against", "abstain"]
        assert sheet.items[0].is_yes_no


def test_the_body_that_asks_does_not_enter_the_authoritys_consent() -> None:
    here = given.place()
    committee = here.official("ballots.organise", "ballots.decide")
    order = given.order(here, kind="STATUTORY", consent_reference="街函〔2026〕3号")
    for actor, code in ((committee, "ballots.consent_by_authority"), (here.organiser(), "ballots.threshold_missing")):
        refused(code, actions.draft, order=order, actor=actor, now=given.BEFORE)
