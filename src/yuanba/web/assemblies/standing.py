"""An owner stands, signs for a neighbour, objects, or withdraws, on the own phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.assemblies import actions, queries, rules
from yuanba.assemblies.models import Assembly, Candidate
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require
from yuanba.web import clock
from yuanba.web.acting import Data, act
from yuanba.web.assemblies.forms import StandForm, SureForm, TextForm
from yuanba.web.assemblies.frame import PUBLIC, place_name, public_assembly
from yuanba.web.doors import resident


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """My own candidacy."""
    row = public_assembly(pk)
    on, me = local_date(clock.now()), request.actor.person_id
    belongs = queries.belongs(row.kind, me, row.territory_id, on)
    require(rules.may_stand(row, is_member=row.members.filter(person_id=me).exists(), is_electorate=belongs))
    form = StandForm(request.POST) if request.method == "POST" else StandForm.opened(request)

    def do(data: Data) -> None:
        nomination = actions.Nomination(
            request.actor.person_id, statement=data["statement"], tie=data["tie"], tie_note=data["tie_note"]
        )
        actions.nominate(assembly_id=pk, form=nomination, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Stand for the committee"),
        lead=place_name(row.territory_id),
        button=_("Hand in my candidacy"),
        done=_("Your candidacy has arrived. The preparatory group screens it next; you are told."),
        back=reverse("assemblies:about", args=[pk]),
        notes=(_("Your name, these words and the answer about the company are public."),),
        **PUBLIC,
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """My signature for a neighbour."""
    assembly = _candidacy(pk)
    require(queries.may_demand(request.actor.person_id, assembly.territory_id, local_date(clock.now())))
    form = SureForm(request.POST) if request.method == "POST" else SureForm.opened(request)
    return act(
        request,
        form,
        lambda _data: actions.support(candidate_id=pk, actor=request.actor, now=clock.now()),
        heading=_("Sign for this neighbour"),
        button=_("Sign"),
        done=_("You have signed."),
        back=reverse("assemblies:candidate", args=[pk]),
        notes=(_("With 20 owners’ signatures the neighbour stands. Only the number is public."),),
        **PUBLIC,
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """My objection to a candidate, or to a rejection."""
    assembly = _candidacy(pk)
    require(queries.may_speak(assembly.kind, request.actor.person_id, assembly.territory_id, local_date(clock.now())))
    form = TextForm(request.POST) if request.method == "POST" else TextForm.opened(request)
    return act(
        request,
        form,
        lambda data: actions.object_to_candidate(
            candidate_id=pk, text=data["text"], actor=request.actor, now=clock.now()
        ),
        heading=_("Object"),
        button=_("Send the objection"),
        done=_("Your objection has arrived. The preparatory group answers in writing on this page."),
        back=reverse("assemblies:candidate", args=[pk]),
        notes=(_("Objection and answer are public, without your name."),),
        **PUBLIC,
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer stand."""
    form = SureForm(request.POST) if request.method == "POST" else SureForm.opened(request)
    return act(
        request,
        form,
        lambda _data: actions.withdraw(candidate_id=pk, actor=request.actor, now=clock.now()),
        heading=_("Withdraw my candidacy"),
        button=_("I no longer stand"),
        done=_("You no longer stand."),
        back=reverse("assemblies:candidate", args=[pk]),
        **PUBLIC,
    )


def _candidacy(pk: int) -> Assembly:
    """The public assembly in which this candidate stands. Raises Http404."""
    return public_assembly(get_object_or_404(Candidate, pk=pk).assembly_id)
