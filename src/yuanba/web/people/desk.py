"""The desk of a community worker: find somebody on the roll of one's own place, verify, take back, look with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots.actions import end_tickets
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.queries import RollRow, desk_person, desk_proofs, phone_changes, search_roll
from yuanba.places.queries import names_at
from yuanba.web import clock
from yuanba.web.doors import holding, staff
from yuanba.web.forms import ReasonForm
from yuanba.web.people.forms import status
from yuanba.web.people.labels import METHODS, UNMASK_FIELDS
from yuanba.web.people.my_forms import DeskVerifyForm, RollSearchForm

SHOWN = 50


def own_places(request: HttpRequest, permission: str) -> list[tuple[int, str]]:
    """The places over which the visitor holds the permission, by name."""
    ids = request.actor.territories(permission)
    names = names_at(ids, local_date(clock.now()))
    return sorted(((one, names.get(one, "")) for one in ids), key=lambda place: place[1])


@holding("people.verify")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """A search in the roll of one's own place; masked rows."""
    places = own_places(request, "people.verify")
    asked = request.GET if "place" in request.GET else None
    form = RollSearchForm(asked, initial={"place": places[0][0]})
    form.fields["place"].choices = places
    rows: tuple[RollRow, ...] = ()
    searched = form.is_bound and form.is_valid() and bool(form.cleaned_data["name"] or form.cleaned_data["premises"])
    if searched:
        rows = search_roll(
            actor=request.actor,
            territory_id=form.cleaned_data["place"],
            now=clock.now(),
            name=form.cleaned_data["name"],
            premises=form.cleaned_data["premises"],
            limit=SHOWN,
        )
    context = {
        "form": form,
        "rows": rows,
        "searched": searched,
        "places": places,
        "waiting": phone_changes(request.actor, local_date(clock.now())).count(),
    }
    return render(request, "people/desk.html", context)


@holding("people.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of the roll: verify them with a document, or take it back."""
    found = desk_person(actor=request.actor, person_id=pk, now=clock.now())
    form = DeskVerifyForm(request.POST) if request.method == "POST" else DeskVerifyForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.verify_at_desk(
                phone=form.cleaned_data["phone"],
                person_id=pk,
                evidence=form.cleaned_data["evidence"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if done is None:
                messages.warning(
                    request,
                    _("Noted. This number is not the roll's: a colleague sees the document and types it here again."),
                )
            else:
                messages.success(request, _("Done: this person is verified and was told so."))
            return redirect("people:desk_person", pk)
    context = {"form": form, "found": found, "pk": pk, "reason": ReasonForm(prefix="end"), "methods": METHODS}
    context["first"] = desk_proofs(pk, clock.now()).first()
    return render(request, "people/desk_person.html", context, status=status(form))


@holding("people.verify")
@require_POST
def unverify(request: HttpRequest, pk: int) -> HttpResponse:
    """The verification of this person is taken back, with a reason that they read."""
    found = desk_person(actor=request.actor, person_id=pk, now=clock.now())
    form = ReasonForm(request.POST, prefix="end")
    if found.verification is None:
        return redirect("people:desk_person", pk)
    if not form.is_valid():
        messages.warning(request, _("Please give a reason."))
        return redirect("people:desk_person", pk)
    actions.unverify(
        verification_id=found.verification.pk,
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=clock.now(),
    )
    end_tickets(person_id=pk, now=clock.now())
    messages.success(request, _("Taken back. The person was told the reason."))
    return redirect("people:desk_person", pk)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Asks why, then shows the field once; the person can read who looked and why."""
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm.opened(request)
    value = ""
    found = desk_person(actor=request.actor, person_id=pk, now=clock.now())
    if request.method == "POST" and form.is_valid():
        try:
            value = actions.unmask(
                person_id=pk, field=field, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "value": value, "found": found, "what": UNMASK_FIELDS.get(field, field), "pk": pk}
    return render(request, "people/unmask.html", context, status=status(form))
