"""The organiser's desk of calls: the draft, what blocks the next step, and every step."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import rules as ballot_rules
from yuanba.ballots import secret_places
from yuanba.ballots.states import CLOSED
from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.verdict import Refused, Verdict
from yuanba.proposals import actions, queries, rules, states
from yuanba.proposals.models import Call
from yuanba.publicity.queries import may_go_on
from yuanba.web import clock
from yuanba.web.acting import act, doer, filled
from yuanba.web.agreements.scope import places_of
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.proposals import shown
from yuanba.web.proposals.forms import USUAL_TERMS, CallForm, ExtendForm, VoteForm, values_of
from yuanba.web.proposals.labels import CHIPS, KINDS, PROPOSAL_CHIPS, PROPOSAL_STATES, STATES, VERBS
from yuanba.web.refusals import Explained, explain

ACTIVE = "call-desk"
COLLECTING_DAYS, VOTING_DAYS = 21, 7  # what the forms suggest


@holding(rules.ORGANISE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calls of the organiser's places, drafts included."""
    calls = queries.desk(request.actor, clock.now(), [rules.ORGANISE]).select_related("ballot", "notice")[:100]
    rows = [
        {"call": one, "state": STATES[one.state], "chip": CHIPS[one.state], "when": shown.when(one)} for one in calls
    ]
    return render(request, "proposals/desk.html", {"rows": rows})


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    start = day_start(local_date(clock.now()) + timedelta(days=1)) + timedelta(hours=9)
    initial = {
        "kinds": ["LOGO", "MOTTO"],
        "terms": USUAL_TERMS,
        "rule": Call.Rule.APPROVAL,
        "opens_at": start,
        "closes_at": start + timedelta(days=COLLECTING_DAYS, hours=9),
    }
    return _write(request, None, initial)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is changed, as long as nobody has seen it."""
    call = mine(request, pk)
    if call.state != states.DRAFT:
        raise Http404
    return _write(request, call, values_of(call))


def _write(request: HttpRequest, call: Call | None, initial: dict[str, Any]) -> HttpResponse:
    places = places_of(request, rules.ORGANISE)
    if call is None and len(places) == 1:
        initial["place"] = places[0][0]
    form = filled(CallForm, request, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        same = {"order": _order(form), "actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
        try:
            if call is None:
                call = actions.draft_call(**same)
            else:
                actions.redraft_call(call_id=call.pk, **same)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is kept. Look it over, then announce it."))
            return redirect("proposals:board", call.pk)
    status = form.why[0].status if form.why else 200
    return render(request, "proposals/write.html", {"form": form, "call": call}, status=status)


def _order(form: CallForm) -> actions.CallOrder:
    data = form.cleaned_data
    return actions.CallOrder(
        territory_id=data["place"],
        items=form.items,
        **{name: data[name] for name in ("title", "about", "terms", "contact_line", "opens_at", "closes_at")},
        rule=data["rule"],
        comment_days=data["comment_days"],
    )


@holding(rules.ORGANISE)
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: where it stands, what blocks the next step, the proposals, the items."""
    call, now = mine(request, pk), clock.now()
    everything, twins = queries.proposals(pk), queries.twins(pk)
    rows = [
        {
            "proposal": one,
            "kind": KINDS[one.item.kind],
            "state": PROPOSAL_STATES[one.state],
            "chip": PROPOSAL_CHIPS[one.state],
            "is_twin": one.pk in twins,
        }
        for one in everything
    ]
    came = ballot_queries.participation(call.ballot.pk) if call.ballot else None
    context = {
        **shown.page(call),
        "proposals": rows,
        "blocking": _blocking(call, everything, now) + _vote_waits(request, call, now),
        "may_close": call.state == states.COLLECTING and now >= call.closes_at,
        "came": came,
        "steps": [(one.at, VERBS[one.verb], one.reason) for one in queries.history(pk) if one.verb in VERBS],
        "may_desk": bool(rules.holds(request.actor, rules.DESK, call.territory_id, now)),
    }
    return render(request, "proposals/board.html", context)


def _blocking(call: Call, everything: list[Any], now: datetime) -> list[dict[str, Any]]:
    """Why the next step cannot be done yet, in the words of its refusal."""
    verdict: Verdict | None = None
    if call.state == states.SCREENING:
        verdict = rules.all_decided(everything, now)
    elif call.state == states.DISCUSSING:
        verdict = may_go_on(str(call), now)
    if verdict is None or verdict:
        return []
    why = explain(verdict)
    return [{"text": why.rule, "who": why.contact, "url": "", "action": ""}]


def _vote_waits(request: HttpRequest, call: Call, now: datetime) -> list[dict[str, Any]]:
    """Why the vote cannot open, or cannot be counted; where somebody of this place can do something about it."""
    ballot = call.ballot
    if call.state != states.VOTING or ballot is None:
        return []
    found = ballot_queries.blocking(ballot.pk, now) if ballot.state == CLOSED else [ballot_queries.secret_waits(ballot)]
    mine = ballot_queries.looked_after_by(request.actor, now, [ballot_rules.ORGANISE]).filter(pk=ballot.pk)  # type: ignore[attr-defined]
    return [_waits(explain(why), why.code, ballot.pk, mine.exists()) for why in found if not why]


def _waits(told: Explained, code: str, ballot_id: int, may_organise: bool) -> dict[str, Any]:
    item = {"text": told.rule, "who": told.contact, "url": "", "action": ""}
    if code == "ballots.secret_keys_missing" and may_organise:
        return item | {"url": reverse("secret:ceremony", args=[ballot_id]), "action": _("To the ceremony of the keys")}
    if code == "ballots.still_sealed":
        return item | {"url": reverse("secret:trustees", args=[ballot_id]), "action": _("Trustees: hand in a share")}
    return item


@holding(rules.ORGANISE)
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody reads the call."""
    mine(request, pk)
    actions.announce(call_id=pk, **doer(request))
    messages.success(request, _("The call is public."))
    return redirect("proposals:board", pk)


@holding(rules.ORGANISE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is taken."""
    mine(request, pk)
    actions.close_collecting(call_id=pk, **doer(request))
    messages.success(request, _("Collecting is over. Decide on every proposal, then publish the shortlist."))
    return redirect("proposals:board", pk)


@holding(rules.ORGANISE)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The shortlist is on notice."""
    mine(request, pk)
    actions.publish_shortlist(call_id=pk, **doer(request))
    messages.success(request, _("The shortlist is public and on notice. Comments come in as objections to the notice."))
    return redirect("proposals:board", pk)


@holding(rules.ORGANISE)
@require_POST
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The closed ballot is counted, published and taken over."""
    mine(request, pk)
    actions.take_result(call_id=pk, **doer(request))
    messages.success(request, _("Counted and published. Adopt what was chosen."))
    return redirect("proposals:board", pk)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The vote is announced; after a tie the second one."""
    call = mine(request, pk)
    start = day_start(local_date(clock.now()) + timedelta(days=1)) + timedelta(hours=9)
    initial = {"opens_at": start, "closes_at": start + timedelta(days=VOTING_DAYS, hours=9)}
    do = actions.run_off if call.state == states.DECIDED else actions.start_vote
    return act(
        request,
        filled(VoteForm, request, initial=initial, may_be_secret=secret_places.are_there()),
        lambda data: do(
            call_id=pk,
            window=actions.Window(data["opens_at"], data["closes_at"], data.get("level") or "N"),
            **doer(request),
        ),
        heading=_("Vote again between those that are tied") if call.state == states.DECIDED else _("Start the vote"),
        button=_("Make the vote public"),
        done=_("The vote is announced. It opens and closes by itself."),
        **on_board(
            call,
            _(
                "Whoever lives or owns here and is of age has one sheet. The roll is frozen when the vote opens. A secret vote"
                " needs its trustees and keys before that: see the ballot’s own page."
            ),
        ),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposals are taken until later."""
    call = mine(request, pk)
    later = max(clock.now(), call.closes_at) + timedelta(days=7)
    return act(
        request,
        filled(ExtendForm, request, initial={"closes_at": later}),
        lambda data: actions.extend(call_id=pk, closes_at=data["closes_at"], reason=data["reason"], **doer(request)),
        heading=_("Take proposals longer"),
        button=_("Take proposals longer"),
        done=_("Proposals are taken longer; the reason stands on the page."),
        **on_board(call),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The call is over without a result."""
    call = mine(request, pk)
    return act(
        request,
        filled(ReasonForm, request),
        lambda data: actions.withdraw_call(call_id=pk, reason=data["reason"], **doer(request)),
        heading=_("Call it off"),
        button=_("Call it off"),
        done=_("The call is called off; the reason stands on its page."),
        **on_board(call),
    )


def on_board(call: Call, lead: Any = "") -> dict[str, Any]:
    """Where the small forms of a call stand: under its title, or what they say first, and leading back to its board."""
    return {"lead": lead or call.title, "back": reverse("proposals:board", args=[call.pk]), "active": ACTIVE}


def mine(request: HttpRequest, pk: int, permission: str = rules.ORGANISE) -> Call:
    """The call, if it is of the officer's places; else it is not there."""
    rows = queries.desk(request.actor, clock.now(), [permission]).select_related("ballot", "notice")  # type: ignore[attr-defined]
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
