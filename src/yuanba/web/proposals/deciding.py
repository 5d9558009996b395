"""Deciding on proposals, on appeals, and on what the vote chose."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.proposals import actions, queries, rules, states
from yuanba.proposals.models import CallItem, Proposal
from yuanba.web import clock
from yuanba.web.acting import act, doer, filled
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.proposals import shown
from yuanba.web.proposals.desk import mine, on_board
from yuanba.web.proposals.forms import AdoptForm, DecideForm, LotForm, RefuseForm
from yuanba.web.proposals.labels import KINDS, PROPOSAL_CHIPS, PROPOSAL_STATES, REFUSED_BY


@holding(rules.ORGANISE)
@require_safe
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal for whoever screens: what it is, what looks like it, and the two decisions. Not who made it."""
    found = _proposal(request, pk)
    context = {
        "proposal": found,
        "call": found.call,
        "kind": KINDS[found.item.kind],
        "state": PROPOSAL_STATES[found.state],
        "chip_of": PROPOSAL_CHIPS[found.state],
        "alike": queries.alike(found),
        "rule": REFUSED_BY.get(found.refusal, ""),
        "may_screen": found.state == states.HANDED_IN and found.call.state in (states.COLLECTING, states.SCREENING),
        "may_strike": found.state == states.SHORTLISTED and found.call.state == states.DISCUSSING,
        "lines": [line for line in found.text.splitlines() if line.strip()],
    }
    return render(request, "proposals/look.html", context)


@holding(rules.ORGANISE)
@require_POST
def shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    """It will stand on the shortlist."""
    found = _proposal(request, pk)
    actions.shortlist(proposal_id=pk, **doer(request))
    messages.success(request, _("No. %(n)s will stand on the shortlist.") % {"n": found.number})
    return redirect("proposals:board", found.call_id)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not stand on the shortlist, or no longer does: by which rule, and why."""
    found = _proposal(request, pk)
    do = actions.strike if found.state == states.SHORTLISTED else actions.refuse
    return act(
        request,
        filled(RefuseForm, request),
        lambda data: do(proposal_id=pk, rule=data["rule"], reason=data["reason"], **doer(request)),
        heading=_("Strike it from the shortlist") if found.state == states.SHORTLISTED else _("Not on the shortlist"),
        button=_("Decide so"),
        done=_("Decided. The author is told the rule, the reason and what to do."),
        **on_board(found.call, shown.named(found)),
    )


def _proposal(request: HttpRequest, pk: int, permission: str = rules.ORGANISE) -> Proposal:
    found = queries.proposal(pk)
    if found is None:
        raise Http404
    mine(request, found.call_id, permission)
    return found


@holding(rules.APPEAL)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals that wait in the officer's places."""
    calls = queries.desk(request.actor, clock.now(), [rules.APPEAL]).values("pk")
    rows = Proposal.objects.filter(call__in=calls, state=states.APPEALED).select_related("call", "item")
    found = [{"proposal": one, "kind": KINDS[one.item.kind]} for one in rows.order_by("pk")]
    return render(request, "proposals/appeals.html", {"rows": found})


@holding(rules.APPEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An appeal is decided, by somebody else than whoever refused."""
    found = _proposal(request, pk, rules.APPEAL)

    def do(data: dict[str, Any]) -> None:
        actions.decide_appeal(
            proposal_id=pk,
            is_allowed=data["finding"] == "allow",
            answer=data["answer"],
            **doer(request),
        )

    return act(
        request,
        filled(DecideForm, request),
        do,
        heading=_("Decide on an appeal"),
        lead=f"{shown.named(found)} — {found.reason} — {found.appeal}",
        button=_("Decide so"),
        back=reverse("proposals:appeals"),
        done=_("Decided. The author is told."),
        active="appeal-desk",
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was chosen shows on the place's pages."""
    item = _item(request, pk)
    return act(
        request,
        filled(AdoptForm, request, initial={"from_date": local_date(clock.now())}),
        lambda data: actions.adopt(item_id=pk, from_date=data["from_date"], **doer(request)),
        heading=_("Take it into use"),
        button=_("Take it into use"),
        done=_("Adopted: it shows on the compound’s page. The author is told."),
        **on_board(item.call, shown.named(item.chosen) if item.chosen else ""),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """What was chosen is not adopted after all."""
    item = _item(request, pk)
    return act(
        request,
        filled(ReasonForm, request),
        lambda data: actions.decline(item_id=pk, reason=data["reason"], **doer(request)),
        heading=_("Do not adopt it"),
        button=_("Do not adopt it"),
        done=_("Recorded, with the reason. A new call can be made."),
        **on_board(item.call, shown.named(item.chosen) if item.chosen else ""),
    )


@holding(rules.ORGANISE)
@require_POST
def covenant(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen covenant is put up for comments clause by clause."""
    item = _item(request, pk)
    version = actions.hand_over_covenant(item_id=item.pk, **doer(request))
    messages.success(request, _("The covenant is up for comments. Answer them, then adopt the text."))
    return redirect("agreements:board", version.agreement_id)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """Lots were drawn between those that were tied."""
    item = _item(request, pk)
    tied = [(one.pk, shown.named(one)) for one in queries.shortlist(item.call_id) if one.pk in item.tied]
    return act(
        request,
        filled(LotForm, request, tied=tied),
        lambda data: actions.settle_by_lot(item_id=pk, proposal_id=data["proposal"], how=data["how"], **doer(request)),
        heading=_("Draw lots"),
        button=_("Keep the result of the draw"),
        done=_("Kept. How the lots were drawn stands on the page."),
        **on_board(item.call, _("Draw in public, with residents present. A second vote is the other way.")),
    )


def _item(request: HttpRequest, pk: int) -> CallItem:
    found = CallItem.objects.select_related("call", "chosen").filter(pk=pk).first()
    if found is None:
        raise Http404
    mine(request, found.call_id)
    return found
