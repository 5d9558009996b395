from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import PersonFactory, TerritoryFactory
from tests.officers import officer, somebody
from tests.publicity.given import AFTER, NOW, drafted, opened
from tests.refusals import refused
from yuanba.audit.models import AuditEvent
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import SHANGHAI, WorkCalendar
from yuanba.kernel.verdict import Refused
from yuanba.publicity import actions, queries, rules, states

pytestmark = pytest.mark.django_db


def test_a_draft_is_invisible_to_the_public() -> None:
    hall = drafted()
    assert list(queries.public()) == []
    assert queries.public_notice(hall.notice.pk) is None
    assert queries.feed() == ()
    assert queries.may_go_on("campaign:1", NOW).code == "notice.not_open"
    assert queries.may_go_on("campaign:2", NOW).code == "notice.missing"


def test_five_working_days_count_make_up_days_and_skip_the_holiday() -> None:
    # Friday 24 September: Sunday 26 (worked), 27, 28, 29, 30 are the five days.
    assert opened().notice.closes_at == AFTER


def test_a_term_that_meets_the_national_day_waits_for_its_end() -> None:
    # Wednesday 29 September: 30, then 8 October, Saturday 9 (worked), 11, 12.
    hall = opened(now=datetime(2021, 9, 29, 23, 59, tzinfo=SHANGHAI))
    assert hall.notice.closes_at == datetime(2021, 10, 13, 0, 0, tzinfo=SHANGHAI)


def test_a_term_into_a_year_not_announced_says_so() -> None:
    hall = drafted()
    with pytest.raises(Refused) as refusal:
        actions.open_notice(
            notice_id=hall.notice.pk, actor=hall.organiser, now=datetime(2021, 12, 30, 9, 0, tzinfo=SHANGHAI)
        )
    assert refusal.value.verdict.code == "notice.calendar_unknown"
    assert refusal.value.verdict.facts["year"] == 2022


@given(
    st.dates(date(2021, 1, 1), date(2021, 10, 1)),
    st.integers(1, 20),
    st.sets(st.dates(date(2021, 1, 1), date(2021, 12, 31)), max_size=20),
)
def test_a_term_holds_exactly_its_working_days(first: date, number: int, moved: set[date]) -> None:
    days = {day: day.weekday() >= 5 for day in moved}  # every moved day is the opposite of what it was
    calendar = WorkCalendar(days, 2021, 2021)
    last = rules.last_day(calendar, first, number)
    inside = [first + timedelta(days=offset) for offset in range(1, (last - first).days + 1)]
    assert sum(calendar.is_workday(day) for day in inside) == number
    assert calendar.is_workday(last)


def test_going_on_needs_the_term_and_the_proof() -> None:
    hall = opened()
    assert queries.may_go_on("campaign:1", AFTER - timedelta(seconds=1)).code == "notice.term_runs"
    assert queries.may_go_on("campaign:1", AFTER).code == "notice.not_posted"
    hall.post()
    assert queries.may_go_on("campaign:1", AFTER).ok


def test_a_board_that_was_hung_late_needs_an_extension() -> None:
    hall = opened()
    hall.post(date(2021, 9, 27), NOW + timedelta(days=3))
    late = queries.may_go_on("campaign:1", AFTER)
    assert (late.code, late.facts["until"]) == ("notice.posted_late", "2021-10-09")
    actions.extend_notice(notice_id=hall.notice.pk, working_days=2, reason="张贴晚了", actor=hall.organiser, now=AFTER)
    hall.notice.refresh_from_db()
    assert hall.notice.closes_at == datetime(2021, 10, 10, 0, 0, tzinfo=SHANGHAI)
    assert queries.may_go_on("campaign:1", AFTER).code == "notice.term_runs"
    assert queries.may_go_on("campaign:1", hall.notice.closes_at).ok


def test_a_notice_without_board_goes_on_by_its_term() -> None:
    opened(needs_board=False)
    assert queries.may_go_on("campaign:1", AFTER).ok


def test_posting_days_lie_between_opening_and_today() -> None:
    hall = opened()
    for day in (date(2021, 9, 23), date(2021, 9, 25)):
        with pytest.raises(Refused) as refusal:
            hall.post(day)
        assert refusal.value.verdict.code == "notice.posting_day"
    assert not queries.public_photo(StoredFile.objects.latest("pk").pk)
    hall.post()
    assert queries.public_photo(StoredFile.objects.latest("pk").pk)


def test_what_is_public_is_never_rewritten() -> None:
    hall = opened()
    refused(
        "notice.published",
        actions.revise_notice,
        notice_id=hall.notice.pk,
        content=actions.Content("X", "别的", hall.notice.body),
        actor=hall.organiser,
        now=NOW,
    )


def test_conclude_and_withdraw_stay_readable() -> None:
    hall = opened()
    hall.post()
    given_args = {"notice_id": hall.notice.pk, "actor": hall.organiser}
    refused("notice.term_runs", actions.conclude_notice, conclusion="无异议", now=NOW, **given_args)
    done = actions.conclude_notice(conclusion="公示期内未收到异议。", now=AFTER, **given_args)
    assert done.state == states.CONCLUDED
    refused("notice.no_such_move", actions.withdraw_notice, reason="x", now=AFTER, **given_args)
    other = opened()
    refused(
        "notice.reason_missing",
        actions.withdraw_notice,
        notice_id=other.notice.pk,
        reason=" ",
        actor=other.organiser,
        now=NOW,
    )
    actions.withdraw_notice(notice_id=other.notice.pk, reason="名单有误", actor=other.organiser, now=NOW)
    assert {notice.pk for notice in queries.public()} == {hall.notice.pk, other.notice.pk}
    assert [item.is_withdrawn for item in queries.feed()] == [True, False]
    assert [step.verb for step in queries.history(hall.notice)] == ["open", "conclude"]
    assert AuditEvent.objects.filter(verb="notice.conclude").count() == 1


def test_a_withdrawn_draft_was_never_public() -> None:
    hall = drafted()
    actions.withdraw_notice(notice_id=hall.notice.pk, reason="不再需要", actor=hall.organiser, now=NOW)
    assert list(queries.public()) == []


def test_nobody_without_the_post_opens_or_drafts() -> None:
    hall = drafted()
    stranger = somebody(PersonFactory(), NOW)
    elsewhere = officer("STREET_ORGANISER", TerritoryFactory(kind="SUBDISTRICT", name="别处"), NOW)
    for actor in (stranger, elsewhere):
        refused("notice.not_yours", actions.open_notice, notice_id=hall.notice.pk, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "notice.empty"),
        ([{"type": "script", "text": "x"}], "notice.bad_block"),
        ([{"type": "table", "head": ["a"], "rows": [["1", "2"]]}], "notice.bad_block"),
        ([{"type": "list", "items": [3]}], "notice.bad_block"),
        ([{"type": "paragraph", "text": "x", "html": "<b>"}], "notice.bad_block"),
    ],
)
def test_a_body_of_unknown_blocks_is_refused(body, code) -> None:
    with pytest.raises(Refused) as refusal:
        drafted(body=body)
    assert refusal.value.verdict.code == code


def test_the_public_list_takes_one_query_whatever_its_length(django_assert_num_queries) -> None:
    for _ in range(2):
        opened()
        with django_assert_num_queries(1):
            list(queries.public())
        with django_assert_num_queries(1):
            queries.feed()


def test_terms_and_reasons_are_asked_for() -> None:
    for terms in ({"working_days": 0}, {"decision_days": 0}):
        with pytest.raises(Refused) as refusal:
            drafted(**terms)
        assert refusal.value.verdict.code == "notice.length"
    with pytest.raises(Refused) as refusal:
        drafted(title=" ")
    assert refusal.value.verdict.code == "notice.empty"
    hall = drafted()
    with pytest.raises(Refused) as refusal:
        hall.post()
    assert refusal.value.verdict.code == "notice.not_open"
    arguments = {"notice_id": hall.notice.pk, "actor": hall.organiser, "now": NOW}
    actions.open_notice(**arguments)
    refused("notice.length", actions.extend_notice, working_days=0, reason="x", **arguments)
    refused("notice.reason_missing", actions.extend_notice, working_days=1, reason=" ", **arguments)
    refused(
        "notice.place_missing",
        actions.record_posting,
        place=" ",
        posted_date=NOW.date(),
        photo_file_id=1,
        **arguments,
    )
    assert queries.public_notice(hall.notice.pk) == hall.notice
    assert list(queries.public([hall.street.pk + 999])) == []


def test_a_summary_is_the_first_paragraph_shortened() -> None:
    hall = drafted(body=[{"type": "heading", "text": "x"}, {"type": "paragraph", "text": "长" * 300}])
    assert queries.summary(hall.notice) == "长" * 199 + "…"


def test_a_general_notice_is_drafted_once_and_runs_until_its_end() -> None:
    hall = drafted()
    content = actions.Content("GENERAL", "井盖更换", hall.notice.body)
    by = {"territory_id": hall.street.pk, "actor": hall.organiser, "now": NOW, "request_key": "k" * 32}
    first = actions.draft_general(content=content, **by)
    assert actions.draft_general(content=content, **by) == first
    actions.open_notice(notice_id=first.pk, actor=hall.organiser, now=NOW)
    assert list(queries.running(NOW)) == [first]
    assert (list(queries.running(AFTER)), list(queries.past(AFTER))) == ([], [first])
