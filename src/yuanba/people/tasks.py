"""Long work of people: reading and importing a roll, beside the page that asked for it. Each task may run twice."""

from datetime import date, datetime

from django.db import transaction
from django_tasks import task

from yuanba.kernel.actor import Actor
from yuanba.people import actions
from yuanba.people.models import Account, RollJob
from yuanba.people.queries import actor_for


@task()
def read_roll(job_id: int, account_id: int, at: str) -> None:
    """The preview of an uploaded roll is ready, or the job says why not."""
    now = datetime.fromisoformat(at)
    actions.read_roll_job(job_id=job_id, actor=_actor(account_id, now), now=now)


@task()
def write_roll(job_id: int, account_id: int, at: str) -> None:
    """The accepted roll is imported, or the job says why not."""
    now = datetime.fromisoformat(at)
    actions.import_roll_job(job_id=job_id, actor=_actor(account_id, now), now=now)


@transaction.atomic
def start_roll(*, compound_id: int, upload: bytes, name: str, as_of_date: date, actor: Actor, now: datetime) -> RollJob:
    """The roll is uploaded, and reading it begins. Raises Refused as actions.upload_roll."""
    facts = {"compound_id": compound_id, "upload": upload, "name": name, "as_of_date": as_of_date}
    assert actor.account_id is not None, "somebody signed in uploads it"
    job = actions.upload_roll(**facts, actor=actor, now=now)  # type: ignore[arg-type]
    read_roll.enqueue(job.pk, actor.account_id, now.isoformat())
    return job


@transaction.atomic
def accept_roll(*, job_id: int, accept_good_rows: bool, end_vanished: bool, actor: Actor, now: datetime) -> RollJob:
    """The roll is accepted, and importing it begins. Raises Refused as actions.accept_roll_job."""
    assert actor.account_id is not None, "somebody signed in accepts it"
    job = actions.accept_roll_job(
        job_id=job_id, accept_good_rows=accept_good_rows, end_vanished=end_vanished, actor=actor, now=now
    )
    write_roll.enqueue(job.pk, actor.account_id, now.isoformat())
    return job


def _actor(account_id: int, now: datetime) -> Actor:
    return actor_for(Account.objects.get(pk=account_id), now)
