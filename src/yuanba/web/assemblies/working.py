"""The committee's desk: seats, mandates, hand-over, recalls."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.assemblies import actions, queries, rules, states
from yuanba.assemblies.models import DutyOrder, HandOverItem, Mandate, Recall, Seat
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.acting import KEEP, Data, act, filled
from yuanba.web.assemblies import duty_rows, labels
from yuanba.web.assemblies.forms import FoundForm, SureForm
from yuanba.web.assemblies.frame import committee_desk, likely_window, person_by_form, require_work
from yuanba.web.assemblies.office import office_of, shown
from yuanba.web.assemblies.office_forms import (
    MandateForm,
    MaySpendForm,
    NoteForm,
    SummonForm,
)
from yuanba.web.dates import until
from yuanba.web.doors import holding, signed_in
from yuanba.web.refusals import explain

COMMITTEE, RECALL_VOTE = DutyOrder.Duty.COMMITTEE, DutyOrder.Duty.RECALL_VOTE


@holding(rules.SERVE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whoever serves on one committee comes to its desk; on several, or on none in office, to the list."""
    offices = queries.all_in_office(local_date(clock.now()), request.actor.territories(rules.SERVE))
    if len(offices) == 1:
        return redirect("assemblies:working", offices[0].territory_id)
    return redirect("assemblies:desk")


@signed_in
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that waits for the committee of this compound."""
    require_work(request, pk)
    office = office_of(pk)
    now = clock.now()
    on = local_date(now)
    asked = MaySpendForm(request.GET if "amount" in request.GET else None)
    verdict = None
    if asked.is_bound and asked.is_valid():
        verdict = queries.may_spend(
            territory_id=pk,
            purpose=asked.cleaned_data["purpose"],
            amount_fen=asked.cleaned_data["amount"] * 100,
            on=on,
        )
    context = {
        **shown(office),
        **duty_rows.shown(request, office),
        "form": asked,
        "answer": verdict is not None and verdict.ok,
        "why": explain(verdict) if verdict is not None and not verdict.ok else None,
        "things": [_thing(one) for one in queries.hand_over(office.body.pk)],
        "may_serve": bool(rules.may(request.actor, queries.with_substitute([rules.SERVE], pk, COMMITTEE), pk, now)),
        "may_chair": bool(rules.may(request.actor, [rules.CHAIR, rules.GUIDE], pk, now)),
        "may_call": bool(
            rules.may(request.actor, queries.with_substitute([rules.CHAIR, rules.GUIDE], pk, RECALL_VOTE), pk, now)
        ),
        "may_desk": bool(rules.may(request.actor, [rules.DESK, rules.GUIDE], pk, now)),
        "may_resign": bool(rules.may(request.actor, [rules.CHAIR, rules.GUIDE, rules.DESK], pk, now)),
    }
    return render(request, "assemblies/working.html", context)


def _thing(one: HandOverItem) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "what": labels.THINGS[one.kind],
        "who": one.seat.person.name if one.seat else gettext("Term %(n)s") % {"n": one.term.number},
        "state": labels.HAND_OVER_STATES[one.state],
        "chip": labels.HAND_OVER_KINDS[one.state],
        "code": one.state,
        "due": until(one.due_date),
        "note": one.note,
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves."""
    seat = Seat.objects.select_related("term__organisation", "person").filter(pk=pk).first()
    if seat is None:
        raise Http404
    form = filled(NoteForm, request)
    return act(
        request,
        form,
        lambda data: actions.resign(seat_id=pk, note_text=data["note"], actor=request.actor, now=clock.now()),
        heading=_("Enter a resignation"),
        button=KEEP,
        done=_("The seat has ended. The first alternate moves up."),
        notes=(seat.person.name,),
        **committee_desk(request, seat.term.organisation.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The owners are asked for a mandate."""
    form = filled(MandateForm, request, initial=likely_window())

    def do(data: Data) -> None:
        limits = actions.Limits(data["purpose"], data["text"], data["limit"] * 100, data["year_limit"] * 100)
        actions.propose_mandate(
            territory_id=pk,
            limits=limits,
            window=actions.Window(data["opens_at"], data["closes_at"], data["consent_reference"]),
            actor=request.actor,
            now=clock.now(),
        )

    return act(
        request,
        form,
        do,
        heading=_("Ask the owners for a mandate"),
        button=_("Call the vote"),
        done=_("The vote is announced."),
        notes=(
            _("The owners decide by ballot. Until then, and beyond the limit, the committee asks before it spends."),
        ),
        **committee_desk(request, pk),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The published count puts it into force, or drops it."""
    row = Mandate.objects.select_related("body").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = filled(SureForm, request)
    return act(
        request,
        form,
        lambda _data: actions.adopt_mandate(mandate_id=pk, actor=request.actor, now=clock.now()),
        heading=_("Take over the result"),
        button=_("Take over the result"),
        done=_("The result is taken over."),
        notes=(row.text,),
        **committee_desk(request, row.body.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: HttpRequest, pk: int) -> HttpResponse:
    """One side signs that something was handed over."""
    item = HandOverItem.objects.select_related("term__organisation").filter(pk=pk).first()
    if item is None:
        raise Http404
    form = filled(NoteForm if item.state == states.DUE else SureForm, request)

    def do(data: Data) -> None:
        if item.state == states.DUE:
            actions.give_over(item_id=pk, note_text=data["note"], actor=request.actor, now=clock.now())
        else:
            actions.receive_over(item_id=pk, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("I hand it over") if item.state == states.DUE else _("I have received it"),
        button=_("Sign"),
        done=_("Signed."),
        notes=(labels.THINGS[item.kind],),
        **committee_desk(request, item.term.organisation.territory_id),
    )


def _recall(pk: int) -> Recall:
    row = Recall.objects.select_related("seat__person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A signature on paper, checked against the roll."""
    row = _recall(pk)
    form = filled(FoundForm, request)

    def do(data: Data) -> None:
        person = person_by_form(form, row.territory_id)
        if person is not None:
            actions.sign_recall(recall_id=pk, person_id=person, actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Enter a signature"),
        button=_("Enter a signature"),
        done=_("The signature counts."),
        notes=(row.reason,),
        **committee_desk(request, row.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_summon(request: HttpRequest, pk: int) -> HttpResponse:
    """The extraordinary assembly is called."""
    row = _recall(pk)
    form = filled(SummonForm, request, initial=likely_window())

    def do(data: Data) -> None:
        actions.summon(
            recall_id=pk,
            window=actions.Window(data["opens_at"], data["closes_at"], data["consent_reference"]),
            actor=request.actor,
            now=clock.now(),
        )

    return act(
        request,
        form,
        do,
        heading=_("Call the vote"),
        button=_("Call the vote"),
        done=_("The vote is announced."),
        notes=(row.reason,),
        **committee_desk(request, row.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recall_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The published count decides."""
    row = _recall(pk)
    form = filled(SureForm, request)
    return act(
        request,
        form,
        lambda _data: actions.decide_recall(recall_id=pk, actor=request.actor, now=clock.now()),
        heading=_("Take over the result"),
        button=_("Take over the result"),
        done=_("The result is taken over."),
        notes=(row.reason,),
        **committee_desk(request, row.territory_id),
    )
