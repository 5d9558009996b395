"""One prize: paid with the bank's proof, returned, cancelled, and where it goes, unmasked with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yuanba.files import actions as files
from yuanba.funds import actions
from yuanba.funds.models import PrizeLine
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.doors import holding, staff
from yuanba.web.funds.forms import PayForm, WhyForm
from yuanba.web.funds.lists import amounts, list_of, shown
from yuanba.web.people.forms import status

PROOFS = ("pdf", "jpeg", "png")
LARGEST = 20 * 1024 * 1024


def line_of(request: HttpRequest, pk: int) -> PrizeLine:
    rows = PrizeLine.objects.select_related("prize_list", "person", "organisation")
    line = get_object_or_404(rows, pk=pk)
    list_of(request, line.prize_list_id)
    return line


@holding("funds.pay")
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The bank paid it: its day and its receipt are kept."""
    line = line_of(request, pk)
    form = PayForm(request.POST, request.FILES) if request.method == "POST" else PayForm()
    if request.method == "POST" and form.is_valid():
        try:
            _paid(request, line, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Paid, with the bank's proof."))
            return redirect("funds:prize_list", line.prize_list_id)
    context = {"form": form, "lead": amounts(line), "back": line.prize_list_id}
    return shown(request, "funds/pay.html", context, code=status(form))


def _paid(request: HttpRequest, line: PrizeLine, form: PayForm) -> None:
    now, data = clock.now(), form.cleaned_data
    proof = files.store(
        content=data["proof"],
        name=data["proof"].name,
        kinds=PROOFS,
        limit_bytes=LARGEST,
        visibility="STAFF",
        actor=request.actor,
        now=now,
    )
    actions.pay_line(line_id=line.pk, paid_date=data["paid_date"], proof_file_id=proof.pk, actor=request.actor, now=now)


WHYS = {
    "bounce": (gettext_lazy("The bank returned it"), gettext_lazy("The prize waits again.")),
    "cancel": (gettext_lazy("Do not pay it"), gettext_lazy("The prize is not paid.")),
    "unmask": (gettext_lazy("Show where it goes"), ""),
}


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def say_why(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Whatever needs a reason: the bank returned it, it is not paid, or its payee is shown in clear, once."""
    if verb not in WHYS:
        raise Http404
    line = line_of(request, pk)
    heading, done = WHYS[verb]
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm()
    if request.method == "POST" and form.is_valid():
        by: dict[str, Any] = {"line_id": pk, "reason": form.cleaned_data["reason"], "actor": request.actor}
        try:
            if verb == "unmask":
                details = actions.unmask_payee(now=clock.now(), **by)
                return shown(request, "funds/payee.html", {"details": details, "line": line, "lead": amounts(line)})
            action = actions.bounce_line if verb == "bounce" else actions.cancel_line
            action(now=clock.now(), **by)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, str(done))
            return redirect("funds:prize_list", line.prize_list_id)
    context = {"form": form, "heading": heading, "lead": amounts(line), "back": line.prize_list_id}
    return shown(request, "funds/why.html", context, code=status(form))
