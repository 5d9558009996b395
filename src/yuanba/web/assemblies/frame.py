"""What the pages of assemblies share: finding one, uploads, persons by name, and where their forms stand."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.assemblies import queries, rules
from yuanba.assemblies.models import Assembly
from yuanba.files import actions as files
from yuanba.kernel.calendar import day_start, local_date
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.forms import PageForm

KINDS = ("pdf", "jpeg", "png")
LARGEST = 20 * 1024 * 1024
TRAIL = gettext_lazy("Owners’ assemblies")
DESK: dict[str, Any] = {"trail": TRAIL, "active": "assembly-desk"}
PUBLIC: dict[str, Any] = {"trail": TRAIL, "active": "assemblies", "desk": False}
NOTICE, LASTS = timedelta(days=16), timedelta(days=12)  # a day more than the 15 of the law
WORKING = (rules.SERVE, rules.DESK, rules.GUIDE)
LOOKING_AFTER = (rules.GUIDE, rules.PREPARE, rules.DESK, rules.FILE, rules.SERVE)


def public_assembly(pk: int) -> Assembly:
    """One that everybody may know of. Raises Http404."""
    row = queries.public().filter(pk=pk).select_related("ballot", "committee", "term").first()
    if row is None:
        raise Http404
    return row


def own_assembly(request: HttpRequest, pk: int) -> Assembly:
    """One of the visitor's places; others are unknown. Raises Http404."""
    rows = queries.looked_after_by(request.actor, clock.now(), LOOKING_AFTER)
    row = rows.filter(pk=pk).select_related("ballot", "committee", "term").first()
    if row is None:
        raise Http404
    return row


def stored(request: HttpRequest, upload: Any, visibility: str = "PUBLIC") -> int | None:
    """The id of the kept file, or None. Raises Refused as files.store does."""
    if not upload:
        return None
    return files.store(
        content=upload,
        name=upload.name,
        kinds=KINDS,
        limit_bytes=LARGEST,
        visibility=visibility,
        actor=request.actor,
        now=clock.now(),
    ).pk


def person_by_form(form: PageForm, territory_id: int) -> int | None:
    """The person whom name and door name; where nobody or several do, the form says so and it is None."""
    data = form.cleaned_data
    found = queries.named(territory_id, data["name"], data["home"], local_date(clock.now()))
    if len(found) == 1:
        return found[0]
    form.add_error(
        "home" if found else "name",
        _("Several people have this name. Give the home too.")
        if found
        else _("Nobody of this name is on the roll here."),
    )
    return None


def place_name(territory_id: int) -> str:
    return names_at([territory_id], local_date(clock.now())).get(territory_id, "")


def require_work(request: HttpRequest, territory_id: int) -> None:
    """The visitor has work in this compound. Raises Http404."""
    if not rules.may(request.actor, WORKING, territory_id, clock.now()):
        raise Http404


def committee_desk(request: HttpRequest, territory_id: int) -> dict[str, Any]:
    """Where a form of the committee's desk stands and leads back to. Raises Http404 for whoever has no work here."""
    require_work(request, territory_id)
    serves = request.actor.holds_anywhere(rules.SERVE)  # type: ignore[attr-defined]
    return {
        "lead": place_name(territory_id),
        "back": reverse("assemblies:working", args=[territory_id]),
        "trail": TRAIL,
        "active": "committee" if serves else "assembly-desk",
    }


def likely_window() -> dict[str, Any]:
    """When a vote announced now could open and close, as a form proposes it: the notice is over, people are at home."""
    today = day_start(local_date(clock.now()))
    return {"opens_at": today + NOTICE + timedelta(hours=9), "closes_at": today + NOTICE + LASTS + timedelta(hours=18)}
