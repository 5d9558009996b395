"""Authorisations as their two sides, the desk and the organiser see them."""

from django.db.models import Q, QuerySet

from yuanba.ballots import states
from yuanba.ballots.models import Authorisation, Ballot, PaperDetail, ProxySeat

ALIVE = (states.OFFERED, states.IN_FORCE)


def authorisations_of(ballot: Ballot) -> QuerySet[Authorisation]:
    """Those for this ballot, and general ones of its place and electorate, newest first."""
    general = Q(ballot__isnull=True, territory_id=ballot.territory_id, electorate=ballot.electorate)
    return Authorisation.objects.filter(Q(ballot=ballot) | general).order_by("-given_at", "-pk")


def given_to(ballot: Ballot, person_id: int) -> list[Authorisation]:
    """What others have asked of this person, answered or not."""
    return list(authorisations_of(ballot).filter(proxy_id=person_id, state__in=ALIVE))


def given_by(ballot: Ballot, person_id: int) -> list[Authorisation]:
    """What this person has asked of others."""
    return list(authorisations_of(ballot).filter(principal_id=person_id))


def seated(ballot: Ballot) -> dict[int, bool]:
    """authorisation -> whether the proxy has cast, of those with a seat in this ballot."""
    seats = ProxySeat.objects.filter(ballot=ballot).values_list("authorisation_id", "pk")
    used = set(PaperDetail.objects.filter(seat__ballot=ballot).values_list("seat_id", flat=True))
    return {authorisation: pk in used for authorisation, pk in seats}


def waiting_for(person_id: int) -> QuerySet[Authorisation]:
    """Who asks this person to vote for them in a ballot that is not over, and has no answer yet."""
    rows = Authorisation.objects.filter(proxy_id=person_id, state=states.OFFERED, ballot__isnull=False)
    return rows.filter(ballot__state__in=[states.ANNOUNCED, states.OPEN]).select_related("ballot").order_by("pk")
