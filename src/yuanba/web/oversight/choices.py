"""The committee's desk: plans drafted, published, put to the vote, signed; everything that blocks the next step by name."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, Verdict
from yuanba.oversight import actions, queries, states
from yuanba.oversight.actions import VoteWindow
from yuanba.oversight.models import Selection
from yuanba.places import queries as places
from yuanba.web import clock
from yuanba.web.doors import holding, signed_in
from yuanba.web.oversight.choice_forms import FEN, ContractForm, PlanForm, VoteForm, WordsForm
from yuanba.web.oversight.company_labels import HANDOVER_CHIPS, HANDOVER_STATES, SELECTION_CHIPS, SELECTION_STATES
from yuanba.web.oversight.frame import stored
from yuanba.web.oversight.procedure import asked, bound, by, companies_near, compounds, page, selection_at_desk
from yuanba.web.oversight.showing import choice_shown, contract_shown
from yuanba.web.refusals import explain

BOTH = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Choices, contracts and hand-overs of the compounds in which the visitor works."""
    now = clock.now()
    today = local_date(now)
    choices = list(queries.selections_of(request.actor, now)[:50])
    handovers = list(queries.handovers_of(request.actor, now)[:50])
    mine = compounds(request, "oversight.work")[:30]
    names = places.names_at({one.compound_id for one in [*choices, *handovers]}, today)
    at = queries.contracts_at([pk for pk, _name in mine], today)
    contracts = [(name, at.get(pk), pk) for pk, name in mine]
    context = {
        "choices": [
            (one, names.get(one.compound_id, ""), SELECTION_STATES[one.state], SELECTION_CHIPS[one.state])
            for one in choices
        ],
        "handovers": [
            (one, names.get(one.compound_id, ""), HANDOVER_STATES[one.state], HANDOVER_CHIPS[one.state])
            for one in handovers
        ],
        "contracts": [(name, contract_shown(found, today) if found else None, pk) for name, found, pk in contracts],
        "may_draft": request.actor.holds_anywhere("oversight.select"),
        "may_work": request.actor.holds_anywhere("oversight.work"),
    }
    return page(request, "oversight/property_desk.html", context)


@signed_in
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One choice with what blocks its vote, and every step that can be taken now."""
    selection = selection_at_desk(request, pk)
    now = clock.now()
    blocking = queries.blocking(selection, now) if selection.state == states.PUBLISHED else ()
    context = choice_shown(selection, now, is_desk=True) | {
        "blocking": [_blocked(verdict, pk) for verdict in blocking],
        "handover": queries.handovers().filter(selection_id=pk).first(),
        "verbs": states.SELECTION.verbs(selection.state),
        "may_select": request.actor.holds("oversight.select", places.lineage(selection.compound_id, local_date(now))),
        "may_work": request.actor.holds("oversight.work", places.lineage(selection.compound_id, local_date(now))),
    }
    return page(request, "oversight/choice_board.html", context)


REMEDIES = {
    "selection.no_session": ("oversight:session_new", gettext_lazy("Announce an explainer session")),
    "selection.no_poll": ("oversight:poll_new", gettext_lazy("Ask neighbours for their opinion")),
    "selection.no_candidate": ("oversight:offer_new", gettext_lazy("Enter an offer")),
}


def _blocked(verdict: Verdict, pk: int) -> dict[str, str]:
    """What blocks the vote, and where it is mended."""
    why = explain(verdict)
    route, label = REMEDIES.get(verdict.code, ("", ""))
    url = reverse(route, args=[pk]) if route else ""
    return {"text": why.rule, "who": "" if url else why.next_step, "url": url, "action": str(label)}


@holding("oversight.select")
@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A plan is drafted for a compound."""
    mine = compounds(request, "oversight.select")
    contracts = _contracts([pk for pk, _name in mine])
    initial: dict[str, Any] = {}
    if len(mine) == 1:
        initial = {"compound": mine[0][0], "present": contracts[0][0] if contracts else ""}
    form = bound(request, PlanForm, compounds=mine, contracts=contracts, initial=initial)

    def act(data: dict[str, Any]) -> object:
        file_id = stored(request, data["plan_file"])
        return actions.draft_selection(compound_id=data["compound"], plan=form.plan_of(file_id), **by(request))

    lead = _("Only the committee sees the draft. Everybody reads it once it is published.")
    return asked(request, form, act, done=_("The plan is kept as a draft."), heading=_("Plan for the property company"),
                 back=reverse("oversight:property_desk"), lead=lead)  # fmt: skip


def _contracts(compound_ids: list[int]) -> list[tuple[str, str]]:
    """The present contracts of these compounds, to choose from."""
    today = local_date(clock.now())
    found = ((pk, queries.contract_at(pk, today)) for pk in compound_ids[:30])
    names = places.names_at(compound_ids, today)
    return [(str(one.pk), f"{names[pk]} · {one.company.organisation.name}") for pk, one in found if one is not None]


@holding("oversight.select")
@require_http_methods(BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft proposes something else."""
    selection = selection_at_desk(request, pk)
    names = ("kind", "title", "service_level", "payment", "term_months", "method", "plan", "dismisses_present")
    initial = {name: getattr(selection, name) for name in names} | {
        "compound": selection.compound_id,
        "present": str(selection.present_id or ""),
        "fee": selection.fee_fen / FEN,
        "offers_until": selection.offers_until_date,
    }
    own = [(selection.compound_id, places.name_at(selection.compound_id, local_date(clock.now())))]
    form = bound(request, PlanForm, compounds=own, contracts=_contracts([selection.compound_id]), initial=initial)

    def act(data: dict[str, Any]) -> object:
        file_id = stored(request, data["plan_file"]) or selection.plan_file_id
        return actions.revise_plan(selection_id=pk, plan=form.plan_of(file_id), **by(request))

    return asked(request, form, act, done=_("The draft is changed."), heading=_("Change the draft"),
                 back=reverse("oversight:choice_board", args=[pk]))  # fmt: skip


SIMPLE = {
    "publish": (actions.publish_plan, "selection_id"),
    "read": (actions.read_result, "selection_id"),
    "again": (actions.begin_again, "selection_id"),
}


@holding("oversight.select")
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """A step that needs nothing but the will: published, result read, begun again. A refusal is shown on the way."""
    verb = request.POST.get("verb", "")
    if verb not in SIMPLE:
        raise Http404
    said = {
        "publish": _("The plan is public. Hang the notice on the board and keep a photo."),
        "read": _("The result stands in the procedure."),
        "again": _("Write the plan anew."),
    }
    SIMPLE[verb][0](selection_id=pk, **by(request))
    messages.success(request, said[verb])
    return redirect("oversight:choice_board", pk)


@holding("oversight.select")
@require_http_methods(BOTH)
def give_up(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The procedure is cancelled, or the chosen company does not sign; for a reason that everybody reads."""
    selection_at_desk(request, pk)
    act = {"cancel": actions.cancel_selection, "fall-through": actions.fall_through}.get(verb)
    if act is None:
        raise Http404
    heading = _("Cancel the procedure") if verb == "cancel" else _("The company does not sign")
    form = bound(request, WordsForm)
    return asked(request, form, lambda data: act(selection_id=pk, reason=data["reason"], **by(request)),
                 done=_("It is kept, with the reason."), heading=heading,
                 back=reverse("oversight:choice_board", args=[pk]))  # fmt: skip


@holding("oversight.select")
@require_http_methods(BOTH)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The owners' vote is called: announced with its window, counted by heads and by area."""
    selection = selection_at_desk(request, pk)
    form = bound(request, VoteForm)

    def act(data: dict[str, Any]) -> object:
        window = VoteWindow(
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            kind=data["kind"],
            consent_reference=data["consent_reference"],
            on_paper=data["paper"],
        )
        return actions.call_vote(selection_id=selection.pk, window=window, **by(request))

    lead = _("Two thirds of the owners take part, and more than half of these agree, by heads and by area.")
    return asked(request, form, act, done=_("The vote is announced. Question and dates no longer change."),
                 heading=_("Call the owners’ vote"), lead=lead, send=_("Announce the vote"),
                 back=reverse("oversight:choice_board", args=[pk]))  # fmt: skip


@holding("oversight.select")
@require_http_methods(BOTH)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """What the owners decided is signed, and kept with its summary."""
    selection = selection_at_desk(request, pk)
    company, fee = _winner(selection)
    initial = {
        "company": company[0] if company else None,
        "fee": fee / FEN,
        "payment": selection.payment,
        "service_level": selection.service_level,
    }
    form = bound(request, ContractForm, companies=[company] if company else [], initial=initial)

    def act(data: dict[str, Any]) -> object:
        agreement = form.agreement(stored(request, data["contract_file"]))
        return actions.sign_contract(selection_id=pk, agreement=agreement, **by(request))

    lead = _("%(n)s months, as the owners agreed.") % {"n": selection.term_months}
    return asked(request, form, act, done=_("The contract is kept; its summary is public."), heading=_("Sign the contract"),
                 lead=lead, back=reverse("oversight:choice_board", args=[pk]))  # fmt: skip


def _winner(selection: Selection) -> tuple[tuple[int, str] | None, int]:
    """Whom the owners chose, and the fee on their sheet."""
    if selection.kind == Selection.Kind.RENEW and selection.present:
        chosen = selection.present.company
        return (chosen.pk, chosen.organisation.name), selection.fee_fen
    if selection.winner:
        chosen = selection.winner.company
        return (chosen.pk, chosen.organisation.name), selection.winner.fee_fen
    return None, selection.fee_fen


@holding("oversight.work")
@require_http_methods(BOTH)
def contract_new(request: HttpRequest, compound_id: int) -> HttpResponse:
    """The contract that is in force already, so that its end and its days are known."""
    form = bound(request, ContractForm, companies=companies_near(compound_id))

    def act(data: dict[str, Any]) -> object:
        agreement = form.agreement(stored(request, data["contract_file"]))
        return actions.record_contract(compound_id=compound_id, agreement=agreement, **by(request))

    try:
        name = places.name_at(compound_id, local_date(clock.now()))
    except (KeyError, LookupError, Refused):
        raise Http404 from None
    return asked(request, form, act, done=_("The contract is kept; its summary is public."), lead=name,
                 heading=_("Enter the present contract"), back=reverse("oversight:property_desk"))  # fmt: skip
