"""A case on its way: who may, what stands still, up a level in time, and closed by its reporter's word alone."""

from datetime import datetime, timedelta

import pytest

from tests import given
from tests.cases.given import answered, reported, rules_installed
from tests.factories import OrganisationFactory
from tests.officers import officer
from tests.refusals import refused
from yuanba.audit.models import AuditEvent
from yuanba.cases import actions, queries, rules
from yuanba.cases.models import Attachment, Case, Report, Step, Transfer
from yuanba.kernel.calendar import SHANGHAI
from yuanba.messaging.models import Message

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)  # a Friday
DAY = timedelta(days=1)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=2, now=NOW)


@pytest.fixture
def worker(world):
    return world.actor("COMMUNITY_WORKER")


@pytest.fixture
def colleague(world):
    return officer("GRID_WORKER", world.communities[0], NOW)


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=f"case.{kind}").values_list("person_ref", flat=True))


def test_from_report_to_a_confirmed_end(world, worker, colleague) -> None:
    case = reported(world, NOW)
    actions.accept(case_id=case.pk, actor=worker, now=NOW)
    actions.dispatch(case_id=case.pk, handler_ref=colleague.id, actor=worker, now=NOW)
    assert told("dispatched") == [colleague.id]
    actions.start(case_id=case.pk, actor=colleague, now=NOW)
    actions.answer(case_id=case.pk, outcome="FIXED", text="水泵换好了。", actor=colleague, now=NOW)
    case = actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW + DAY)
    assert (case.state, case.outcome, case.ended_at, case.due_at) == ("CLOSED", "FIXED", NOW + DAY, None)
    again = actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW + 2 * DAY)
    assert again.revision == case.revision
    seen = queries.thread(case.pk, world.resident(1), NOW)
    assert (seen.sight, seen.reports, seen.replies[0].public_text) == (rules.PUBLIC, (), "水泵换好了。")
    assert AuditEvent.objects.filter(verb="cases.confirm").count() == 1


def test_second_handler_is_told_that_the_first_was_quicker(world, worker, colleague) -> None:
    case = reported(world, NOW)
    actions.dispatch(case_id=case.pk, handler_ref=colleague.id, actor=worker, now=NOW, revision=case.revision)
    told_why = refused(
        "cases.changed_meanwhile", actions.dispatch, case_id=case.pk, handler_ref=worker.id, actor=worker, now=NOW,
        revision=case.revision,
    )  # fmt: skip
    assert told_why.facts["state"] == "DISPATCHED"


def test_only_who_handles_there_may(world, worker) -> None:
    case = reported(world, NOW)
    elsewhere = world.actor("COMMUNITY_WORKER", 1)
    for verb in (actions.accept, actions.start):
        refused("cases.not_permitted", verb, case_id=case.pk, actor=elsewhere, now=NOW)
        refused("cases.not_permitted", verb, case_id=case.pk, actor=world.resident(0), now=NOW)
    refused("cases.no_handler", actions.dispatch, case_id=case.pk, handler_ref=elsewhere.id, actor=worker, now=NOW)


def test_waiting_stands_still_and_goes_on_by_the_clock(world, worker) -> None:
    case = reported(world, NOW)  # 420 minutes for the grid, due on Monday at 10
    actions.start(case_id=actions.accept(case_id=case.pk, actor=worker, now=NOW).pk, actor=worker, now=NOW)
    noon = NOW.replace(hour=12)
    until = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
    call = {"case_id": case.pk, "actor": worker, "now": noon}
    refused("cases.reason_missing", actions.wait, until=until, reason=" ", **call)
    refused("cases.waits_backwards", actions.wait, until=noon, reason="等配件", **call)
    refused("cases.waits_too_long", actions.wait, until=noon + 61 * DAY, reason="等配件", **call)
    case = actions.wait(until=until, reason="等水泵配件", **call)
    assert (case.state, case.due_at, case.minutes_left) == ("WAITING", None, 300)
    assert actions.escalate_due(until - DAY) == 0
    assert actions.resume_due(until) == 1
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("IN_HAND", datetime(2026, 11, 25, 15, 0, tzinfo=SHANGHAI))
    assert case.limit_at == datetime(2026, 12, 3, 15, 0, tzinfo=SHANGHAI)


def test_timeouts_climb_levels_within_the_limit_and_tell_both(world, worker, colleague) -> None:
    case = reported(world, NOW, premises_id=world.premises[0].pk)
    limit = case.limit_at
    actions.dispatch(case_id=case.pk, handler_ref=colleague.id, actor=worker, now=NOW)
    assert actions.escalate_due(case.due_at - timedelta(minutes=1)) == 0
    assert (actions.escalate_due(case.due_at), actions.escalate_due(case.due_at)) == (1, 0)
    case.refresh_from_db()
    assert (case.level, case.state, case.handler_ref, case.escalated) == ("BUILDING", "ACCEPTED", "", 1)
    assert told("escalated") == [world.resident(0).id]
    assert told("timed_out") == [colleague.id]
    assert actions.escalate_due(case.due_at) == 1  # the building is in no cluster
    case.refresh_from_db()
    assert (case.level, case.limit_at) == ("COMMITTEE", limit)
    assert case.due_at <= limit
    assert (actions.escalate_due(limit), actions.escalate_due(limit)) == (1, 0)
    assert list(Step.objects.filter(case=case, by="system:tick").values_list("verb", flat=True)) == [
        "escalate", "escalate", "overdue",
    ]  # fmt: skip
    assert Transfer.objects.filter(kind="ESCALATION").count() == 2


def test_long_silence_of_the_clock_moves_each_case_once_to_the_top(world, django_assert_max_num_queries) -> None:
    for _ in range(3):
        reported(world, NOW)
    late = NOW + 60 * DAY
    assert actions.escalate_due(late) == 3 * 2  # no building: up to the committee, then overdue
    assert set(Case.objects.values_list("level", "clock_at")) == {("COMMITTEE", None)}
    with django_assert_max_num_queries(4):
        assert actions.escalate_due(late) == 0


def test_dissatisfaction_reopens_without_leave_and_reaches_the_handler(world, worker) -> None:
    case = answered(world, worker, NOW)
    closed = actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW)
    refused("cases.not_reporter", actions.dissatisfied, case_id=case.pk, text="", actor=world.resident(1), now=NOW)
    later = closed.ended_at + 20 * DAY
    case = actions.dissatisfied(case_id=case.pk, text="又漏了，电话13800000001", actor=world.resident(0), now=later)
    again = actions.dissatisfied(case_id=case.pk, text="又漏了", actor=world.resident(0), now=later)
    assert (case.state, case.outcome, case.reopened, case.ended_at) == ("IN_HAND", "", 1, None)
    assert (again.revision, case.due_at > later, told("unsatisfied")) == (case.revision, True, [worker.id])
    assert "13800000001" not in Step.objects.filter(verb="dissatisfied").get().reason


def test_reopening_has_an_end(world, worker) -> None:
    case = answered(world, worker, NOW)
    actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW)
    call = {"case_id": case.pk, "text": "又漏了", "actor": world.resident(0)}
    refused("cases.reopening_over", actions.dissatisfied, now=NOW + 31 * DAY, **call)


def test_silence_lapses_and_counts_as_nothing_but_can_be_confirmed_late(world, worker) -> None:
    case = answered(world, worker, NOW)
    end = datetime(2026, 11, 28, 0, 0, tzinfo=SHANGHAI)
    assert (actions.lapse_due(end - timedelta(seconds=1)), actions.lapse_due(end), actions.lapse_due(end)) == (0, 1, 0)
    case.refresh_from_db()
    assert (case.state, told("lapsed")) == ("LAPSED", [world.resident(0).id])
    assert actions.confirm(case_id=case.pk, actor=world.resident(0), now=end).state == "CLOSED"


def test_who_answered_neither_confirms_nor_calls_back(world, worker, colleague) -> None:
    case = answered(world, worker, NOW)
    first = Report.objects.get(case=case)
    call = {"case_id": case.pk, "report_id": first.pk, "now": NOW}
    refused("cases.call_back_by_handler", actions.call_back, result="CONTENT", actor=worker, **call)
    refused("cases.outcome_missing", actions.call_back, result="GOOD", actor=colleague, **call)
    actions.call_back(result="NOT_REACHED", actor=colleague, **call)
    assert Case.objects.get().state == "ANSWERED"
    actions.call_back(result="CONTENT", actor=colleague, **call)
    assert Case.objects.get().state == "CLOSED"
    other = reported(world, NOW, by=worker)
    actions.accept(case_id=other.pk, actor=worker, now=NOW)
    actions.answer(case_id=other.pk, outcome="FIXED", text="好了", actor=worker, now=NOW)
    refused("cases.own_answer", actions.confirm, case_id=other.pk, actor=worker, now=NOW)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("cases.outcome_missing", {"outcome": "GOOD"}),
        ("cases.reply_missing", {"text": " "}),
        ("cases.handed_to_missing", {"outcome": "NOT_OURS"}),
        ("cases.personal_numbers", {"text": "找王师傅13800000001"}),
        ("case.no_such_move", {}),
    ],
)
def test_answer_is_whole(world, worker, code, changes) -> None:
    case = reported(world, NOW)
    if changes:
        actions.accept(case_id=case.pk, actor=worker, now=NOW)
    call = {"case_id": case.pk, "outcome": "FIXED", "text": "好了", "actor": worker, "now": NOW}
    refused(code, actions.answer, **(call | changes))


def test_joined_neighbour_confirms_for_himself_and_reopens_for_all(world, worker) -> None:
    case = reported(world, NOW)
    actions.join(case_id=case.pk, joining=actions.Joining("me-too"), actor=world.resident(1), now=NOW)
    answered(world, worker, NOW, case=case)
    assert told("answered") == sorted([world.resident(0).id, world.resident(1).id])
    assert actions.confirm(case_id=case.pk, actor=world.resident(1), now=NOW).state == "ANSWERED"
    actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW)
    case = actions.dissatisfied(case_id=case.pk, text="我家没好", actor=world.resident(1), now=NOW)
    assert case.state == "IN_HAND"


def test_up_down_and_to_another_organ(world, worker, colleague) -> None:
    case = reported(world, NOW)
    actions.dispatch(case_id=case.pk, handler_ref=colleague.id, actor=worker, now=NOW)
    up = actions.hand_over(case_id=case.pk, level="COMMITTEE", reason="要街道协调", actor=colleague, now=NOW)
    assert (up.level, up.handler_ref, up.state) == ("COMMITTEE", "", "ACCEPTED")
    refused("cases.no_such_level", actions.hand_over, case_id=case.pk, level="CITY", reason="高", actor=worker, now=NOW)
    actions.hand_over(case_id=case.pk, level="GRID", reason="网格能办", actor=worker, now=NOW)
    moved = actions.reroute(case_id=case.pk, reason="其实是消防", category="fire_way", actor=worker, now=NOW)
    assert (moved.organ, moved.category.key) == ("SAFETY", "fire_way")
    refused("cases.no_organ", actions.reroute, case_id=case.pk, reason="x", organ="NOBODY", actor=worker, now=NOW)
    refused(
        "cases.nothing_changes", actions.reroute, case_id=case.pk, reason="x", organ="SAFETY", actor=worker, now=NOW
    )
    assert list(Transfer.objects.values_list("kind", flat=True).order_by("pk")) == ["DISPATCH", "UP", "DOWN", "REROUTE"]


def test_case_that_turns_out_confidential_leaves_the_board(world, worker) -> None:
    case = reported(world, NOW)
    moved = actions.reroute(case_id=case.pk, reason="家庭纠纷", category="mediation", actor=worker, now=NOW)
    assert (moved.confidential, moved.is_public, moved.public_text) == (True, False, "")
    refused("cases.missing", actions.accept, case_id=case.pk, actor=worker, now=NOW)
    leader = world.actor("STREET_ORGANISER")
    actions.dispatch(case_id=case.pk, handler_ref=worker.id, actor=leader, now=NOW)
    assert actions.start(case_id=case.pk, actor=worker, now=NOW).state == "IN_HAND"
    refused("cases.confidential_stays", actions.publish, case_id=case.pk, shown=True, actor=worker, now=NOW)


def test_complaint_about_a_worker_goes_to_supervisors_only(world, worker) -> None:
    case = reported(world, NOW, category="worker")
    assert (case.level, case.confidential) == ("COMMITTEE", True)
    leader = world.actor("STREET_ORGANISER")
    refused("cases.no_handler", actions.dispatch, case_id=case.pk, handler_ref=worker.id, actor=leader, now=NOW)
    assert actions.dispatch(case_id=case.pk, handler_ref=leader.id, actor=leader, now=NOW).handler_ref == leader.id


def test_organisation_helps_and_never_learns_who_reported(world, worker) -> None:
    body = OrganisationFactory(territory=world.communities[0])
    helper = officer("JUROR", world.street, NOW, organisation=body)
    case = reported(world, NOW, keep_private=True)
    refused("cases.missing", queries.thread, case_id=case.pk, actor=helper, now=NOW)
    call = {"case_id": case.pk, "organisation_id": body.pk, "actor": worker, "now": NOW}
    actions.ask_to_help(what="请派人看看水泵", **call)
    refused("cases.helps_already", actions.ask_to_help, what="再看看", **call)
    seen = queries.thread(case.pk, helper, NOW)
    assert (seen.sight, seen.reports, seen.notes) == (rules.HELPER, (), ())
    assert actions.helped(case_id=case.pk, text="水泵已修", actor=helper, now=NOW).done_at == NOW
    refused("cases.no_helper", actions.helped, case_id=case.pk, text="水泵已修", actor=helper, now=NOW)


def test_merged_cases_have_one_answer_and_each_reporter_one_message(world, worker) -> None:
    one, two = reported(world, NOW), reported(world, NOW, by=world.resident(1))
    actions.join(case_id=one.pk, joining=actions.Joining("j1"), actor=world.resident(1), now=NOW)
    call = {"reason": "同一处漏水", "actor": worker, "now": NOW}
    refused("cases.merged_into_itself", actions.merge, case_id=one.pk, into_id=one.pk, **call)
    into = actions.merge(case_id=two.pk, into_id=one.pk, **call)
    refused("case.no_such_move", actions.merge, case_id=two.pk, into_id=one.pk, **call)
    refused("cases.merge_target_ended", actions.merge, case_id=one.pk, into_id=two.pk, **call)
    assert (into.reports_count, Case.objects.get(pk=two.pk).merged_into_id) == (3, one.pk)
    assert queries.thread(two.pk, world.resident(1), NOW).sight == rules.REPORTER
    answered(world, worker, NOW, case=into)
    assert told("answered") == sorted([world.resident(0).id, world.resident(1).id])


def test_split_takes_a_thread_out_or_a_second_problem(world, worker) -> None:
    case = reported(world, NOW)
    thread = actions.join(
        case_id=case.pk, joining=actions.Joining("j1", "路灯也坏了"), actor=world.resident(1), now=NOW
    )
    call = {"case_id": case.pk, "reason": "两件事", "actor": worker, "now": NOW}
    new = actions.split(report_id=thread.pk, category="facility", **call)
    assert (new.text, new.category.key, new.reports.get().is_first) == ("路灯也坏了", "facility", True)
    second = actions.split(text="门也坏了", **call)
    assert second.reports.get().account_ref == world.resident(0).id
    refused("cases.nothing_to_split", actions.split, **call)
    case.refresh_from_db()
    assert case.reports_count == 1


def test_after_its_term_a_case_names_nobody(world, worker) -> None:
    case = answered(world, worker, NOW)
    Attachment.objects.create(case=case, file_id=999, kind="PHOTO", added_at=NOW, added_by="x")
    case = actions.confirm(case_id=case.pk, actor=world.resident(0), now=NOW, text="好了，我姓王")
    assert actions.anonymise_due(case.clock_at - timedelta(seconds=1)) == 0
    end = case.clock_at
    assert (actions.anonymise_due(end), actions.anonymise_due(end)) == (1, 0)
    case.refresh_from_db()
    row = Report.objects.get(case=case)
    assert (case.text, case.public_text, case.premises_id, row.text, row.account_ref, row.contact) == (
        "", "", None, "", "", None,
    )  # fmt: skip
    assert (row.verdict_text, case.replies.get().text) == ("", "")
    assert not Step.objects.filter(case=case, by=world.resident(0).id).exists()
    assert (case.state, case.outcome) == ("CLOSED", "FIXED")
    refused("cases.missing", queries.thread, case_id=case.pk, actor=world.resident(0), now=end)
    assert queries.mine(world.resident(0)) == ()


def test_unofficial_deadline_is_counted_anew_when_the_days_are_announced(world) -> None:
    from yuanba.places.models import CalendarDay, CalendarYear

    CalendarYear.objects.filter(year=2027).delete()
    late = datetime(2026, 12, 31, 16, 0, tzinfo=SHANGHAI)  # a Thursday
    case = reported(world, late)
    assert (case.due_official, actions.settle_due_dates(late)) == (False, 0)
    CalendarYear.objects.filter(year=2026).delete()
    assert actions.settle_due_dates(late) == 0
    for year in (2026, 2027):
        CalendarYear.objects.create(year=year, source="示范")
    CalendarDay.objects.create(date=datetime(2027, 1, 1).date(), is_workday=False, source="示范")  # noqa: DTZ001
    assert (actions.settle_due_dates(late), actions.settle_due_dates(late)) == (1, 0)
    before = case.due_at
    case.refresh_from_db()
    assert case.due_official
    assert (before, case.due_at) == (
        datetime(2027, 1, 1, 16, 0, tzinfo=SHANGHAI), datetime(2027, 1, 4, 16, 0, tzinfo=SHANGHAI),
    )  # fmt: skip


def test_desk_pages_by_key_and_asks_as_often_for_three_as_for_one(world, worker, django_assert_num_queries) -> None:
    reported(world, NOW)
    with django_assert_num_queries(3):
        queries.desk(worker, queries.Filters(), NOW)
    for _ in range(2):
        reported(world, NOW)
    for order in ("new", "due"):
        filters = queries.Filters(order=order)
        with django_assert_num_queries(3):
            first = queries.desk(worker, filters, NOW, size=2)
        rest = queries.desk(worker, filters, NOW, after=first.after, size=2)
        assert len({one.pk for one in first.rows + rest.rows}) == 3
        assert rest.after == ""
