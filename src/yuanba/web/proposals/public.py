"""What anybody may read: calls, published shortlists, results, and the pictures of what is public."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.proposals import queries, rules
from yuanba.proposals.models import Proposal
from yuanba.web import clock, downloads
from yuanba.web.doors import anyone
from yuanba.web.proposals import shown
from yuanba.web.proposals.labels import (
    CHIPS,
    ITEM_CHIPS,
    ITEM_STATES,
    KINDS,
    NEXT_STEPS,
    PROPOSAL_CHIPS,
    PROPOSAL_STATES,
    REFUSED_BY,
    STATES,
)

DESKS = (rules.ORGANISE, rules.DESK, rules.APPEAL)


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All calls, the newest first."""
    calls = list(queries.public().select_related("ballot", "notice")[:100])
    names = names_at([one.territory_id for one in calls], local_date(clock.now()))
    rows = [
        {
            "call": one,
            "place": names.get(one.territory_id, ""),
            "state": STATES[one.state],
            "chip": CHIPS[one.state],
            "when": shown.when(one),
        }
        for one in calls
    ]
    return render(request, "proposals/index.html", {"rows": rows})


@anyone
@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what, by when, who, on which terms; later the shortlist, the vote and what came of it."""
    found = queries.public_call(pk)
    if found is None:
        raise Http404
    person_id = request.actor.person_id
    mine = queries.mine(pk, person_id) if person_id is not None and not request.user.is_staff_account else []
    return render(request, "proposals/call.html", {**shown.page(found), "mine": mine})


@anyone
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: for everybody once it is on a published shortlist, else for its author and the desks."""
    found = queries.proposal(pk)
    if found is None or not may_see(request, found):
        raise Http404
    is_own = request.actor.person_id == found.person_id
    is_chosen = found.item.chosen_id == found.pk  # what became of it says more than that it was on the shortlist
    context = {
        "proposal": found,
        "call": found.call,
        "kind": KINDS[found.item.kind],
        "state": ITEM_STATES[found.item.state] if is_chosen else PROPOSAL_STATES[found.state],
        "chip_of": ITEM_CHIPS[found.item.state] if is_chosen else PROPOSAL_CHIPS[found.state],
        "is_own": is_own,
        "rule": REFUSED_BY.get(found.refusal, ""),
        "next_step": NEXT_STEPS.get(found.refusal, ""),
        "may_appeal": is_own and bool(rules.may_appeal(found, clock.now())),
        "appeal_end": rules.appeal_end(found) if found.decided_at else None,
        "may_withdraw": is_own
        and bool(rules.may_withdraw(found, found.call))
        and found.state in ("HANDED_IN", "SHORTLISTED", "REFUSED", "APPEALED"),
        "lines": [line for line in found.text.splitlines() if line.strip()],
    }
    return render(request, "proposals/proposal.html", context)


@anyone
@require_safe
def picture(request: HttpRequest, pk: int, place: int) -> FileResponse:
    """A picture of a proposal, for whoever may see the proposal."""
    found = queries.proposal(pk)
    if found is None or not may_see(request, found):
        raise Http404
    row = next((one for one in found.files.all() if one.position == place), None)
    return _picture(row.file_id if row else None)


@anyone
@require_safe
def logo(request: HttpRequest, pk: int) -> FileResponse:
    """The logo that a place has or had."""
    found = queries.identity(pk)
    return _picture(found.file_id if found else None)


def _picture(file_id: int | None) -> FileResponse:
    stored = chosen([file_id]).get(file_id) if file_id is not None else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


def may_see(request: HttpRequest, found: Proposal) -> bool:
    """Whether the page is there at all for this visitor."""
    actor = request.actor  # type: ignore[attr-defined]
    if queries.is_public(found) or (actor.person_id is not None and actor.person_id == found.person_id):
        return True
    return any(rules.holds(actor, permission, found.call.territory_id, clock.now()) for permission in DESKS)
