"""Where I stand in the votes that are open to me. Of a secret one the site knows the ticket, and never whether I cast."""

from dataclasses import dataclass
from datetime import datetime

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot, SecretBallot, Turn


@dataclass(frozen=True)
class Mine:
    """The open votes of one person. `tickets` and `sheets`: secret ones, by phone and on paper; `due` of the tickets:
    cast only now, since tickets were given out before."""

    waiting: tuple[Ballot, ...] = ()
    cast: tuple[Ballot, ...] = ()
    tickets: tuple[Ballot, ...] = ()
    sheets: tuple[Ballot, ...] = ()
    due: tuple[Ballot, ...] = ()

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(one.pk for one in (*self.waiting, *self.cast, *self.tickets, *self.sheets))


def mine(person_id: int | None, now: datetime) -> Mine:
    """Two queries, two more where a secret vote is among them."""
    if person_id is None:
        return Mine()
    ballots = list(queries.open_for(person_id, now))
    cast = queries.cast_among(person_id, [one.pk for one in ballots if one.level == "N"]) if ballots else set()
    secret = [one.pk for one in ballots if one.level == "S"]
    turns = queries.turns_among(person_id, secret) if secret else {}
    tickets = tuple(one for one in ballots if turns.get(one.pk) == Turn.Channel.TOKEN)
    strict = SecretBallot.objects.filter(pk__in=[one.pk for one in tickets], is_strict=True, casts_from__lte=now)
    due = set(strict.values_list("pk", flat=True)) if tickets else set()
    return Mine(
        tuple(one for one in ballots if one.pk not in cast and one.pk not in turns),
        tuple(one for one in ballots if one.pk in cast),
        tickets,
        tuple(one for one in ballots if turns.get(one.pk) == Turn.Channel.PAPER),
        tuple(one for one in tickets if one.pk in due),
    )
