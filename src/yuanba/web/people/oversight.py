"""The audit trail, the queue of requests about data, and the public register of personal fields."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.audit import queries as audit
from yuanba.audit.models import AuditEvent
from yuanba.kernel.calendar import day_start, local_date
from yuanba.people import actions
from yuanba.people.queries import data_requests
from yuanba.web import clock, dates, sent, subjects
from yuanba.web.acting import act, filled
from yuanba.web.audit_words import verbs, words
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import ReasonForm
from yuanba.web.people.admin_forms import AnswerForm
from yuanba.web.people.labels import DATA_REQUEST_KINDS, REQUEST_STATES
from yuanba.web.people.visitor import label
from yuanba.web.tables import Chip, Column, Filter, Link, Table


def since(rows: Any, value: str) -> Any:
    day = sent.day(value)
    return rows.filter(at__gte=day_start(day)) if day else rows


def detail_text(row: AuditEvent) -> str:
    found = audit.detail_of(row)
    if found is None:
        return _("erased, its term is over")
    return " ".join(f"{name}={value}" for name, value in found.items())


def by_words() -> list[tuple[str, str]]:
    """Every verb, sorted by what it is called."""
    return sorted(((verb, words(verb)) for verb in verbs()), key=lambda choice: choice[1])


TRAIL = Table(
    "audit",
    gettext_lazy("Audit trail"),
    [
        Column("at", gettext_lazy("At"), lambda row: dates.moment(row.at), head=True,
               sheet=lambda row: row.at.isoformat()),
        Column("verb", gettext_lazy("What was done"), lambda row: words(row.verb),
               sheet=lambda row: f"{words(row.verb)} ({row.verb})"),
        Column("subject", gettext_lazy("Of what"), lambda row: row.subject),
        Column("actor", gettext_lazy("By whom"), lambda row: row.actor),
        Column("detail", gettext_lazy("Detail"), detail_text),
        Column("sequence", gettext_lazy("In the chain"),
               lambda row: str(row.sequence) if row.sequence is not None else Chip(_("to be sealed"), "amber")),
    ],
    [
        Filter("verb", gettext_lazy("What was done"), lambda rows, value: rows.filter(verb=value), by_words),
        Filter("actor", gettext_lazy("By whom"), lambda rows, value: rows.filter(actor=value)),
        Filter("subject", gettext_lazy("Of what"), lambda rows, value: rows.filter(subject=value)),
        Filter("since", gettext_lazy("Since (such as 2026-11-01)"), since),
    ],
    sort="-pk",
    size=50,
    empty_title=gettext_lazy("Nothing was recorded yet"),
)  # fmt: skip


@holding("audit.read")
@require_safe
def trail(request: HttpRequest) -> HttpResponseBase:
    """Everything that was done: ids, codes and counts, nobody's name."""
    rows = audit.events()
    if TRAIL.wants_sheet(request):
        return TRAIL.sheet(request, rows)
    context = {
        "table": TRAIL.view(request, rows),
        "checkpoint": audit.latest_checkpoint(),
        "waiting": audit.unsealed().count(),
        "key": audit.verifier_key(),
    }
    return render(request, "people/audit.html", context)


@holding("audit.read")
@require_POST
def check_chain(request: HttpRequest) -> HttpResponse:
    """Reads every sealed row once and says whether it still is what was sealed."""
    verdict = audit.verify_chain()
    if verdict:
        messages.success(request, _("The chain is whole: nothing was changed, removed or put in."))
    else:
        facts = ", ".join(f"{name} {value}" for name, value in verdict.facts.items())
        messages.error(
            request, _("The chain is broken: %(code)s (%(facts)s).") % {"code": verdict.code, "facts": facts}
        )
    return redirect("people:audit")


REQUESTS = Table(
    "data-requests",
    gettext_lazy("Requests about data"),
    [
        Column("made_at", gettext_lazy("Asked at"), lambda row: Link(dates.moment(row.made_at),
               reverse("people:answer", args=[row.pk])), sort="made_at", head=True),
        Column("kind", gettext_lazy("What is it about?"), lambda row: DATA_REQUEST_KINDS[row.kind]),
        Column("who", gettext_lazy("Whose request"), lambda row: label(row.account)),
        Column("state", gettext_lazy("State"),
               lambda row: Chip(REQUEST_STATES[row.state], {"OPEN": "amber", "DONE": "leaf"}.get(row.state, "brick")),
               sort="state"),
        Column("erase", gettext_lazy("To do"), lambda row: Link(_("Erase the person"),
               reverse("people:erase_person", args=[row.pk])) if (row.kind, row.state) == ("ERASE", "OPEN") else ""),
    ],
    [Filter("state", gettext_lazy("State"), lambda rows, value: rows.filter(state=value), list(REQUEST_STATES.items()))],
    sort="-made_at",
    empty_title=gettext_lazy("Nobody asked yet"),
)  # fmt: skip


@holding("people.answer")
@require_safe
def requests(request: HttpRequest) -> HttpResponseBase:
    """The queue of requests about data."""
    rows = data_requests(request.actor, local_date(clock.now()))
    if REQUESTS.wants_sheet(request):
        return REQUESTS.sheet(request, rows)
    return render(request, "people/requests.html", {"table": REQUESTS.view(request, rows)})


@holding("people.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: carried out, or refused with a reason."""
    row = get_object_or_404(data_requests(request.actor, local_date(clock.now())), pk=pk)
    form = filled(AnswerForm, request)

    def do(values: dict) -> object:
        return actions.answer_data_request(
            request_id=pk, granted=values["granted"], reason=values["reason"], actor=request.actor, now=clock.now()
        )

    return act(
        request, form, do, heading=f"{DATA_REQUEST_KINDS[row.kind]} · {label(row.account)}", lead=row.text,
        button=_("Answer"), back=reverse("people:requests"), done=_("Answered; the person was told."),
    )  # fmt: skip


@holding("people.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked for it is erased: nothing of the person is readable any more. The answer is given afterwards."""
    row = get_object_or_404(data_requests(request.actor, local_date(clock.now())), pk=pk, kind="ERASE", state="OPEN")
    if row.account.person_id is None:
        messages.info(request, _("No person stands behind this account; nothing is left to erase."))
        return redirect("people:answer", pk)

    def do(values: dict) -> object:
        return actions.erase_person(
            person_id=row.account.person_id, reason=values["reason"], actor=request.actor, now=clock.now()
        )

    return act(
        request, filled(ReasonForm, request), do, heading=_("Erase %(who)s") % {"who": label(row.account)},
        lead=_("Name, number and account are gone for good; it cannot be undone. Whoever owns, lives or serves here stays."),
        button=_("Erase for good"), back=reverse("people:answer", args=[pk]), done=_("Erased. Now answer the request."),
    )  # fmt: skip


@anyone
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is kept of people, what for, on which ground and how long (C-001): every subject's register.KEPT."""
    lines = [line for module in subjects.modules("register") for line in module.KEPT]
    return render(request, "people/register.html", {"lines": lines})
