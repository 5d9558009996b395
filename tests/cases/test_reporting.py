"""A report becomes a case: once, in the right organ, with a date, and seen by those who may."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import given
from tests.cases.given import order, reported, rules_installed
from tests.refusals import refused
from yuanba.cases import actions, queries, rules, template
from yuanba.cases.models import Case, Category, LevelTerm, Report, RoutingRule, Step
from yuanba.kernel.calendar import SHANGHAI
from yuanba.messaging.models import Message
from yuanba.places.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)  # a Friday


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=2, now=NOW)


def test_levels_of_a_class_add_up_to_the_hotlines_limit() -> None:
    days = {"INQUIRY": 3, "HELP": 7, "COMPLAINT": 15}
    total = {one: sum(row["minutes"] for row in template.terms() if row["term_class"] == one) for one in days}
    assert total == {one: number * 420 for one, number in days.items()}


def test_report_is_a_case_with_number_organ_and_dates(world) -> None:
    case = reported(world, NOW, text="厨房漏水，电话13800000001，车牌川A12345")
    case.refresh_from_db()
    assert (case.state, case.level, case.organ) == ("REPORTED", "GRID", "SERVICES")
    assert case.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # one working day over the weekend
    assert case.limit_at == datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)  # seven
    assert case.due_official
    assert case.number.startswith("261120-")
    assert case.public_text == "厨房漏水，电话138****0001，车牌川A·*****"
    told = Message.objects.get(kind="case.reported")
    assert case.number in told.text_zh
    assert "12月1日（周二）10:00前" in told.text_zh
    assert Step.objects.get(case=case).verb == "report"


def test_plain_report_of_a_resident_takes_at_most_eight_statements(world) -> None:
    leak = Category.objects.get(key="leak")
    RoutingRule.objects.create(
        category=leak, territory=world.street, organ="RIGHTS", reason="示范", from_date=NOW.date(), recorded_by="x",
        recorded_at=NOW,
    )  # fmt: skip
    actor, sent = world.resident(0), order(world)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        actions.report(order=sent, actor=actor, now=NOW)
    asked = [one["sql"] for one in caught if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 8, "\n".join(asked)


def test_sent_five_times_is_one_case(world) -> None:
    sent, actor = order(world, told_at=NOW - timedelta(hours=1)), world.resident(0)
    cases = {actions.report(order=sent, actor=actor, now=NOW).pk for _ in range(5)}
    assert len(cases) == 1
    assert Message.objects.filter(kind="case.reported").count() == 1
    refused("cases.key_taken", actions.report, order=sent, actor=world.resident(1), now=NOW)


def test_clock_of_the_phone_wrong_by_a_day_changes_nothing(world) -> None:
    case = reported(world, NOW, told_at=NOW + timedelta(days=1))
    assert (case.created_at, Report.objects.get().told_at) == (NOW, None)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("cases.nothing_told", {"text": "  \u202e 😀😀 "}),
        ("cases.text_too_long", {"text": "水" * 20_000}),
        ("cases.no_category", {"category": "gone"}),
        ("cases.no_source", {"source": "RUMOUR"}),
        ("cases.not_permitted", {"source": "DESK"}),
        ("cases.no_place", {"territory_id": 999_999}),
        ("cases.place_mismatch", {"building_id": 999_999}),
        ("cases.place_mismatch", {"point_id": 999_999}),
        ("cases.file_missing", {"file_ids": (999_999,)}),
        ("cases.key_missing", {"client_key": " "}),
    ],
)
def test_bad_input_is_refused_in_words_and_leaves_nothing(world, code, changes) -> None:
    refused(code, reported, world=world, now=NOW, **changes)
    assert not Case.objects.exists()


def test_category_that_ended_while_the_form_was_open(world) -> None:
    case = reported(world, NOW)
    case.category.to_date = NOW.date()
    case.category.save()
    refused("cases.category_ended", reported, world=world, now=NOW)


def test_place_inside_the_compound_fills_building_and_stairwell(world) -> None:
    door = world.premises[0]
    case = reported(world, NOW, premises_id=door.pk)
    assert (case.building_id, case.entrance_id) == (door.entrance.building_id, door.entrance_id)
    other = world.premises[-1]
    refused("cases.place_mismatch", reported, world=world, now=NOW, premises_id=other.pk)


def test_desk_reports_for_somebody_who_signs_in_later(world) -> None:
    desk = world.actor("COMMUNITY_WORKER")
    account = world.residents[1]
    phone, account.phone = account.phone, None
    account.save()
    case = reported(world, NOW, by=desk, source="DESK", name="王婆婆", phone=phone)
    thread = Report.objects.get(case=case)
    assert (thread.account_ref, Message.objects.get(kind="case.reported").channel) == ("", "SMS")
    assert phone.encode() not in bytes(thread.contact)
    account.phone = phone
    account.save()
    assert [one.pk for one in queries.mine(world.resident(1))] == [case.pk]
    assert queries.thread(case.pk, world.resident(1), NOW).sight == rules.REPORTER


def test_urgent_runs_by_the_wall_clock_and_calls_the_handlers(world) -> None:
    late = NOW.replace(hour=23)
    case = reported(world, late, category="gas")
    assert case.due_at == late + timedelta(minutes=30)
    assert case.limit_at == late + timedelta(hours=2)
    assert Message.objects.filter(kind="case.urgent").exists()


def test_make_up_saturday_counts_and_unknown_year_is_unofficial(world) -> None:
    CalendarDay.objects.create(date=NOW.date() + timedelta(days=1), is_workday=True, source="示范")
    assert reported(world, NOW).due_at == NOW + timedelta(days=1)
    CalendarYear.objects.filter(year=2027).delete()
    case = reported(world, datetime(2026, 12, 30, 16, 0, tzinfo=SHANGHAI))
    assert case.limit_at is not None
    assert not case.due_official


def test_confidential_case_does_not_exist_for_others(world) -> None:
    case = reported(world, NOW, category="mediation")
    for other in (world.resident(1), world.actor("COMMUNITY_WORKER")):
        refused("cases.missing", queries.thread, case_id=case.pk, actor=other, now=NOW)
    assert queries.thread(case.pk, world.resident(0), NOW).sight == rules.REPORTER
    assert queries.thread(case.pk, world.actor("STREET_LEADER"), NOW).sight == rules.STAFF
    assert (queries.board(world.compounds[0].pk, NOW), case.public_text) == ((), "")
    desk = queries.desk(world.actor("COMMUNITY_WORKER"), queries.Filters(), NOW)
    assert desk.rows == ()


def test_narrowest_newest_rule_routes(world) -> None:
    first = reported(world, NOW)
    for territory, organ, days in ((None, "SAFETY", 9), (world.street, "RIGHTS", 9), (world.compounds[0], "AUTONOMY", 9),
                                   (world.compounds[0], "NEIGHBOURS", 1), (world.compounds[1], "SAFETY", 0)):  # fmt: skip
        RoutingRule.objects.create(
            category=first.category, territory=territory, organ=organ, reason="示范", recorded_by="x", recorded_at=NOW,
            from_date=NOW.date() - timedelta(days=days),
        )  # fmt: skip
    assert reported(world, NOW).organ == "NEIGHBOURS"
    assert reported(world, NOW, territory_id=world.compounds[2].pk).organ == "RIGHTS"


def test_too_many_a_day(world, monkeypatch) -> None:
    monkeypatch.setattr(rules, "MOST_A_DAY", 2)
    for _ in range(2):
        reported(world, NOW)
    refused("cases.too_many_today", reported, world=world, now=NOW)


def test_neighbour_joins_once_and_sees_the_case(world) -> None:
    case = reported(world, NOW)
    joining = actions.Joining("me-too", text="我家也漏")
    first = actions.join(case_id=case.pk, joining=joining, actor=world.resident(1), now=NOW)
    again = actions.join(
        case_id=case.pk, joining=replace(joining, client_key="other"), actor=world.resident(1), now=NOW
    )
    case.refresh_from_db()
    assert (first.pk, case.reports_count) == (again.pk, 2)
    assert queries.thread(case.pk, world.resident(1), NOW).text == "我家也漏"
    assert [one.pk for one in queries.similar(case.territory_id, "leak", NOW)] == [case.pk]


def test_terms_are_dated(world) -> None:
    grid = LevelTerm.objects.get(term_class="HELP", level="GRID")
    grid.to_date = NOW.date()
    grid.save()
    LevelTerm.objects.create(
        term_class="HELP", level="GRID", minutes=60, source="示范", from_date=NOW.date(), recorded_by="x"
    )
    assert reported(world, NOW).due_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("broken", ["tell_reporter", "record"])
def test_case_step_leaf_and_message_stand_or_fall_together(world, monkeypatch, broken) -> None:
    def dies(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(f"yuanba.cases.actions.reporting.{broken}", dies)
    with pytest.raises(RuntimeError):
        reported(world, NOW)
    sent = Message.objects.filter(kind__startswith="case.")
    left = (Case.objects.count(), Report.objects.count(), Step.objects.count(), sent.count())
    assert left == (0, 0, 0, 0)
