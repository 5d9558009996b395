"""The roster of a community: who serves which grid, building and cluster, for the body that runs the community."""

from datetime import date, datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no
from yuanba.people.actions.bodies import appoint
from yuanba.people.models import Appointment
from yuanba.people.queries.roster import office_of

PARTS = {"GRID_WORKER": "grid_id", "BUILDING_LEAD": "building_id", "CLUSTER_LEAD": "cluster_id"}


@transaction.atomic
def assign(  # noqa: PLR0913 - keyword-only: who serves what, since when, reached how
    *,
    post: str,
    person_id: int,
    territory_id: int,
    part_id: int,
    from_date: date,
    actor: Actor,
    now: datetime,
    to_date: date | None = None,
    relay_line: str = "",
) -> Appointment:
    """The person serves this grid, building or cluster, in the name of the residents' committee or the office over it.

    Raises Refused: people.post_unknown, people.no_office, and whatever `appoint` refuses.
    """
    if post not in PARTS:
        raise Refused(no("people.post_unknown", "the list of posts", post=post))
    office = office_of(territory_id, from_date)
    if office is None:
        raise Refused(no("people.no_office", "somebody serves in the name of a body"))
    parts: dict[str, int] = {PARTS[post]: part_id}
    return appoint(
        person_id=person_id,
        organisation_id=office.pk,
        post=post,
        territory_id=territory_id,
        from_date=from_date,
        to_date=to_date,
        relay_line=relay_line,
        building_id=parts.get("building_id"),
        grid_id=parts.get("grid_id"),
        cluster_id=parts.get("cluster_id"),
        actor=actor,
        now=now,
    )
