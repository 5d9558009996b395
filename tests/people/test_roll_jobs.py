"""An uploaded roll: refused at the door, read, shown, accepted, imported, dropped, forgotten."""

from datetime import timedelta

import pytest

from tests.factories import CompoundFactory
from tests.given import NOW
from tests.people.sheets import HEAD, roll
from tests.refusals import refused
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor, Grant, system
from yuanba.people import actions, roll_progress
from yuanba.people.models import Ownership, RollJob

pytestmark = pytest.mark.django_db
GOOD = ("3栋", "1单元", "101", 80, "甲", "13800000001")
BAD = ("3栋", "1单元", "102", "很大", "乙", "13800000002")


@pytest.fixture
def compound():
    return CompoundFactory()


def uploaded(compound, *rows, actor=None) -> RollJob:
    return actions.upload_roll(
        compound_id=compound.pk,
        upload=roll(*rows, head=HEAD),
        name="名册.xlsx",
        as_of_date=NOW.date(),
        actor=actor or system("test"),
        now=NOW,
    )


def shown(compound, *rows) -> RollJob:
    return actions.read_roll_job(job_id=uploaded(compound, *rows).pk, actor=system("test"), now=NOW)


def by() -> dict:
    return {"actor": system("test"), "now": NOW}


def test_web_page_renamed_is_refused_at_the_door(compound):
    facts = {"compound_id": compound.pk, "name": "x.xlsx", "as_of_date": NOW.date(), **by()}
    refused("people.roll_html", actions.upload_roll, upload=b"<html><table></table></html>", **facts)
    assert RollJob.objects.count() == 0


def test_roll_is_shown_then_imported_and_its_file_goes(compound):
    job = shown(compound, GOOD)
    assert (job.state, job.errors, job.report["counts"]["new"]) == ("READY", 0, 1)
    assert Ownership.objects.count() == 0
    actions.accept_roll_job(job_id=job.pk, accept_good_rows=False, end_vanished=False, **by())
    done = actions.import_roll_job(job_id=job.pk, **by())
    assert (done.state, done.ended_at, Ownership.objects.count()) == ("FINISHED", NOW, 1)
    assert chosen([job.file_id])[job.file_id].erased_at == NOW
    assert actions.import_roll_job(job_id=job.pk, **by()).state == "FINISHED"
    assert actions.read_roll_job(job_id=job.pk, **by()).state == "FINISHED"


def test_long_work_says_how_far_it_is_and_forgets_it(compound, monkeypatch):
    told: list[tuple[str, int]] = []
    real = roll_progress.writer

    def watched(job_id):
        keep = real(job_id)

        def tell(step, percent):
            keep(step, percent)
            told.append(roll_progress.read(job_id))

        return tell

    monkeypatch.setattr(roll_progress, "writer", watched)
    job = shown(compound, GOOD)
    assert [step for step, _ in told] == ["READING", "CHECKING", "CHECKING"]
    actions.accept_roll_job(job_id=job.pk, accept_good_rows=False, end_vanished=False, **by())
    told.clear()
    actions.import_roll_job(job_id=job.pk, **by())
    assert told[-1] == ("WRITING", 95)
    assert told == sorted(told, key=lambda one: (["READING", "CHECKING", "WRITING"].index(one[0]), one[1]))
    assert roll_progress.read(job.pk) is None


def test_progress_that_cannot_be_kept_stops_nothing(compound, settings, tmp_path):
    (tmp_path / "file").write_text("")
    job = uploaded(compound, GOOD)
    tell = roll_progress.writer(job.pk)
    settings.DATA_DIR = tmp_path / "file"
    roll_progress.writer(job.pk)(roll_progress.READING, 1)
    tell(roll_progress.READING, 1)
    assert roll_progress.read(job.pk) is None
    settings.DATA_DIR = tmp_path
    assert actions.read_roll_job(job_id=job.pk, **by()).state == "READY"


def test_parts_are_whole_per_cent():
    assert [roll_progress.part(*one) for one in ((0, 3), (1, 3), (3, 3), (4, 3), (0, 0))] == [0, 33, 100, 100, 100]


def test_errors_need_consent_to_the_good_rows(compound):
    job = shown(compound, GOOD, BAD)
    accept = {"job_id": job.pk, **by()}
    refused("people.roll_has_errors", actions.accept_roll_job, accept_good_rows=False, end_vanished=False, **accept)
    refused(
        "people.roll_vanished_with_errors", actions.accept_roll_job, accept_good_rows=True, end_vanished=True, **accept
    )
    actions.accept_roll_job(accept_good_rows=True, end_vanished=False, **accept)
    actions.import_roll_job(job_id=job.pk, **by())
    assert [row.premises.number for row in Ownership.objects.all()] == ["101"]


def test_file_without_a_good_row_is_not_accepted(compound):
    job = shown(compound, BAD)
    facts = {"accept_good_rows": True, "end_vanished": False, **by()}
    refused("people.roll_nothing_good", actions.accept_roll_job, job_id=job.pk, **facts)


def test_refusal_while_reading_fails_the_job(compound):
    job = uploaded(compound, GOOD)
    job = actions.read_roll_job(job_id=job.pk, actor=Actor("account:1", 1), now=NOW)
    assert (job.state, job.refused_code) == ("FAILED", "people.not_allowed")


def test_refusal_while_importing_fails_the_job(compound):
    job = shown(compound, GOOD)
    actions.accept_roll_job(job_id=job.pk, accept_good_rows=False, end_vanished=False, **by())
    job = actions.import_roll_job(job_id=job.pk, actor=Actor("account:1", 1), now=NOW)
    assert (job.state, job.refused_code) == ("FAILED", "people.not_allowed")


def test_file_that_is_gone_fails_the_job(compound):
    job = uploaded(compound, GOOD)
    from yuanba.files.actions import erase

    erase(file_id=job.file_id, actor=system("test"), now=NOW)
    assert actions.read_roll_job(job_id=job.pk, **by()).refused_code == "people.roll_file_gone"


def test_dropped_roll_changes_nothing(compound):
    job = actions.drop_roll_job(job_id=shown(compound, GOOD).pk, **by())
    assert (job.state, Ownership.objects.count()) == ("DROPPED", 0)
    refused("roll_job.no_such_move", actions.drop_roll_job, job_id=job.pk, **by())


def test_only_the_keeper_of_the_roll_uploads(compound):
    stranger = Actor("account:1", 1, grants=frozenset({Grant("people.import_roll", 999)}))
    facts = {"compound_id": compound.pk, "upload": roll(GOOD), "name": "x.xlsx", "as_of_date": NOW.date()}
    refused("people.not_allowed", actions.upload_roll, **facts, actor=stranger, now=NOW)


def test_lists_are_forgotten_after_a_month(compound):
    job = shown(compound, BAD)
    assert actions.forget_roll_reports(NOW + timedelta(days=29)) == 0
    assert actions.forget_roll_reports(NOW + timedelta(days=31)) == 1
    job.refresh_from_db()
    assert job.report == {}
