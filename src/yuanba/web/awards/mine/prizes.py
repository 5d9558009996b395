"""For winners: where the prize goes. Asked late, from few, with separate consent, kept sealed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards.actions import payees
from yuanba.awards.models import Entry
from yuanba.awards.queries.agreed import agreement
from yuanba.awards.texts import PAYEE
from yuanba.funds import queries as funds
from yuanba.funds.actions.payees import Details
from yuanba.funds.models import PrizeLine
from yuanba.funds.rules import needs_id_number
from yuanba.kernel.verdict import Refused, no
from yuanba.web import clock
from yuanba.web.awards.frame import show
from yuanba.web.awards.mine.forms import PayeeForm
from yuanba.web.awards.words import english
from yuanba.web.doors import resident


def _open(line: PrizeLine) -> bool:
    """The winner may still say, or change, where the prize goes."""
    return line.prize_list.state == "APPROVED" and line.state in ("PENDING", "RETURNED")


def _payee(line: PrizeLine):
    payee = getattr(line, "payee", None)
    return payee if payee is not None and payee.erased_at is None else None


def prize_waits(entry: Entry, person_id: int | None) -> int | None:
    """The line of the entry's prize of which this person did not say yet where it goes."""
    if person_id is None or entry.state != "NAMED":
        return None
    rows = funds.waiting_for_payee(person_id).filter(recipient_ref=f"entry:{entry.pk}")
    return rows.values_list("pk", flat=True).first()


@resident
@require_safe
def my_prizes(request: HttpRequest) -> HttpResponse:
    """The prizes that wait for an account, and those that were paid."""
    rows = funds.lines_of_person(request.actor.person_id)[:50]  # type: ignore[attr-defined]
    return show(
        request,
        "entering/prizes.html",
        rows=[{"line": line, "open": _open(line), "payee": _payee(line)} for line in rows],
    )


@resident
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def my_prize(request: HttpRequest, line_id: int) -> HttpResponse:
    """Where this prize goes."""
    actor = request.actor  # type: ignore[attr-defined]
    line = funds.lines_of_person(actor.person_id).filter(pk=line_id).first()
    if line is None:
        raise Refused(no("funds.not_yours", "PIPL 29: separate consent"))
    text = agreement(PAYEE, f"prize_line:{line.pk}", actor)
    form = PayeeForm(request.POST) if request.method == "POST" else PayeeForm(initial={"version": text.version})
    form.about(is_body=line.recipient == "ORGANISATION", needs_id_number=needs_id_number(line))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            payees.give(
                line_id=line.pk,
                details=Details(values["holder"], values["payee_number"], values["bank"], values.get("id_number", "")),
                consent_version=values["version"],
                actor=actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. The data are sealed; finance staff see them only to pay."))
            return redirect("awards:my_prizes")
    return show(
        request,
        "entering/prize.html",
        status=409 if form.why else 200,
        line=line,
        open=_open(line),
        payee=_payee(line),
        form=form,
        text=text.text_en if english() else text.text_zh,
    )


PRIZES = [
    path("me/prizes", my_prizes, name="my_prizes"),
    path("me/prizes/<int:line_id>", my_prize, name="my_prize"),
]
