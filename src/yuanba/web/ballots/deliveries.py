"""Proofs that the papers of a vote reached its voters: keyed one by one or read from a table."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yuanba.ballots import actions, delivery_file, queries, rules
from yuanba.ballots.models import Ballot
from yuanba.files import actions as files
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.ballots.acting_forms import DeliveryForm
from yuanba.web.ballots.labels import DELIVERY_WAYS
from yuanba.web.ballots.paper import SCAN_BYTES, SCAN_KINDS
from yuanba.web.doors import holding

MOST_SHOWN = 20
TABLE_BYTES = 5 * 1024 * 1024


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have a proof, and a form for the next."""
    ballot, now = _mine(request, pk), clock.now()
    ways = list(DELIVERY_WAYS.items())
    form = (
        DeliveryForm(request.POST, request.FILES, ways=ways)
        if request.method == "POST"
        else DeliveryForm.opened(request, ways=ways)
    )
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid():
        delivered, wrong = _read(ballot, form.cleaned_data)
        if not wrong:
            try:
                number = _kept(request, ballot, delivered, form.cleaned_data["proof"])
            except Refused as refused:
                form.refuse(refused)
            else:
                told = ngettext("%(n)s proof is kept.", "%(n)s proofs are kept.", number) % {"n": number}
                messages.success(request, told)
                return redirect("ballots:deliveries", pk)
    context = {
        "ballot": ballot,
        "silence": ballot.rule.get("silence", {}),
        "counts": queries.delivery_counts(ballot) if queries.counts_silence(ballot) else None,
        "may_keep": queries.counts_silence(ballot) and bool(rules.may_vote_now(ballot, now)),
        "form": form,
        "wrong": wrong[:MOST_SHOWN],
        "more": max(len(wrong) - MOST_SHOWN, 0),
    }
    return render(request, "ballots/deliveries.html", context, status=409 if form.why or wrong else 200)


def _read(ballot: Ballot, data: dict) -> tuple[list[actions.Delivered], list[str]]:
    """What is to be kept, or what is wrong, line by line; one wrong line and nothing is kept."""
    if data.get("table"):
        if data["table"].size > TABLE_BYTES:
            return [], [_("The table is larger than 5 MB.")]
        lines = delivery_file.read(data["table"].read())
    else:
        home = data["home"].replace(" ", "")
        lines = [delivery_file.Line(0, home, data["way"], data["day"])]
    rows = queries.rows_of_homes(ballot, [line.home for line in lines if line.home])
    wrong = [_wrong(line, rows) for line in lines]
    found = [
        actions.Delivered(row, line.way, line.day)
        for line in lines
        for row in rows.get(line.home, ())
        if line.day is not None
    ]
    return found, [text for text in wrong if text]


def _wrong(line: delivery_file.Line, rows: dict[str, Sequence[int]]) -> str:
    told = {
        "file": _("This is no Excel workbook that can be read."),
        "heads": _("The columns 房号, 送达方式 and 送达日期 are not there."),
        "home": _("Line %(n)s: the home is missing."),
        "way": _("Line %(n)s: the way of delivery is not known (当面签收, 短信确认 or 挂号信)."),
        "day": _("Line %(n)s: the day cannot be read."),
    }
    if line.problem:
        return told[line.problem] % {"n": line.row}
    if not rows.get(line.home):
        return _("“%(home)s” is not on the roll of this vote.") % {"home": line.home}
    return ""


def _kept(request: HttpRequest, ballot: Ballot, delivered: list[actions.Delivered], proof: object) -> int:
    now = clock.now()
    stored = files.store(
        content=proof,
        name=f"delivery-{ballot.pk}",
        kinds=SCAN_KINDS,
        limit_bytes=SCAN_BYTES,
        visibility="PRIVATE",
        actor=request.actor,
        now=now,
    )
    return actions.keep_deliveries(
        ballot_id=ballot.pk, delivered=delivered, file_id=stored.pk, actor=request.actor, now=now
    )


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot
