"""A roll that is uploaded on a page: kept for a while, read by long work, looked at, and accepted or dropped."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.files import actions as files
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen, content
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import roll_guard, roll_progress
from yuanba.people.actions.bodies import reach_of
from yuanba.people.actions.roll import RollPreview, import_roll, may_import, preview_roll
from yuanba.people.models import RollJob
from yuanba.people.roll_progress import Tell
from yuanba.people.rules import holds
from yuanba.people.states import IMPORTING, QUEUED, ROLL_JOB

KEEP_FILE = timedelta(days=7)  # our own: an upload that nobody accepts within a week is dropped with its file
KEEP_REPORT = timedelta(days=30)  # our own: long enough to correct the list at the property office
LISTED_CHANGES = 200


def upload_roll(
    *, compound_id: int, upload: bytes, name: str, as_of_date: date, actor: Actor, now: datetime
) -> RollJob:
    """The file waits to be read. Refused at once if it is no workbook at all, with the code that the reader would give.

    Raises Refused: people.not_allowed, people.roll_html, people.roll_old_xls…, and what files.store refuses.
    """
    require(holds(actor, "people.import_roll", reach_of(actor, compound_id, now)))
    try:
        roll_guard.check(upload)
    except roll_guard.BadRollFile as bad:
        raise Refused(no(bad.code, "the roll of the compound")) from bad
    stored = files.store(
        content=upload,
        name=name,
        kinds={"xlsx"},
        limit_bytes=roll_guard.LIMIT_BYTES,
        visibility=StoredFile.Visibility.PRIVATE,
        actor=actor,
        now=now,
        keep_until=local_date(now + KEEP_FILE),
    )
    with transaction.atomic():
        job = RollJob.objects.create(
            compound_id=compound_id,
            file_id=stored.pk,
            file_name=stored.name,
            as_of_date=as_of_date,
            made_by=actor.id,
            made_at=now,
        )
        record(verb="roll_uploaded", subject=str(job), actor=actor, now=now, territory_id=compound_id)
    return job


def read_roll_job(*, job_id: int, actor: Actor, now: datetime) -> RollJob:
    """The job shows what its file says and would change; a file that is refused fails the job. Twice is once."""
    job = RollJob.objects.get(pk=job_id)
    if job.state != QUEUED:
        return job
    try:
        preview = _preview(job, actor, now, roll_progress.writer(job.pk))
    except Refused as refused:
        return _settle(job, "fail", now, refused_code=refused.verdict.code)
    return _settle(job, "show", now, errors=preview.errors, report=_report(preview))


@transaction.atomic
def accept_roll_job(*, job_id: int, accept_good_rows: bool, end_vanished: bool, actor: Actor, now: datetime) -> RollJob:
    """The roll is to be imported, by long work. Raises Refused: people.not_allowed, people.roll_has_errors (errors),
    people.roll_vanished_with_errors, roll_job.no_such_move.
    """
    job = _locked(job_id, actor, now)
    if job.errors and not accept_good_rows:
        raise Refused(no("people.roll_has_errors", "the roll of the compound", errors=job.errors))
    if job.errors and end_vanished:
        raise Refused(no("people.roll_vanished_with_errors", "the roll of the compound", errors=job.errors))
    if not job.report.get("counts", {}).get("rows"):
        raise Refused(no("people.roll_nothing_good", "the roll of the compound"))
    job.state = ROLL_JOB.step(job.state, "accept")
    job.accept_good_rows, job.end_vanished = accept_good_rows, end_vanished
    job.save(update_fields=["state", "accept_good_rows", "end_vanished"])
    record(verb="roll_accepted", subject=str(job), actor=actor, now=now, territory_id=job.compound_id)
    return job


def import_roll_job(*, job_id: int, actor: Actor, now: datetime) -> RollJob:
    """The accepted roll is imported and its file gone; what is refused now fails the job. Twice is once."""
    job = RollJob.objects.get(pk=job_id)
    if job.state != IMPORTING:
        return job
    tell = roll_progress.writer(job.pk)
    try:
        preview = _preview(job, actor, now, tell)
        require(may_import(preview, accept_good_rows=job.accept_good_rows, end_vanished=job.end_vanished))
        with transaction.atomic():
            row = import_roll(
                preview=preview,
                accept_good_rows=job.accept_good_rows,
                end_vanished=job.end_vanished,
                actor=actor,
                now=now,
                tell=tell,
            )
            done = _settle(job, "finish", now, report={**job.report, "counts": {**job.report["counts"], **row.counts}})
    except Refused as refused:
        done = _settle(job, "fail", now, refused_code=refused.verdict.code)
    return done


@transaction.atomic
def drop_roll_job(*, job_id: int, actor: Actor, now: datetime) -> RollJob:
    """Nothing is imported, and the file is gone. Raises Refused: people.not_allowed, roll_job.no_such_move."""
    job = _locked(job_id, actor, now)
    record(verb="roll_dropped", subject=str(job), actor=actor, now=now, territory_id=job.compound_id)
    return _settle(job, "drop", now)


def forget_roll_reports(now: datetime) -> int:
    """Lists of old imports, which quote cells, are empty; how many were emptied. The counts of the import stay."""
    old = RollJob.objects.filter(made_at__lt=now - KEEP_REPORT).exclude(report={})
    return old.update(report={})


def _locked(job_id: int, actor: Actor, now: datetime) -> RollJob:
    job = RollJob.objects.select_for_update().get(pk=job_id)
    require(holds(actor, "people.import_roll", reach_of(actor, job.compound_id, now)))
    return job


def _preview(job: RollJob, actor: Actor, now: datetime, tell: Tell) -> RollPreview:
    stored = chosen([job.file_id]).get(job.file_id)
    if stored is None or stored.erased_at is not None:
        raise Refused(no("people.roll_file_gone", "the roll of the compound"))
    return preview_roll(
        compound_id=job.compound_id,
        content=content(stored),
        as_of_date=job.as_of_date,
        actor=actor,
        now=now,
        tell=tell,
    )


def _settle(job: RollJob, verb: str, now: datetime, **changes: Any) -> RollJob:
    """The job moves on; at an end its file is erased."""
    roll_progress.forget(job.pk)
    target = ROLL_JOB.step(job.state, verb)
    over = verb in {"finish", "fail", "drop"}
    moved = RollJob.objects.filter(pk=job.pk, state=job.state).update(
        state=target, ended_at=now if over else None, **changes
    )
    if moved and over:
        files.erase(file_id=job.file_id, actor=Actor(job.made_by), now=now)
    return RollJob.objects.get(pk=job.pk)


def _report(preview: RollPreview) -> dict[str, Any]:
    return {
        "counts": preview.counts,
        "problem_counts": preview.problem_counts,
        "problems": [asdict(problem) for problem in preview.problems],
        "changes": [
            {"premises": "".join(change.key), "sheet": change.sheet, "row": change.row, "what": list(change.what)}
            for change in preview.changes[:LISTED_CHANGES]
        ],
        "vanished": ["".join(key) for key in preview.vanished[:LISTED_CHANGES]],
    }
