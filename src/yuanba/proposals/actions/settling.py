"""When every item of a call is settled the call is over."""

from datetime import datetime

from yuanba.kernel.actor import Actor
from yuanba.proposals import states
from yuanba.proposals.actions.steps import move_on
from yuanba.proposals.models import Call, CallItem


def finish_if_settled(call: Call, actor: Actor, now: datetime) -> None:
    """The call is finished if none of its items waits for anything."""
    waiting = CallItem.objects.filter(call=call).exclude(state__in=states.SETTLED).exists()
    if call.state == states.DECIDED and not waiting:
        move_on(call, "finish", call=call, actor=actor, now=now)
