"""Honours of a place, a body or a person: kept, shown, and revoked with a reason (R-006)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.people import actions
from yuanba.people.models import Honour
from yuanba.people.queries import (
    desk_person,
    honour_places,
    honours_of,
    names_behind,
    organisation,
    organisations,
    person_places,
)
from yuanba.places.queries import descendants, name_at
from yuanba.web import clock, downloads
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm, ReasonForm

DOOR = "people.honours"
PROOFS = ("pdf", "jpeg", "png")
LARGEST = 20 * 1024 * 1024


class HonourForm(PageForm):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1949, max_value=2100)
    title = forms.CharField(label=gettext_lazy("Title of the honour"), max_length=120)
    granted_by = forms.CharField(label=gettext_lazy("Granted by"), max_length=120)
    evidence = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("The document or a photo of the plaque: PDF or picture, at most 20 MB."),
    )


class PersonHonourForm(HonourForm):
    person_agrees = forms.BooleanField(
        label=gettext_lazy("The person agrees in writing that it is shown"),
        help_text=gettext_lazy("Without it a person's honour is not kept. Keep the signed paper."),
    )


@dataclass(frozen=True)
class Holder:
    """Whose honours they are; `territory_id` is where the visitor acts."""

    kind: str
    pk: int
    name: str
    territory_id: int
    back: str
    facts: dict[str, int]


def holder_of(request: HttpRequest, kind: str, pk: int) -> Holder:
    """The holder, in a place of the visitor. Raises Http404, Refused(people.not_your_place)."""
    on = local_date(clock.now())
    inside = {one for place in request.actor.territories(DOOR) for one in descendants(place, on)}
    if kind == "place":
        found = Holder(kind, pk, name_at(pk, on), pk, reverse("places:place", args=[pk]), {"territory_id": pk})
        places = {pk}
    elif kind == "organisation":
        body = organisation(pk)
        if body is None:
            raise Http404
        places = {body.territory_id}
        found = Holder(kind, pk, body.name, body.territory_id, reverse("places:place", args=[body.territory_id]),
                       {"organisation_id": pk})  # fmt: skip
    else:
        person = desk_person(actor=request.actor, person_id=pk, now=clock.now())
        places = person_places(pk, on) & inside
        found = Holder(kind, pk, person.person.name, min(places, default=0), reverse("people:desk_person", args=[pk]),
                       {"person_id": pk})  # fmt: skip
    if not places & inside:
        raise Http404
    return found


@holding(DOOR)
@require_safe
def honours(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What the holder was honoured with; what was revoked stays with its reason."""
    holder = holder_of(request, kind, pk)
    rows = list(honours_of(**holder.facts, also_revoked=True))
    names = names_behind({row.recorded_by for row in rows} | {row.revoked_by for row in rows})
    lines = [(row, names.get(row.recorded_by, ""), names.get(row.revoked_by, "")) for row in rows]
    bodies = list(organisations().filter(territory_id=pk).order_by("name", "pk")) if kind == "place" else []
    return render(request, "people/honours.html", {"holder": holder, "lines": lines, "bodies": bodies})


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def honour_new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Another honour is registered."""
    holder = holder_of(request, kind, pk)
    form = filled(PersonHonourForm if kind == "person" else HonourForm, request)

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("year", "title", "granted_by")}
        whose = {name: value for name, value in holder.facts.items() if name != "territory_id"}
        return actions.register_honour(
            **facts,
            **whose,
            territory_id=holder.territory_id,
            evidence_file_id=_stored(request, values["evidence"]),
            person_agrees=values.get("person_agrees", False),
            actor=request.actor,
            now=clock.now(),
        )

    return act(
        request, form, do, heading=_("An honour of %(name)s") % {"name": holder.name}, button=_("Register it"),
        back=reverse("people:honours", args=[kind, pk]), done=_("The honour is registered."),
    )  # fmt: skip


def _stored(request: HttpRequest, upload: Any) -> int | None:
    if not upload:
        return None
    facts: dict[str, Any] = {"kinds": PROOFS, "limit_bytes": LARGEST, "visibility": "STAFF"}
    return files.store(content=upload, name=upload.name, actor=request.actor, now=clock.now(), **facts).pk


def honour_of(request: HttpRequest, pk: int) -> tuple[Honour, int]:
    """The honour, and in which of the visitor's places it is kept. Raises Http404."""
    row = get_object_or_404(Honour.objects.select_related("organisation"), pk=pk)
    on = local_date(clock.now())
    inside = {one for place in request.actor.territories(DOOR) for one in descendants(place, on)}
    places = honour_places(row, on) & inside
    if not places:
        raise Http404
    return row, min(places)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def honour_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The honour no longer counts; why is shown beside it."""
    row, place = honour_of(request, pk)
    kinds = {"place": row.territory_id, "organisation": row.organisation_id, "person": row.person_id}
    kind, holder = next((kind, pk) for kind, pk in kinds.items() if pk is not None)

    def do(values: dict) -> object:
        return actions.revoke_honour(
            honour_id=pk, territory_id=place, reason=values["reason"], actor=request.actor, now=clock.now()
        )

    return act(
        request, filled(ReasonForm, request), do, heading=_("Revoke the honour"), lead=f"{row.year} {row.title}",
        button=_("Revoke it"), back=reverse("people:honours", args=[kind, holder]), done=_("The honour is revoked."),
    )  # fmt: skip


@holding(DOOR)
@require_safe
def honour_proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The kept document."""
    row, _place = honour_of(request, pk)
    stored = chosen([row.evidence_file_id]).get(row.evidence_file_id) if row.evidence_file_id else None
    if stored is None:
        raise Http404
    return downloads.attachment(stored)
