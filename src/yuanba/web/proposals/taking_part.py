"""What a resident does: hands in, takes back, appeals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.files import actions as files
from yuanba.kernel.verdict import Refused, require
from yuanba.people.models import Person
from yuanba.proposals import actions, queries, rules
from yuanba.proposals.models import Call, Proposal
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import resident
from yuanba.web.proposals.forms import AppealForm, WorkForm
from yuanba.web.proposals.labels import KINDS

MOST_BYTES = 10 * 1024 * 1024


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A proposal for one item of the call."""
    call = asked(pk, kind)
    now = clock.now()
    require(rules.is_collecting(call, now))
    person = Person.objects.get(pk=request.actor.person_id)
    require(rules.may_hand_in(person, Proposal.Author.SELF, call, now))
    form = filled(WorkForm, request, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            work = work_of(request, kind, form.cleaned_data)
            made = actions.hand_in(
                call_id=pk, work=work, request_key=form.cleaned_data["request_key"], actor=request.actor, now=now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Handed in as no. %(n)s. You are told what comes of it.") % {"n": made.number})
            return redirect("proposals:proposal", made.pk)
    context = {"call": call, "form": form, "kind": KINDS[kind]}  # type: ignore[index]
    return render(request, "proposals/hand_in.html", context, status=form.why[0].status if form.why else 200)


def asked(pk: int, kind: str) -> Call:
    """The public call, if it asks for this kind."""
    call = queries.public_call(pk)
    if call is None or kind not in {one.kind for one in queries.items(pk)}:
        raise Http404
    return call


def work_of(request: HttpRequest, kind: str, data: dict[str, Any]) -> actions.Work:
    """What was typed, its pictures stored. Raises Refused as files.store does."""
    pictures = data.get("pictures") or []
    if len(pictures) > rules.MOST_FILES:
        require(rules.is_whole(kind, "-", "-" * rules.SHORTEST_COVENANT, len(pictures)))
    stored = [
        files.store(
            content=one,
            name=one.name,
            kinds=set(rules.PICTURES),
            limit_bytes=MOST_BYTES,
            visibility="PRIVATE",
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        ).pk
        for one in pictures
    ]
    return actions.Work(
        kind=kind,
        title=data["title"],
        text=data["text"],
        file_ids=tuple(stored),
        author=data["author"],
        credit_name=data["credit_name"],
        agrees=data["agrees"],
    )


@resident
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """My proposal is taken back."""
    made = mine(request, pk)
    actions.withdraw(proposal_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Your proposal is taken back."))
    return redirect("proposals:call", made.call_id)


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else is to look at it, once."""
    made = mine(request, pk)
    require(rules.may_appeal(made, clock.now()))
    return act(
        request,
        filled(AppealForm, request),
        lambda data: actions.appeal(proposal_id=pk, reason=data["reason"], actor=request.actor, now=clock.now()),
        heading=_("Appeal against the refusal"),
        lead=made.reason,
        button=_("Send the appeal"),
        back=reverse("proposals:proposal", args=[pk]),
        desk=False,
        done=_("Your appeal has come in. Somebody else decides, and you are told."),
    )


def mine(request: HttpRequest, pk: int) -> Proposal:
    """The proposal, if this person handed it in; else it is not there."""
    found = queries.proposal(pk)
    if found is None or found.person_id != request.actor.person_id:  # type: ignore[attr-defined]
        raise Http404
    return found
