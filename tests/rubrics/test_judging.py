from datetime import timedelta
from fractions import Fraction

import pytest

from tests.factories import PersonFactory
from tests.officers import officer, somebody
from tests.refusals import refused
from tests.rubrics.given import CLOSE, MARKS, NOW, declared, drawn, opened, seated
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import Conflict, Score, Submission

pytestmark = pytest.mark.django_db


def test_nothing_is_read_before_conflicts_are_declared() -> None:
    stage = seated()
    juror = stage.jurors[0]
    refused("panel.conflicts_not_declared", queries.my_sheets, panel=stage.panel, actor=juror)
    assert not queries.may_read_subject(stage.panel, "entry:1", juror)
    assert [one.code for one in queries.subjects_to_declare(stage.panel, juror)] == ["C1", "C2", "C3", "C4"]
    refused("panel.not_a_member", queries.subjects_to_declare, panel=stage.panel, actor=stage.organiser)
    declared(stage)
    actions.open_panel(panel_id=stage.panel.pk, closes_at=CLOSE, actor=stage.organiser, now=NOW)
    assert queries.may_read_subject(stage.panel, "entry:1", juror)
    assert queries.my_sheets(stage.panel, juror).count() == 4


def test_the_panel_does_not_open_before_everybody_declared() -> None:
    stage = seated()
    actions.declare_conflicts(panel_id=stage.panel.pk, conflicts={}, actor=stage.jurors[0], now=NOW)
    refused(
        "panel.declarations_missing",
        actions.open_panel,
        panel_id=stage.panel.pk,
        closes_at=CLOSE,
        actor=stage.organiser,
        now=NOW,
    )
    refused(
        "panel.subjects_are_fixed",
        actions.add_subjects,
        panel_id=stage.panel.pk,
        subject_refs=["entry:99"],
        actor=stage.organiser,
        now=NOW,
    )


def test_declared_and_known_conflicts_recuse() -> None:
    stage = seated()
    actions.declare_conflicts(
        panel_id=stage.panel.pk, conflicts={"entry:1": "曾任顾问"}, actor=stage.jurors[0], now=NOW
    )
    for juror in stage.jurors[1:]:
        actions.declare_conflicts(panel_id=stage.panel.pk, conflicts={}, actor=juror, now=NOW)
    known = [
        (stage.jurors[1].person_id, "entry:2", Conflict.Kind.SAME_ORGANISATION),
        (PersonFactory().pk, "entry:2", Conflict.Kind.RELATIVE),
    ]
    for _ in range(2):
        made = actions.note_known_conflicts(panel_id=stage.panel.pk, conflicts=known, actor=stage.organiser, now=NOW)
    assert len(made) == 1
    assert Conflict.objects.count() == 2
    panel = actions.open_panel(panel_id=stage.panel.pk, closes_at=CLOSE, actor=stage.organiser, now=NOW)
    assert not queries.may_read_subject(panel, "entry:1", stage.jurors[0])
    assert not queries.may_read_subject(panel, "entry:2", stage.jurors[1])
    assert [row.recused for row in queries.progress(panel)] == [1, 1, 0]
    assert queries.sheets(panel).count() == 10
    refused(
        "panel.unknown_subject",
        actions.declare_conflicts,
        panel_id=panel.pk,
        conflicts={"entry:77": "x"},
        actor=stage.jurors[0],
        now=NOW,
    )


def test_a_draft_saves_itself_and_two_tabs_notice_each_other() -> None:
    stage = opened()
    sheet = stage.sheet(0, "entry:1")
    given = {"sheet_id": sheet.pk, "actor": stage.jurors[0], "now": NOW}
    saved = actions.save_draft(draft=actions.Draft({"effect": 5}, comments={"effect": "有数据"}, revision=0), **given)
    assert saved.revision == 1
    refused("sheet.changed_elsewhere", actions.save_draft, draft=actions.Draft({"effect": 6}, revision=0), **given)
    actions.save_draft(draft=actions.Draft({"effect": None, "people": 4}, comment="总体不错"), **given)
    assert queries.marks(sheet.pk) == {"people": 4}


def test_a_skipped_criterion_is_refused_and_never_zero() -> None:
    stage = opened()
    sheet = stage.sheet(0, "entry:1")
    given = {"sheet_id": sheet.pk, "actor": stage.jurors[0], "now": NOW}
    actions.save_draft(draft=actions.Draft({"effect": 5, "people": 5}), **given)
    with pytest.raises(Refused) as refusal:
        actions.submit_sheet(**given)
    assert refusal.value.verdict.code == "sheet.incomplete"
    assert refusal.value.verdict.facts["missing"] == "innovation"
    assert Score.objects.filter(sheet=sheet, value=0).count() == 0


@pytest.mark.parametrize("value", [-1, 11, True, "8"])
def test_a_mark_outside_the_scale_is_refused(value) -> None:
    stage = opened()
    sheet = stage.sheet(0, "entry:1")
    refused(
        "sheet.outside_scale",
        actions.save_draft,
        sheet_id=sheet.pk,
        draft=actions.Draft({"effect": value}),
        actor=stage.jurors[0],
        now=NOW,
    )


def test_only_the_own_sheet_and_only_known_criteria() -> None:
    stage = opened()
    sheet = stage.sheet(0, "entry:1")
    refused(
        "sheet.not_yours",
        actions.save_draft,
        sheet_id=sheet.pk,
        draft=actions.Draft({}),
        actor=stage.jurors[1],
        now=NOW,
    )
    stranger = somebody(PersonFactory(), NOW)
    refused(
        "panel.not_a_member", actions.save_draft, sheet_id=sheet.pk, draft=actions.Draft({}), actor=stranger, now=NOW
    )
    mine = {"sheet_id": sheet.pk, "actor": stage.jurors[0], "now": NOW}
    refused("sheet.unknown_criterion", actions.save_draft, draft=actions.Draft({"looks": 3}), **mine)


def test_nothing_is_scored_after_the_close() -> None:
    stage = opened()
    sheet = stage.sheet(0, "entry:1")
    given = {"sheet_id": sheet.pk, "actor": stage.jurors[0]}
    actions.save_draft(draft=actions.Draft(MARKS), now=NOW, **given)
    refused("panel.over", actions.save_draft, draft=actions.Draft(MARKS), now=CLOSE, **given)
    refused("panel.over", actions.submit_sheet, now=CLOSE, **given)
    actions.submit_sheet(now=CLOSE - timedelta(seconds=1), **given)
    assert actions.submit_sheet(now=CLOSE, **given).state == states.SUBMITTED  # the retry of a lost answer
    assert Submission.objects.count() == 1


def test_scores_stay_hidden_until_all_are_in() -> None:
    stage = opened(jurors=3, subjects=2)
    stage.score(0, "entry:1")
    stage.score(1, "entry:1")
    assert list(queries.scores_of_others(stage.panel, stage.jurors[0])) == []
    refused("panel.not_closed", queries.results, panel=stage.panel)
    refused("panel.not_closed", queries.severity, panel=stage.panel)
    stage.score_all()
    assert len(queries.scores_of_others(stage.panel, stage.jurors[0])) == 4


def test_on_the_spot_a_subject_opens_once_all_have_scored_it() -> None:
    stage = opened(jurors=3, subjects=2, is_on_the_spot=True)
    for ref in stage.refs:
        actions.call_up(panel_id=stage.panel.pk, subject_ref=ref, actor=stage.jurors[0], now=NOW)
    for juror in range(3):
        stage.score(juror, "entry:1")
    stage.score(1, "entry:2")
    seen = {sheet.assignment.subject.subject_ref for sheet in queries.scores_of_others(stage.panel, stage.jurors[0])}
    assert seen == {"entry:1"}


def test_a_recused_juror_does_not_read_the_others_scores_of_that_subject() -> None:
    stage = opened(jurors=3, subjects=2)
    actions.recuse(panel_id=stage.panel.pk, subject_ref="entry:1", reason="亲属", actor=stage.jurors[0], now=NOW)
    stage.score_all()
    seen = {sheet.assignment.subject.subject_ref for sheet in queries.scores_of_others(stage.panel, stage.jurors[0])}
    assert seen == {"entry:2"}


def test_the_chair_returns_a_sheet_with_a_reason_and_the_first_submission_stays() -> None:
    stage = opened(jurors=2, subjects=1)
    sheet = stage.score(1, "entry:1")
    given = {"sheet_id": sheet.pk, "now": NOW}
    refused("panel.not_chair", actions.return_sheet, reason="请补理由", actor=stage.jurors[1], **given)
    refused("panel.reason_missing", actions.return_sheet, reason=" ", actor=stage.jurors[0], **given)
    actions.return_sheet(reason="请补理由", actor=stage.jurors[0], **given)
    assert Message.objects.filter(kind="sheet.returned").count() == 1
    stage.score(1, "entry:1", effect=6)
    assert [row.values["effect"] for row in Submission.objects.order_by("revision")] == [8, 6]


def test_paper_counts_once_two_clerks_agree() -> None:
    stage = opened(jurors=2, subjects=1)
    clerks = [officer("SCREENER", stage.street, NOW) for _ in range(2)]
    sheet = stage.sheet(1, "entry:1")
    key = {"sheet_id": sheet.pk, "scan_file_id": 4, "now": NOW}
    actions.key_paper(values=MARKS, actor=clerks[0], **key)
    actions.key_paper(values=MARKS, actor=clerks[0], **key)
    assert actions.key_paper(values={**MARKS, "effect": 3}, actor=clerks[1], **key).state == states.DRAFT
    assert actions.key_paper(values=MARKS, actor=clerks[1], **key).state == states.SUBMITTED
    refused("sheet.submitted", actions.key_paper, values=MARKS, actor=clerks[0], **key)
    refused("panel.not_yours", actions.key_paper, values=MARKS, actor=stage.jurors[0], **key)


def test_closing_early_needs_every_sheet_and_the_clock_closes_in_time() -> None:
    stage = opened(jurors=2, subjects=2)
    stage.score(0, "entry:1")
    refused("panel.sheets_missing", actions.close_panel, panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
    refused("panel.not_yours", actions.close_panel, panel_id=stage.panel.pk, actor=system("tick"), now=NOW)
    assert actions.close_due(actor=system("tick"), now=CLOSE) == 1
    assert actions.close_due(actor=system("tick"), now=CLOSE) == 0
    stage.panel.refresh_from_db()
    assert queries.results(stage.panel) == {("J1", "entry:1"): MARKS}


def test_results_are_by_juror_and_subject_whatever_their_number(django_assert_num_queries) -> None:
    for subjects in (1, 3):
        stage = opened(jurors=2, subjects=subjects)
        stage.score_all()
        panel = actions.close_panel(panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
        with django_assert_num_queries(1):
            found = queries.results(panel)
        assert found == {(code, ref): MARKS for code in ("J1", "J2") for ref in stage.refs}
        with django_assert_num_queries(2):
            queries.progress(panel)
        actions.draft_summary(panel_id=panel.pk, text="评审纪要", actor=stage.organiser, now=NOW)
        stage.panel.subject_ref = f"done:{subjects}"
        stage.panel.save(update_fields=["subject_ref"])


def test_severity_tells_the_chair_who_is_strict() -> None:
    stage = opened(jurors=3, subjects=2)
    for ref in stage.refs:
        stage.score(0, ref, effect=9, innovation=9, people=9)
        stage.score(1, ref, effect=9, innovation=9, people=9)
        stage.score(2, ref, effect=3, innovation=3, people=3)
    panel = actions.close_panel(panel_id=stage.panel.pk, actor=stage.jurors[0], now=NOW)
    mild, _, strict = queries.severity(panel)
    assert (mild.mean, mild.lean, mild.co_read) == (9, Fraction(3), 2)
    assert (strict.mean, strict.lean, strict.lowest, strict.highest) == (3, Fraction(-6), 3, 3)


def test_recusal_in_an_open_dealt_panel_passes_the_reading_on() -> None:
    stage = opened(jurors=4, subjects=10, seed="7", method="RANDOM", readers_per_subject=2)
    row = queries.sheets(stage.panel).filter(assignment__is_shared=False).first()
    code, ref = row.assignment.member.code, row.assignment.subject.subject_ref
    before = set(queries.sheets(stage.panel).filter(assignment__subject__subject_ref=ref).values_list("pk", flat=True))
    actions.recuse(
        panel_id=stage.panel.pk, subject_ref=ref, reason="亲属", member_code=code, actor=stage.organiser, now=NOW
    )
    after = queries.sheets(stage.panel).filter(assignment__subject__subject_ref=ref)
    assert after.count() == 2
    assert row.pk not in {sheet.pk for sheet in after}
    assert len({sheet.pk for sheet in after} - before) == 1
    refused(
        "sheet.recused",
        actions.save_draft,
        sheet_id=row.pk,
        draft=actions.Draft(MARKS),
        actor=stage.jurors[int(code[1:]) - 1],
        now=NOW,
    )


def test_a_dealt_panel_needs_a_seed() -> None:
    stage = declared(seated(method="RANDOM"))
    given = {"panel_id": stage.panel.pk, "closes_at": CLOSE, "actor": stage.organiser, "now": NOW}
    refused("panel.seed_missing", actions.open_panel, **given)


def test_a_withdrawn_subject_counts_for_nothing() -> None:
    stage = opened(jurors=2, subjects=2)
    stage.score(0, "entry:1")
    stage.score(1, "entry:1")
    actions.withdraw_subject(panel_id=stage.panel.pk, subject_ref="entry:2", actor=stage.organiser, now=NOW)
    panel = actions.close_panel(panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
    assert {ref for _, ref in queries.results(panel)} == {"entry:1"}


def test_minutes_are_signed_by_everybody_in_the_same_words() -> None:
    stage = opened(jurors=2, subjects=1)
    stage.score_all()
    panel = actions.close_panel(panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
    first = actions.draft_summary(panel_id=panel.pk, text="第一稿", actor=stage.jurors[0], now=NOW)
    second = actions.draft_summary(panel_id=panel.pk, text="第二稿", actor=stage.jurors[0], now=NOW)
    chair, other = stage.jurors
    sign = {"panel_id": panel.pk, "now": NOW}
    refused("panel.summary_changed", actions.sign_summary, text_hash=first.text_hash, actor=chair, **sign)
    actions.sign_summary(text_hash=second.text_hash, actor=chair, **sign)
    refused("panel.summary_signed", actions.sign_summary, text_hash=second.text_hash, actor=chair, **sign)
    refused("panel.unsigned", actions.conclude, panel_id=panel.pk, actor=chair, now=NOW)
    actions.sign_summary(text_hash=second.text_hash, dissent="创新一项偏高", actor=other, **sign)
    assert actions.conclude(panel_id=panel.pk, actor=chair, now=NOW).state == states.CONCLUDED
    assert queries.latest_summary(panel).signatures.exclude(dissent="").count() == 1


def test_a_reserve_declares_and_takes_the_readings_over() -> None:
    stage = drawn(jurors=4, reserves=1, subjects=6)
    panel, leaving = stage.panel, stage.jurors[1]
    stage.score(1, "entry:1")
    replace = {"panel_id": panel.pk, "member_code": "J2", "actor": stage.organiser, "now": NOW}
    refused("panel.reason_missing", actions.replace_member, reason=" ", **replace)
    refused("panel.not_a_member", actions.replace_member, reason="因病", **{**replace, "member_code": "J9"})
    newcomer = actions.replace_member(reason="因病", **replace)
    stage.score_all()
    assert queries.waiting(panel) == 1  # the newcomer who has not declared yet
    refused("panel.sheets_missing", actions.close_panel, panel_id=panel.pk, actor=stage.organiser, now=NOW)
    refused("panel.not_a_member", queries.my_sheets, panel=panel, actor=leaving)
    reserve = somebody(newcomer.person, NOW)
    actions.declare_conflicts(panel_id=panel.pk, conflicts={"entry:2": "亲属"}, actor=reserve, now=NOW)
    assert [sheet.assignment.subject.subject_ref for sheet in queries.my_sheets(panel, reserve)] == [
        ref for ref in stage.refs if ref != "entry:2"
    ]


def test_a_recusal_goes_through_even_if_nobody_else_can_read() -> None:
    stage = opened(jurors=2, subjects=10, seed="7", method="RANDOM", readers_per_subject=1)
    row = queries.sheets(stage.panel).filter(assignment__is_shared=False).first()
    ref = row.assignment.subject.subject_ref
    for juror in stage.jurors:
        actions.recuse(panel_id=stage.panel.pk, subject_ref=ref, reason="亲属", actor=juror, now=NOW)
    assert not queries.sheets(stage.panel).filter(assignment__subject__subject_ref=ref).exists()


def test_after_the_close_nobody_steps_back() -> None:
    stage = opened(jurors=2, subjects=1)
    stage.score_all()
    panel = actions.close_panel(panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
    given = {"panel_id": panel.pk, "actor": stage.organiser, "now": NOW}
    refused("panel.not_open", actions.recuse, subject_ref="entry:1", reason="x", member_code="J1", **given)
    refused("panel.not_open", actions.note_known_conflicts, conflicts=[], **given)
    refused("panel.not_open", actions.replace_member, member_code="J1", reason="x", **given)
    refused("panel.not_open", actions.withdraw_subject, subject_ref="entry:1", **given)
    refused("panel.not_open", actions.declare_conflicts, conflicts={}, **{**given, "actor": stage.jurors[0]})


def test_recusing_needs_a_seat_and_a_reason() -> None:
    stage = opened(jurors=2, subjects=1)
    given = {"panel_id": stage.panel.pk, "subject_ref": "entry:1", "now": NOW}
    refused("panel.not_a_member", actions.recuse, reason="x", actor=stage.organiser, **given)
    refused("panel.reason_missing", actions.recuse, reason=" ", actor=stage.jurors[0], **given)
    refused("panel.not_yours", actions.recuse, reason="x", member_code="J1", actor=stage.jurors[1], **given)
    once = actions.recuse(reason="x", member_code="J2", actor=stage.jurors[0], **given)
    assert actions.recuse(reason="y", actor=stage.jurors[1], **given) == once


def test_a_submitted_sheet_is_saved_no_more() -> None:
    stage = opened(jurors=2, subjects=1)
    sheet = stage.score(0, "entry:1")
    refused(
        "sheet.submitted",
        actions.save_draft,
        sheet_id=sheet.pk,
        draft=actions.Draft({}),
        actor=stage.jurors[0],
        now=NOW,
    )


def test_a_panel_does_not_open_onto_nothing_or_into_the_past() -> None:
    empty = seated(subjects=0)
    refused(
        "panel.nothing_to_judge",
        actions.declare_conflicts,
        panel_id=empty.panel.pk,
        conflicts={},
        actor=empty.jurors[0],
        now=NOW,
    )
    empty.panel.members.update(declared_at=NOW)
    arguments = {"panel_id": empty.panel.pk, "actor": empty.organiser, "now": NOW}
    refused("panel.nothing_to_judge", actions.open_panel, closes_at=CLOSE, **arguments)
    empty.panel.members.update(declared_at=None)
    actions.add_subjects(subject_refs=["entry:1"], **arguments)
    actions.add_subjects(subject_refs=["entry:1", "entry:2"], **arguments)
    declared(empty)
    refused("panel.closes_in_the_past", actions.open_panel, closes_at=NOW, **arguments)
    assert actions.open_panel(closes_at=None, **arguments).state == states.OPEN
    assert [one.pk for one in queries.panels_of(empty.jurors[0])] == [empty.panel.pk]
    assert list(queries.panels_of(system("tick"))) == []
    assert list(queries.for_subject(empty.panel.subject_ref)) == [empty.panel]


def test_a_panel_whose_recusals_leave_a_subject_unread_does_not_open() -> None:
    stage = seated(jurors=2, subjects=2)
    for juror in stage.jurors:
        actions.declare_conflicts(panel_id=stage.panel.pk, conflicts={"entry:1": "x"}, actor=juror, now=NOW)
    arguments = {"panel_id": stage.panel.pk, "actor": stage.organiser, "now": NOW}
    assert refused("panel.too_few_readers", actions.open_panel, closes_at=CLOSE, **arguments).facts["subject"] == "C1"
    actions.withdraw_subject(subject_ref="entry:1", **arguments)
    assert actions.withdraw_subject(subject_ref="entry:1", **arguments).withdrawn_at == NOW
    assert actions.open_panel(closes_at=CLOSE, **arguments).state == states.OPEN


def test_minutes_come_after_the_close_from_chair_or_organiser() -> None:
    stage = opened(jurors=2, subjects=1)
    arguments = {"panel_id": stage.panel.pk, "now": NOW}
    refused("panel.not_closed", actions.draft_summary, text="x", actor=stage.organiser, **arguments)
    stage.score_all()
    actions.close_panel(actor=stage.organiser, **arguments)
    refused("panel.summary_empty", actions.draft_summary, text=" ", actor=stage.organiser, **arguments)
    refused("panel.not_yours", actions.draft_summary, text="x", actor=stage.jurors[1], **arguments)
    refused("panel.not_yours", actions.conclude, actor=stage.jurors[1], **arguments)
    first = actions.draft_summary(text="x", actor=stage.organiser, **arguments)
    assert actions.draft_summary(text=" x ", actor=stage.organiser, **arguments) == first
