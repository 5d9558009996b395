"""Owners ask the committee, demand a recall, and sign a demand, on the own phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.assemblies import actions, queries
from yuanba.assemblies.models import Recall
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require
from yuanba.web import clock, sent
from yuanba.web.acting import Data, act
from yuanba.web.assemblies.forms import SureForm
from yuanba.web.assemblies.frame import PUBLIC, place_name
from yuanba.web.assemblies.office import office_of
from yuanba.web.assemblies.office_forms import AskForm, RecallForm
from yuanba.web.doors import resident

WHO_ASKS = _("Whoever lives or owns here can ask.")  # outside the f-string, where it would not be extracted


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """My question to the committee of this compound."""
    office_of(pk)
    require(queries.may_ask(request.actor.person_id, pk, local_date(clock.now())))
    form = AskForm(request.POST) if request.method == "POST" else AskForm.opened(request)
    return act(
        request,
        form,
        lambda data: actions.ask(territory_id=pk, text=data["text"], actor=request.actor, now=clock.now()),
        heading=_("Ask the committee"),
        lead=f"{place_name(pk)} · {WHO_ASKS}",
        button=_("Send the question"),
        done=_("Your question has arrived. It is answered within 7 days; otherwise it goes to the community."),
        back=reverse("assemblies:office", args=[pk]),
        **PUBLIC,
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def start_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """I demand that a member, or the committee, is recalled."""
    members = [(str(one.pk), one.person.name) for one in office_of(pk).sitting]
    require(queries.may_demand(request.actor.person_id, pk, local_date(clock.now())))
    form = (
        RecallForm(request.POST, members=members)
        if request.method == "POST"
        else RecallForm.opened(request, members=members)
    )

    def do(data: Data) -> None:
        seat = sent.whole(data["seat"]) or None
        actions.start_recall(territory_id=pk, seat_id=seat, reason=data["reason"], actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Demand a recall"),
        lead=place_name(pk),
        button=_("Begin to collect signatures"),
        done=_("The demand is public, and you have signed it. A fifth of the owners must sign within 60 days."),
        back=reverse("assemblies:office", args=[pk]),
        notes=(_("With a fifth of the owners, by heads and by area, the owners’ assembly must vote on it."),),
        **PUBLIC,
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def sign_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """My signature under a demand."""
    row = get_object_or_404(Recall, pk=pk)
    require(queries.may_demand(request.actor.person_id, row.territory_id, local_date(clock.now())))
    form = SureForm(request.POST) if request.method == "POST" else SureForm.opened(request)
    return act(
        request,
        form,
        lambda _data: actions.sign_recall(recall_id=pk, actor=request.actor, now=clock.now()),
        heading=_("Sign the demand"),
        button=_("Sign"),
        done=_("You have signed."),
        back=reverse("assemblies:recall", args=[pk]),
        notes=(_("Only the numbers are public, never who signed."),),
        **PUBLIC,
    )
