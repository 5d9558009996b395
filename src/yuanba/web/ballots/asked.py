"""The organiser asks owners, residents or households of a compound: the draft, its changes, answers to objections."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.ballots import actions, queries, rules, states
from yuanba.ballots.models import Ballot, RollObjection
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import compound_ids, names_at
from yuanba.web import clock
from yuanba.web.ballots.asking import QUESTIONS, AskForm
from yuanba.web.ballots.forms import AnswerForm
from yuanba.web.ballots.ordering import values_of, words_of
from yuanba.web.doors import holding

NEW = {"electorate": "OWNERS", "kind": "OPINION", "matter": "property-company", "paper": True, "tie": "STEPS"}


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    places = _places(request)
    initial = NEW | ({"place": places[0][0]} if len(places) == 1 else {})
    form = (
        AskForm(request.POST, places=places)
        if request.method == "POST"
        else AskForm.opened(request, initial, places=places)
    )
    if request.method == "POST" and form.is_valid():
        try:
            ballot = actions.draft(order=form.order(), actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is kept. Look it over, then announce it."))
            return redirect("ballots:board", ballot.pk)
    return render(request, "ballots/ask.html", {"form": form, "ballot": None}, status=409 if form.why else 200)


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is changed, as long as nobody has seen it."""
    ballot = _mine(request, pk)
    if ballot.state != states.DRAFT or ballot.ordered_by:
        raise Http404
    places = _places(request)
    form = (
        AskForm(request.POST, places=places)
        if request.method == "POST"
        else AskForm.opened(request, values_of(ballot, QUESTIONS), places=places)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.redraft(ballot_id=pk, order=form.order(words_of(ballot)), actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("ballots:board", pk)
    return render(request, "ballots/ask.html", {"form": form, "ballot": ballot}, status=409 if form.why else 200)


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection to the roll is answered in writing."""
    row = RollObjection.objects.select_related("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    ballot = _mine(request, row.ballot_id)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_objection(
                objection_id=pk, answer=form.cleaned_data["answer"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The answer stands on the person’s page."))
            return redirect("ballots:board", ballot.pk)
    context = {"form": form, "ballot": ballot, "objection": row}
    return render(request, "ballots/answer.html", context, status=409 if form.why else 200)


def _places(request: HttpRequest) -> list[tuple[int, str]]:
    """The compounds where this organiser may ask, by name."""
    on = local_date(clock.now())
    mine: set[int] = set()
    for territory_id in request.actor.territories(rules.ORGANISE):
        mine |= compound_ids(territory_id, on)
    return sorted(((pk, name) for pk, name in names_at(mine, on).items() if name), key=lambda one: one[1])


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot
