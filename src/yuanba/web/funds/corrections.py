"""Correcting a list that is approved: another list of differences, and payee data that is no longer needed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.funds import actions, queries
from yuanba.funds.actions.lists import effective_before
from yuanba.funds.models import PrizeLine
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.doors import holding
from yuanba.web.filters import yuan
from yuanba.web.forms import PageForm
from yuanba.web.funds.lines import line_of
from yuanba.web.funds.lists import list_of, name_of, shown, winners
from yuanba.web.people.forms import status


class CorrectionForm(PageForm):
    """A field per prize, "line-12", with what it comes to now; only changed ones are corrected."""

    reason = forms.CharField(
        label=gettext_lazy("What is corrected, and why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, lines: list[tuple[int, str, int]] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        self.now = {pk: fen for pk, _name, fen in lines}
        for pk, name, fen in lines:
            self.fields[f"line-{pk}"] = forms.DecimalField(
                label=name,
                min_value=0,
                max_value=Decimal(10**9),
                decimal_places=2,
                initial=Decimal(fen).scaleb(-2),
                help_text=_("now %(amount)s") % {"amount": yuan(fen)},
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            )

    def changed(self) -> dict[int, int]:
        """Line to gross fen, of those that are to come to something else."""
        said = {pk: int(self.cleaned_data[f"line-{pk}"] * 100) for pk in self.now}
        return {pk: fen for pk, fen in said.items() if fen != self.now[pk]}


def comes_to(line: PrizeLine) -> int:
    """What the prize comes to in gross fen: of a correction, with what it corrects."""
    return effective_before(line) if line.corrects_id else line.gross_fen


@holding("funds.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What prizes should come to instead; a list of the differences goes the same way as any list."""
    found = list_of(request, pk)
    rows = list(queries.lines(found))
    names = winners(rows)
    lines = [(line.pk, f"{line.number} · {name_of(line, names)}", comes_to(line)) for line in rows]
    form = CorrectionForm(request.POST, lines=lines) if request.method == "POST" else CorrectionForm(lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_correction(
                list_id=pk,
                amounts=form.changed(),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The correction stands. Finance checks it, then a leader approves it."))
            return redirect("funds:prize_list", made.pk)
    return shown(request, "funds/correct.html", {"form": form, "list": found}, code=status(form))


@holding("funds.pay")
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing of where the prize goes is left but that it was given."""
    line = line_of(request, pk)
    actions.erase_payee(line_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The payee data is deleted. If it is needed again, the winner gives it anew."))
    return redirect("funds:prize_list", line.prize_list_id)
