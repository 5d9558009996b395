"""Judged live: nobody scores before the call, nothing is shown before all are in, nothing changes after."""

from fractions import Fraction

import pytest

from tests.refusals import refused
from tests.rubrics.given import MARKS, NOW, opened
from yuanba.rubrics import actions, queries
from yuanba.rubrics.models import Panel

pytestmark = pytest.mark.django_db


def test_candidate_is_called_scored_and_shown() -> None:
    stage = opened(jurors=3, subjects=2, is_on_the_spot=True)
    by = {"panel_id": stage.panel.pk, "subject_ref": "entry:1", "now": NOW}
    sheet = stage.sheet(1, "entry:1")
    refused(
        "sheet.not_called",
        actions.save_draft,
        sheet_id=sheet.pk,
        draft=actions.Draft(MARKS),
        actor=stage.jurors[1],
        now=NOW,
    )
    refused("panel.not_chair", actions.call_up, actor=stage.jurors[1], **by)
    refused("panel.unknown_subject", actions.call_up, actor=stage.jurors[0], **{**by, "subject_ref": "entry:9"})
    refused("sheet.not_called", actions.show, actor=stage.jurors[0], **by)
    subject = actions.call_up(actor=stage.jurors[0], **by)
    assert Panel.objects.get().up == subject
    stage.score(0, "entry:1")
    stage.score(1, "entry:1")
    assert queries.hands(subject) == (2, 1)
    assert refused("panel.sheets_missing", actions.show, actor=stage.jurors[0], **by).facts["missing"] == 1
    assert queries.shown_totals(stage.panel) == {}
    actions.recuse(panel_id=stage.panel.pk, subject_ref="entry:1", reason="亲属", actor=stage.jurors[2], now=NOW)
    actions.show(actor=stage.jurors[0], **by)
    actions.show(actor=stage.jurors[0], **by)
    assert queries.shown_totals(stage.panel) == {
        ("J1", "entry:1"): Fraction(79, 10),
        ("J2", "entry:1"): Fraction(79, 10),
    }
    give_back = {"sheet_id": sheet.pk, "reason": "再看", "actor": stage.jurors[0], "now": NOW}
    refused("sheet.shown", actions.return_sheet, **give_back)


def test_other_panels_have_no_hall() -> None:
    stage = opened(jurors=3, subjects=1)
    by = {"panel_id": stage.panel.pk, "subject_ref": "entry:1", "actor": stage.jurors[0], "now": NOW}
    refused("panel.not_live", actions.call_up, **by)
    refused("panel.not_live", actions.show, **by)
