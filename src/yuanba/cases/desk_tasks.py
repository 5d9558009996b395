"""Long work of the desk, beside the page that asked for it: taking a hotline's list, learning. Each may run twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from yuanba.cases.actions import hotline, recurring, teaching
from yuanba.cases.models import HotlineList
from yuanba.kernel.actor import Actor, system
from yuanba.people.models import Account
from yuanba.people.queries import actor_for

# Asked for at most once in this time by one process: a queue may be long, and a deployment may have no worker.
AGAIN = timedelta(hours=6)
EVERY = timedelta(hours=1)  # a season of cases is counted; nobody waits for it
_ASKED: list[datetime] = []
_RAISED: list[datetime] = []


@task()
def take_list(list_id: int, account_id: int, at: str) -> None:
    """The accepted list is taken, line by line."""
    now = datetime.fromisoformat(at)
    hotline.take(list_id=list_id, actor=actor_for(Account.objects.get(pk=account_id), now), now=now)


@task()
def teach(at: str) -> None:
    """This week's suggestions are learnt."""
    teaching.teach(actor=system("learning"), now=datetime.fromisoformat(at))


@transaction.atomic
def accept_list(*, list_id: int, actor: Actor, now: datetime) -> HotlineList:
    """The list is accepted, and taking it begins. Raises Refused as hotline.accept."""
    assert actor.account_id is not None, "somebody signed in accepts it"
    row = hotline.accept(list_id=list_id, actor=actor, now=now)
    take_list.enqueue(row.pk, actor.account_id, now.isoformat())
    return row


def teach_due(now: datetime) -> int:
    """Learning is asked for if nothing was learnt this week; how many times."""
    if (_ASKED and now - _ASKED[-1] < AGAIN) or not teaching.is_due(now):
        return 0
    _ASKED[:] = [now]
    teach.enqueue(now.isoformat())
    return 1


def raise_due(now: datetime) -> int:
    """Problems that came too often are raised, at most once an hour by one process; how many are new."""
    if _RAISED and now - _RAISED[-1] < EVERY:
        return 0
    _RAISED[:] = [now]
    return recurring.raise_due(actor=system("tick"), now=now)
