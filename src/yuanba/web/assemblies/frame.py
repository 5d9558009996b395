"""What the pages of assemblies share: finding one, uploads, persons by name, and the one page for all forms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yuanba.assemblies import queries, rules
from yuanba.assemblies.models import Assembly
from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.forms import PageForm
from yuanba.web.people.forms import status

KINDS = ("pdf", "jpeg", "png")
LARGEST = 20 * 1024 * 1024
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


def answered(  # noqa: PLR0913 - one page for every form: its words, its act, and where it leads
    request: HttpRequest,
    form: PageForm,
    act: Callable[[], object],
    *,
    heading: Any,
    lead: Any = "",
    send: Any = "",
    done: Any,
    to: tuple[Any, ...],
    desk: bool = True,
    notes: tuple[Any, ...] = (),
) -> HttpResponse:
    """The form, or after a valid one its act and the next page; a refusal stays in the form. `act` may add errors."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.refuse(refused)
        if not form.errors and not form.why:
            messages.success(request, done)
            return redirect(*to)
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "send_label": send or _("Keep it"),
        "back": to,
        "notes": notes,
        "desk": desk,
        "active": _room(request, desk=desk),
        "trail": _("Owners’ assemblies"),
    }
    return render(request, "assemblies/form.html", context, status=status(form))


def _room(request: HttpRequest, *, desk: bool) -> str:
    """The entry of the nav that this form belongs to."""
    if "/renovations/" in request.path:
        return "renovation"
    if request.path.startswith("/desk/committees/") and request.actor.holds_anywhere(rules.SERVE):  # type: ignore[attr-defined]
        return "committee"
    return "assembly-desk" if desk else "assemblies"
