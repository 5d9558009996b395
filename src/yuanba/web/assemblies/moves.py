"""The steps of an assembly: each a form of its own, at /desk/assemblies/N/<verb>."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.assemblies import actions
from yuanba.assemblies.models import Assembly
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.acting import act
from yuanba.web.assemblies.desk import members_of
from yuanba.web.assemblies.forms import CallForm, DateForm, FilingForm, MeetingForm, SureForm, WhyForm
from yuanba.web.assemblies.frame import DESK, likely_window, own_assembly, place_name
from yuanba.web.doors import signed_in
from yuanba.web.forms import PageForm

Act = Callable[[int, dict[str, Any], dict[str, Any]], object]


@dataclass(frozen=True)
class Move:
    """The page of a step. `act(assembly, data, by)`, where `by` is actor and now."""

    form: type[PageForm]
    act: Act
    heading: Any
    done: Any
    note: Any = ""


def _post_group(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.post_group(assembly_id=pk, posted_date=data["day"], **by)


def _post_candidates(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.post_candidates(assembly_id=pk, posted_date=data["day"], **by)


def _call(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    window = actions.Window(data["opens_at"], data["closes_at"], data["consent_reference"])
    return actions.call(assembly_id=pk, window=window, **by)


def _result(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.record_result(assembly_id=pk, **by)


def _repeat(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.repeat(assembly_id=pk, **by)


def _meeting(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.hold_first_meeting(
        assembly_id=pk, chair_id=data["chair"], vice_ids=tuple(data["vices"]), present=data["present"],
        met_date=data["met_date"], **by,
    )  # fmt: skip


def _hand_in(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.hand_in(assembly_id=pk, handed_in_date=data["day"], **by)


def _filing(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.decide_filing(
        assembly_id=pk, is_filed=data["finding"] == "FILE", filed_date=data["filed_date"] or clock.now().date(),
        number=data["number"], reason=data["reason"], **by,
    )  # fmt: skip


def _cancel(pk: int, data: dict[str, Any], by: dict[str, Any]) -> object:
    return actions.cancel(assembly_id=pk, reason=data["reason"], **by)


MOVES: dict[str, Move] = {
    "post-group": Move(
        DateForm,
        _post_group,
        _("Post the list of the group"),
        _("The list is public, and names are taken."),
        _("Print it, hang it out at every entrance, then enter the day. Its members get their posts."),
    ),
    "post-candidates": Move(
        DateForm,
        _post_candidates,
        _("Post candidates and drafts"),
        _("Candidates and drafts are posted. After 15 days the vote may open."),
        _("Only what is posted is voted on. Drafts no longer change."),
    ),
    "call": Move(
        CallForm,
        _call,
        _("Call the vote"),
        _("The vote is announced, and the residents’ committee is told."),
        _(
            "The sheet is made of the posted drafts and the candidates who stand. Hang out the notice at every entrance."
        ),
    ),
    "result": Move(
        SureForm,
        _result,
        _("Take over the result"),
        _("The result is taken over."),
        _("The published count gives the seats. Nobody types a result."),
    ),
    "repeat": Move(
        SureForm,
        _repeat,
        _("Take names again"),
        _("Names are taken again."),
        _("Whoever was admitted still stands."),
    ),
    "meeting": Move(
        MeetingForm,
        _meeting,
        _("Enter the first meeting"),
        _("Chair and vice chair are in office."),
        _("More than half of the members must be there."),
    ),
    "hand-in": Move(
        DateForm,
        _hand_in,
        _("Enter that the filing was handed in"),
        _("The filing is with the housing authority and the subdistrict."),
        _("Hand in: the election’s course, the rules of procedure, the covenant, the list of members."),
    ),
    "filing": Move(
        FilingForm, _filing, _("Decide about the filing"), _("The decision is public."), _("Within 5 working days.")
    ),
    "cancel": Move(WhyForm, _cancel, _("Call the assembly off"), _("The assembly is called off.")),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The step's form, and the step."""
    row = own_assembly(request, pk)
    found = MOVES.get(verb)
    if found is None:
        raise Http404
    form = _form(request, found, row)
    return act(
        request,
        form,
        lambda data: found.act(pk, data, {"actor": request.actor, "now": clock.now()}),
        heading=found.heading,
        lead=place_name(row.territory_id),
        button=found.heading,
        done=found.done,
        back=reverse("assemblies:board", args=[pk]),
        notes=(found.note,) if found.note else (),
        **DESK,
    )


def _form(request: HttpRequest, found: Move, row: Assembly) -> PageForm:
    more: dict[str, Any] = {"members": members_of(row)} if found.form is MeetingForm else {}
    if request.method == "POST":
        return found.form(request.POST, **more)
    return found.form.opened(request, {"day": local_date(clock.now())} | likely_window(), **more)
