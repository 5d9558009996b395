"""The desk of notices: what stands where, what blocks the next step, and the steps themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.verdict import Verdict
from yuanba.places.queries import calendar
from yuanba.publicity import actions, queries, redaction, rules, states
from yuanba.publicity.models import Notice, Posting
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.dates import by, day
from yuanba.web.doors import holding, staff
from yuanba.web.publicity.forms import ConcludeForm, ExtendForm, WithdrawForm
from yuanba.web.publicity.labels import NOTICE_CHIPS, NOTICE_STATES, VERBS
from yuanba.web.refusals import explain
from yuanba.web.tables import Chip, Column, Filter, Link, Table

ACTIVE = "notice-desk"
NOTICES = Table(
    "notice-desk",
    _("Notices of your place"),
    [
        Column(
            "title",
            _("Notice"),
            lambda row: Link(row.title, reverse("publicity:desk_notice", args=[row.pk])),
            head=True,
        ),
        Column("state", _("State"), lambda row: Chip(NOTICE_STATES[row.state], NOTICE_CHIPS[row.state]), sort="state"),
        Column("opens", _("Opened"), lambda row: day(row.opens_at) if row.opens_at else "", sort="opens_at"),
        Column("closes", _("Ends"), lambda row: by(row.closes_at) if row.closes_at else "", sort="closes_at"),
        Column("open", _("Objections undecided"), lambda row: row.open_objections, amount=True),
    ],
    [
        Filter("q", _("Search"), lambda rows, value: rows.filter(title__icontains=value)),
        Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(NOTICE_STATES.items())),
    ],
    sort="-updated_at",
    empty_title=_("No notice yet"),
    empty_text=_("The stages of an award campaign put their lists on notice by themselves; others are written here."),
)


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The notices of the officer's places, drafts included."""
    rows = queries.looked_after_by(request.actor, clock.now()).defer("body", "conclusion")
    if NOTICES.wants_sheet(request):
        return NOTICES.sheet(request, rows)
    may_draft = request.actor.holds_anywhere("publicity.draft")
    return render(request, "publicity/desk.html", {"table": NOTICES.view(request, rows), "may_draft": may_draft})


@staff
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: where it stands, what blocks the next step, who must act, and what this officer may do."""
    found = mine(request, pk)
    now = clock.now()
    steps = [(one.at, VERBS.get(one.verb, one.verb), one.reason) for one in queries.history(found)]
    context = {
        "notice": found,
        "state": NOTICE_STATES[found.state],
        "kind": NOTICE_CHIPS[found.state],
        "is_draft": found.state == states.DRAFT,
        "is_running": found.state in states.RUNNING,
        "changes": redaction.preview(found.title, found.body) if found.state == states.DRAFT else (),
        "blocking": _blocking(request, found),
        "is_ready": found.state in states.RUNNING and bool(queries.has_run(found, now)),
        "counts": queries.objection_counts(found),
        "boards": list(found.postings.filter(channel=Posting.Channel.BOARD).order_by("posted_date", "pk")),
        "steps": steps,
        "may": {
            verb: bool(rules.may(request.actor, f"publicity.{verb}", found.territory_id, now))
            for verb in ("draft", "open", "post", "receive", "decide")
        },
        "may_object": bool(rules.may_object(found, now)),
    }
    return render(request, "publicity/desk_notice.html", context)


@holding("publicity.open")
@require_POST
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody may read it from now on, and its days run."""
    mine(request, pk)
    opened = actions.open_notice(notice_id=pk, actor=request.actor, now=clock.now())
    assert opened.closes_at is not None, "an opened notice has an end"
    messages.success(
        request, _("The notice is public. Objections are taken %(when)s.") % {"when": by(opened.closes_at)}
    )
    return redirect("publicity:desk_notice", pk)


@holding("publicity.open")
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """The term ends later, for a reason that everybody reads."""
    found = mine(request, pk)
    return _act(
        request,
        found,
        filled(ExtendForm, request),
        lambda data: actions.extend_notice(
            notice_id=pk,
            working_days=data["working_days"],
            reason=data["reason"],
            actor=request.actor,
            now=clock.now(),
        ),
        heading=_("Extend the term"),
        button=_("Extend the term"),
        done=_("The notice runs longer."),
    )


@holding("publicity.open")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice announces nothing any more; what was public stays readable, with the reason."""
    found = mine(request, pk)
    return _act(
        request,
        found,
        filled(WithdrawForm, request),
        lambda data: actions.withdraw_notice(notice_id=pk, reason=data["reason"], actor=request.actor, now=clock.now()),
        heading=_("Withdraw the notice"),
        button=_("Withdraw the notice"),
        done=_("The notice is withdrawn."),
    )


@holding("publicity.open")
@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """The term is over, every objection decided, the posting proved: what came of it is public."""
    found = mine(request, pk)
    return _act(
        request,
        found,
        filled(ConcludeForm, request),
        lambda data: actions.conclude_notice(
            notice_id=pk, conclusion=data["conclusion"], actor=request.actor, now=clock.now()
        ),
        heading=_("Bring the notice to its conclusion"),
        button=_("Publish the conclusion"),
        done=_("The conclusion is public."),
    )


def _act(request: HttpRequest, found: Notice, form: Any, do: Any, **words: Any) -> HttpResponse:
    back = reverse("publicity:desk_notice", args=[found.pk])
    return act(request, form, do, back=back, lead=found.title, active=ACTIVE, **words)


def mine(request: HttpRequest, pk: int) -> Notice:
    """The notice, if it is of a place that this officer looks after; else it is not there."""
    found = queries.looked_after_by(request.actor, clock.now()).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _blocking(request: HttpRequest, found: Notice) -> list[dict[str, str]]:
    """What stands between the notice and its next step, with who acts and where."""
    if found.state == states.DRAFT:
        gate: Verdict = redaction.gate(f"{found.title} {found.contact_line}", found.body)
        links = {"notice.personal_numbers": (reverse("publicity:numbers", args=[found.pk]), _("See where"))}
        return [_blocker(gate, links)] if not gate else []
    if found.state not in states.RUNNING:
        return []
    now = clock.now()
    verdicts = [queries.has_run(found, now)]
    if not rules.is_over(found, now) and found.needs_board and not queries.board_dates(found):
        verdicts.append(rules.is_proved(found, [], calendar()))
    links = {
        "notice.not_posted": (reverse("publicity:post", args=[found.pk]), _("Hand in the photo")),
        "notice.posted_late": (reverse("publicity:extend", args=[found.pk]), _("Extend the term")),
    }
    if request.actor.holds_anywhere("publicity.decide"):  # type: ignore[attr-defined]
        address = f"{reverse('publicity:objections')}?notice={found.pk}"
        links["notice.objection_open"] = (address, _("To the objections"))
    return [_blocker(one, links) for one in verdicts if not one]


def _blocker(why: Verdict, links: dict[str, tuple[str, Any]]) -> dict[str, str]:
    told = explain(why)
    url, action = links.get(why.code, ("", ""))
    return {"text": told.rule, "who": told.contact, "url": url, "action": str(action)}
