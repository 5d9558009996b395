"""Reading thanks, questions and complaints: each seen by whoever left it and by whoever it is for, by nobody else."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Appointment, Ownership, Residence, Word
from yuanba.people.queries.actors import holders
from yuanba.people.queries.persons import compounds_of
from yuanba.people.rules import is_system
from yuanba.places.models import GridPlace
from yuanba.places.queries import current, descendants, lineage

# Whose work residents may thank, ask and complain about: posts that serve the people of a place in person.
SERVING = ("GRID_WORKER", "BUILDING_LEAD", "CLUSTER_LEAD", "ORGAN_LEAD", "ORGAN_MEMBER", "SPECIAL_CHAIR",
           "SPECIAL_MEMBER", "GROUP_LEAD")  # fmt: skip


def served_by(row: Appointment, person_id: int, on: date) -> bool:
    """True if the person owns or lives in the place in which the appointment serves (any part of it)."""
    return row.post in SERVING and bool(compounds_of(person_id, on) & descendants(row.territory_id, on))


def supervisors_of(row: Appointment, on: date) -> list[int]:
    """The persons who supervise in the nearest place where somebody does, never the one it is about."""
    near = {place: number for number, place in enumerate(lineage(row.territory_id, on))}
    found = [one for one in holders("people.supervise", row.territory_id, on) if one.person_id != row.person_id]
    first = min((near[one.territory_id] for one in found), default=0)
    return sorted({one.person_id for one in found if near[one.territory_id] == first})


def may_answer(actor: Actor, word: Word, now: datetime) -> Verdict:
    """A question is answered by whoever it was put to, a complaint by a supervisor; nobody answers a complaint about oneself."""
    if is_system(actor):
        return YES
    is_own = actor.person_id is not None and actor.person_id == word.about.person_id
    if word.kind == Word.Kind.COMPLAINT:
        reach = lineage(word.about.territory_id, local_date(now))
        good = not is_own and actor.holds("people.supervise", reach)
    else:
        good = is_own
    return YES if good else no("people.word_not_for_you", "whom a word is for")


def words_of(account_id: int) -> QuerySet[Word]:
    """What the account left, newest first."""
    return Word.objects.filter(account_id=account_id).select_related("about__person").order_by("-left_at", "-pk")


def words_for(person_id: int) -> QuerySet[Word]:
    """Thanks and questions for whoever serves; never a complaint. Who left them is not said."""
    rows = Word.objects.filter(about__person_id=person_id).exclude(kind=Word.Kind.COMPLAINT)
    return rows.select_related("about").order_by("-left_at", "-pk")


def complaints_for(actor: Actor, on: date) -> QuerySet[Word]:
    """The complaints in the places that the actor supervises, without those about the actor; open ones first."""
    inside = {one for place in actor.territories("people.supervise") for one in descendants(place, on)}
    rows = Word.objects.filter(kind=Word.Kind.COMPLAINT, about__territory_id__in=inside)
    return (
        rows.exclude(about__person_id=actor.person_id or 0)
        .select_related("about__person")
        .order_by("-state", "-left_at")
    )


def has_open_complaints() -> bool:
    """Whether anybody has one to answer anywhere. One query."""
    return Word.objects.filter(kind=Word.Kind.COMPLAINT, state="OPEN").exists()


def own_homes(person_id: int, on: date) -> set[int]:
    """The premises that the person owns or lives in on that day."""
    owned = Ownership.objects.filter(current(on), person_id=person_id).values_list("premises_id", flat=True)
    lived = Residence.objects.filter(current(on), person_id=person_id).values_list("premises_id", flat=True)
    return {*owned, *lived}


def own_helpers(person_id: int, on: date) -> set[int]:
    """The appointments of the grid workers and building leads of the person's own homes. Three queries."""
    homes = own_homes(person_id, on)
    grids = GridPlace.objects.filter(current(on), premises__in=homes).values("grid_id")
    rows = Appointment.objects.filter(current(on)).filter(
        Q(post="GRID_WORKER", grid__in=grids) | Q(post="BUILDING_LEAD", building__entrances__premises__in=homes)
    )
    return set(rows.values_list("pk", flat=True))
