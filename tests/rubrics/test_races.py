"""What happens when two people press at once: on PostgreSQL, with real connections."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.rubrics.given import CLOSE, MARKS, NOW, opened
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import Score, Step, Submission

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Every job in its own thread and connection, released together: "done", or why it was refused."""
    gate = Barrier(len(jobs))
    answers = [""] * len(jobs)

    def run(number: int) -> None:
        gate.wait()
        try:
            jobs[number]()
            answers[number] = "done"
        except Refused as refusal:
            answers[number] = refusal.verdict.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_sheet_handed_in_while_the_panel_closes_counts_or_is_refused() -> None:
    for round_number in range(5):
        stage = opened(jurors=2, subjects=1)
        sheet = stage.sheet(0, "entry:1")
        actions.save_draft(sheet_id=sheet.pk, draft=actions.Draft(MARKS), actor=stage.jurors[0], now=NOW)
        submitted, closed = at_once(
            lambda sheet=sheet, stage=stage: actions.submit_sheet(sheet_id=sheet.pk, actor=stage.jurors[0], now=NOW),
            lambda stage=stage: actions.close_panel(panel_id=stage.panel.pk, actor=system("tick"), now=CLOSE),
        )
        assert closed == "done"
        assert submitted in {"done", "panel.not_open"}
        stage.panel.refresh_from_db()
        assert stage.panel.state == states.CLOSED
        assert (("J1", "entry:1") in queries.results(stage.panel)) == (submitted == "done")
        stage.panel.subject_ref = f"done:{round_number}"
        stage.panel.save(update_fields=["subject_ref"])


def test_the_same_sheet_handed_in_twice_is_handed_in_once() -> None:
    stage = opened(jurors=2, subjects=1)
    sheet = stage.sheet(0, "entry:1")
    actions.save_draft(sheet_id=sheet.pk, draft=actions.Draft(MARKS), actor=stage.jurors[0], now=NOW)

    def submit() -> None:
        actions.submit_sheet(sheet_id=sheet.pk, actor=stage.jurors[0], now=NOW)

    assert at_once(submit, submit, submit) == ["done"] * 3
    assert Submission.objects.count() == 1
    assert Step.objects.filter(subject=str(sheet)).count() == 1


def test_two_tabs_saving_at_once_leave_one_of_both() -> None:
    stage = opened(jurors=2, subjects=1)
    sheet = stage.sheet(0, "entry:1")

    def save(value: int) -> None:
        actions.save_draft(
            sheet_id=sheet.pk, draft=actions.Draft({"effect": value}, revision=0), actor=stage.jurors[0], now=NOW
        )

    answers = at_once(lambda: save(3), lambda: save(4))
    assert sorted(answers) == ["done", "sheet.changed_elsewhere"]
    assert Score.objects.get(sheet=sheet).value == (3 if answers[0] == "done" else 4)
