"""What the pages of plans share: which places are the visitor's, and how a small step is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yuanba.kernel.calendar import local_date
from yuanba.people.queries import compounds_of
from yuanba.places import queries as places
from yuanba.places.models import Territory
from yuanba.programmes import rules
from yuanba.web import clock
from yuanba.web.acting import Text, act, filled
from yuanba.web.forms import PageForm

BOTH = ["GET", "HEAD", "POST"]
ACTIVE = "plans-desk"


def compounds_with(request: HttpRequest, permission: str) -> list[tuple[int, str]]:
    """(id, name) of every compound where the visitor holds the permission, by name. At most four queries a grant."""
    on = local_date(clock.now())
    inside: set[int] = set()
    for territory_id in request.actor.territories(permission):  # type: ignore[attr-defined]
        inside |= places.descendants(territory_id, on)
    kept = Territory.objects.filter(pk__in=inside, kind=Territory.Kind.COMPOUND).values_list("pk", flat=True)
    return sorted(places.names_at(kept, on).items(), key=lambda one: one[1])


def compound_name(place: int) -> str:
    """Raises Http404 for what is no compound."""
    if not Territory.objects.filter(pk=place, kind=Territory.Kind.COMPOUND).exists():
        raise Http404
    return places.name_at(place, local_date(clock.now()))


def homes(request: HttpRequest) -> set[int]:
    """The compounds where this resident lives or owns; none for staff."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or request.user.is_staff_account:  # type: ignore[union-attr]
        return set()
    return compounds_of(actor.person_id, local_date(clock.now()))


def must_hold(request: HttpRequest, permission: str, place: int) -> None:
    """The page is there only for whoever holds the permission over the place."""
    if not rules.holds(request.actor, permission, place, clock.now()):  # type: ignore[attr-defined]
        raise Http404


@dataclass(frozen=True)
class Small:
    """A small step: its form, its words, and what it does with the values."""

    form: type[PageForm]
    heading: Text
    button: Text
    done: Text
    do: Callable[[dict[str, Any]], object]
    lead: Text = ""


def small_step(request: HttpRequest, steps: dict[str, Small], verb: str, back: str, **initial: Any) -> HttpResponse:
    """The step's page, or what it did. Raises Http404 for a verb that is none."""
    one = steps.get(verb)
    if one is None:
        raise Http404
    form = filled(one.form, request, initial=initial)
    words = {"heading": one.heading, "button": one.button, "done": one.done, "lead": one.lead}
    return act(request, form, one.do, back=back, active=ACTIVE, **words)


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
