"""Before the opening, whoever is confirmed sees what the roll would say of them, and may object."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.ballots import actions, queries, states
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import premises_label
from yuanba.web import clock
from yuanba.web.ballots.forms import ObjectionForm
from yuanba.web.doors import resident


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """My own entries and nobody else's; objections and their answers."""
    now = clock.now()
    ballot = queries.visible(now).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    form = ObjectionForm(request.POST) if request.method == "POST" else ObjectionForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to_roll(ballot_id=pk, text=form.cleaned_data["text"], actor=request.actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your objection has been received. The answer will stand on this page."))
            return redirect("ballots:roll", pk)
    is_shown = ballot.state == states.ANNOUNCED
    entries = queries.own_entries(ballot, request.actor.person_id, now) if is_shown else []
    homes = premises_label(entry.premises_id for entry in entries)
    said = queries.objections(pk).filter(person_id=request.actor.person_id)
    context = {
        "ballot": ballot,
        "form": form,
        "is_shown": is_shown,
        "entries": [(homes.get(entry.premises_id, ""), entry) for entry in entries],
        "said": list(said),
        "may_object": is_shown and not any(row.answered_at is None for row in said),
    }
    return render(request, "ballots/roll.html", context, status=409 if form.why else 200)
