"""Draws in public: the pool and its hash first, then the number of a later draw, then the recomputation for anybody."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, queries, rules, states
from yuanba.ballots.models import Ballot, BallotDraw
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.ballots import choosing
from yuanba.web.ballots.labels import ANSWERS
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm
from yuanba.web.refusals import explain

PURPOSES = {
    "TIE": _("A tie is decided by lot"),
    "SAMPLE": _("Sheets of paper are drawn and read once more"),
}
SHOWN_LOTS = 200


class AnnounceForm(PageForm):
    """Which later public draw gives the number; for a sample how many sheets, and which draw."""

    due_date = forms.DateField(
        label=_("Day of the public draw"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Its number must not be known yet."),
    )
    public_draw = forms.CharField(
        label=_("Which public draw"),
        max_length=80,
        required=False,
        help_text=_("A draw after the close whose number everybody can look up, such as the next lottery draw."),
    )
    places = forms.IntegerField(label=_("How many sheets are drawn"), min_value=1, required=False, initial=20)

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if purpose == BallotDraw.Purpose.TIE:  # its rule has named the draw, and places are the rule's too
            del self.fields["public_draw"], self.fields["places"]


class SeedForm(PageForm):
    """The number of the public draw, as it was published."""

    seed = forms.CharField(
        label=_("The published number"),
        max_length=200,
        help_text=_("As it stands there, such as: 03 09 14 22 27 31 + 08."),
    )


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser announces draws and takes their numbers."""
    ballot, now = _mine(request, pk), clock.now()
    purpose = request.POST.get("purpose", "")
    forms_ = {one: AnnounceForm(purpose=one, auto_id=f"id_{one.lower()}_%s") for one in possible(ballot)}
    if request.method == "POST":
        if purpose not in forms_:
            raise Http404
        form = forms_[purpose] = AnnounceForm(request.POST, purpose=purpose, auto_id=f"id_{purpose.lower()}_%s")
        if form.is_valid():
            values = {key: form.cleaned_data[key] for key in ("due_date", "public_draw") if key in form.cleaned_data}
            values["places"] = form.cleaned_data.get("places") or 1
            try:
                actions.announce_draw(ballot_id=pk, purpose=purpose, actor=request.actor, now=now, **values)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The draw is announced, with the hash of its pool. Anybody can see it."))
                return redirect("ballots:draws_desk", pk)
    context = {
        "ballot": ballot,
        "draws": [shown(one, ballot) for one in queries.draws(pk)],
        "announce": [(one, PURPOSES[one], form) for one, form in forms_.items()],
        "seed_form": SeedForm(),
        "today": local_date(now),
    }
    status = 409 if any(form.why for form in forms_.values()) else 200
    return render(request, "ballots/draws_desk.html", context, status=status)


@holding("ballots.organise")
@require_POST
def seed(request: HttpRequest, pk: int, draw: int) -> HttpResponse:
    """The number of the public draw is taken."""
    ballot = _mine(request, pk)
    row = ballot.draws.filter(pk=draw).first()
    if row is None:
        raise Http404
    actions.take_seed(draw_id=draw, seed=request.POST.get("seed", ""), actor=request.actor, now=clock.now())
    if row.purpose == BallotDraw.Purpose.TIE:
        messages.success(request, _("The number is taken. Now the votes can be counted."))
    else:
        messages.success(request, _("The sheets are drawn. Now another clerk reads each of them once more."))
    return redirect("ballots:draws_desk", pk)


@anyone
@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What is drawn, from which pool, by which number, and how anybody computes it again."""
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    rows = [shown(one, ballot) for one in queries.draws(pk)]
    return render(request, "ballots/draws.html", {"ballot": ballot, "draws": rows})


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def read_again(request: HttpRequest, draw: int, serial: str) -> HttpResponse:
    """Another clerk reads a drawn sheet once more; whether it agrees is shown afterwards."""
    now = clock.now()
    sheet = queries.paper_sheet(serial, request.actor, now)
    row = BallotDraw.objects.filter(pk=draw, ballot_id=sheet.ballot_id).first()
    if row is None or serial not in row.drawn:
        raise Http404
    asked = queries.sheet(sheet.ballot_id)
    filled, why = choosing.read(request.POST, asked, on_paper=True), None
    if request.method == "POST":
        try:
            done = actions.read_again(draw_id=draw, serial=serial, choices=filled.choices, actor=request.actor, now=now)
        except Refused as refused:
            why = refused.verdict
        else:
            text = (
                _("It agrees with what was keyed.")
                if done.agrees
                else _("It differs from what was keyed. Tell the organiser.")
            )
            messages.success(request, text)
            return redirect("ballots:paper", sheet.ballot_id)
    context = {
        "sheet": sheet,
        "items": choosing.shown(asked, filled.choices, why, filled.numbers),
        "why": explain(why) if why is not None else None,
        "may_key": True,
        "has_picture": True,
    }
    return render(request, "ballots/key.html", context, status=409 if why is not None else 200)


def shown(draw: BallotDraw, ballot: Ballot) -> dict[str, Any]:
    """A draw with what anybody needs to compute it again."""
    is_tie = draw.purpose == BallotDraw.Purpose.TIE
    return {
        "draw": draw,
        "purpose": PURPOSES[draw.purpose],
        "is_tie": is_tie,
        "pool": _questions(draw, ballot) if is_tie else draw.pool,
        "lots": (_tie_lots(draw, ballot) if is_tie else _sample_lots(draw)) if draw.seed else [],
        "read": {one.serial: one.agrees for one in draw.readings.all()},
        "agreed": sum(one.agrees for one in draw.readings.all()),
    }


def sample_waiting(ballot_id: int) -> list[tuple[int, str]]:
    """(draw, serial) of the drawn sheets that nobody has read once more yet."""
    return [
        (draw.pk, serial)
        for draw in queries.draws(ballot_id)
        for serial in draw.drawn
        if serial not in {one.serial for one in draw.readings.all()}
    ]


def _names(ballot: Ballot) -> dict[tuple[str, str], str]:
    return {
        (one.item.key, one.key): one.label or str(ANSWERS.get(one.key, one.key)) for one in queries.options(ballot.pk)
    }


def _questions(draw: BallotDraw, ballot: Ballot) -> list[dict[str, Any]]:
    names = _names(ballot)
    labels = {one.item.key: one.item.label or one.item.key for one in queries.options(ballot.pk)}
    return [
        {
            "label": labels[one["item"]],
            "item": one["item"],
            "hash": one["hash"],
            "options": [(key, names[one["item"], key]) for key in one["options"]],
        }
        for one in draw.pool
    ]


def _tie_lots(draw: BallotDraw, ballot: Ballot) -> list[tuple[str, str, str]]:
    """Each option's lot, the smallest first: the one that stands higher wins where the rule asks for the lot."""
    names = _names(ballot)
    lots = [
        (hashlib.sha256(f"{draw.seed}\0{one['item']}\0{key}".encode()).hexdigest(), names[one["item"], key], key)
        for one in draw.pool
        for key in one["options"]
    ]
    return [(name, key, lot) for lot, name, key in sorted(lots)]


def _sample_lots(draw: BallotDraw) -> list[tuple[str, str, str]]:
    lots = sorted((hashlib.sha256(f"{draw.seed}\0{serial}".encode()).hexdigest(), serial) for serial in draw.pool)
    return [(serial, "✓" if serial in draw.drawn else "", lot) for lot, serial in lots[:SHOWN_LOTS]]


def possible(ballot: Ballot) -> list[str]:
    """The draws that may still be announced."""
    made = {one.purpose for one in queries.draws(ballot.pk)}
    found = []
    rules_ = [ballot.rule, *ballot.items.values_list("rule", flat=True)]
    has_draw = any("draw" in rule.get("tie", {}).get("steps", ()) for rule in rules_)
    if has_draw and ballot.state == states.CLOSED and "TIE" not in made:
        found.append("TIE")
    is_over = ballot.state in (states.CLOSED, *states.TALLIED)
    if is_over and "SAMPLE" not in made and queries.entered_serials(ballot.pk):
        found.append("SAMPLE")
    return found


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()  # type: ignore[attr-defined]
    if ballot is None:
        raise Http404
    return ballot
