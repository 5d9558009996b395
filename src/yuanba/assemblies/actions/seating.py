"""Seats and the posts that go with them: taking one, the chair, leaving, moving up. Shared by every action on a body."""

from datetime import datetime

from yuanba.assemblies import queries, texts
from yuanba.assemblies.actions.steps import tell
from yuanba.assemblies.models import Seat
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import ONE_DAY, local_date
from yuanba.people import actions as people
from yuanba.people.models import Organisation

POSTS = {
    Organisation.Kind.OWNERS_COMMITTEE: {
        Seat.Title.CHAIR: "COMMITTEE_CHAIR",
        Seat.Title.VICE_CHAIR: "COMMITTEE_CHAIR",
        Seat.Title.MEMBER: "COMMITTEE_MEMBER",
        Seat.Title.ALTERNATE: "COMMITTEE_ALTERNATE",
    },
    Organisation.Kind.COURTYARD_COMMITTEE: {
        Seat.Title.CHAIR: "COURTYARD_CHAIR",
        Seat.Title.VICE_CHAIR: "COURTYARD_CHAIR",
        Seat.Title.MEMBER: "COURTYARD_MEMBER",
    },
}


def post_of(body: Organisation, title: str) -> str:
    """The post behind a title; "" where the title carries none."""
    return POSTS[Organisation.Kind(body.kind)].get(Seat.Title(title), "")


def appoint_to(body: Organisation, seat: Seat, hand: Actor, now: datetime) -> None:
    """The seat's post holds from today on; whoever had it already keeps it."""
    post = post_of(body, seat.title)
    on = local_date(now)
    if not post or body.appointments.filter(person_id=seat.person_id, post=post, to_date__isnull=True).exists():
        return
    people.appoint(
        person_id=seat.person_id,
        organisation_id=body.pk,
        post=post,
        territory_id=body.territory_id,
        from_date=on,
        basis=str(seat),
        actor=hand,
        now=now,
    )


def end_posts(body: Organisation, person_id: int, hand: Actor, now: datetime) -> None:
    """No post of that body is left to the person."""
    on = local_date(now)
    for row in body.appointments.filter(person_id=person_id, to_date__isnull=True):
        people.end_appointment(appointment_id=row.pk, to_date=max(on, row.from_date + ONE_DAY), actor=hand, now=now)


def end_seat(seat: Seat, end: str, hand: Actor, now: datetime, note: str = "") -> None:
    """The seat is over from today on, for a reason, and so are its posts."""
    seat.to_date, seat.end, seat.end_note = max(local_date(now), seat.from_date + ONE_DAY), end, note[:200]
    seat.save(update_fields=["to_date", "end", "end_note"])
    end_posts(seat.term.organisation, seat.person_id, hand, now)


def move_up(body: Organisation, term_id: int, hand: Actor, now: datetime) -> Seat | None:
    """The first alternate takes a vacant seat; None where nobody waits."""
    on = local_date(now)
    waiting = [
        one for one in queries.seats_of(term_id, on) if one.title == Seat.Title.ALTERNATE and one.to_date is None
    ]
    first = next(iter(waiting), None)
    if first is None:
        return None
    end_seat(first, Seat.End.MOVED_UP, hand, now)
    seat = Seat.objects.create(
        term_id=term_id,
        person_id=first.person_id,
        title=Seat.Title.MEMBER,
        rank=first.rank,
        tie=first.tie,
        from_date=max(on, first.from_date + ONE_DAY),
    )
    appoint_to(body, seat, hand, now)
    tell(
        [seat.person_id],
        "assemblies.moved_up",
        (texts.MOVED_UP[0].format(body=body.name), texts.MOVED_UP[1].format(body=body.name)),
        now,
    )
    return seat
