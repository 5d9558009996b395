"""Working on an item: how it stands, that it is done, and the sign-off by somebody else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.programmes import actions, queries, rules, states
from yuanba.programmes.models import PlanItem
from yuanba.web import clock
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm
from yuanba.web.programmes import shown
from yuanba.web.programmes.forms import DoneForm, MoveDayForm, ProgressForm, ReasonForm, SignOffForm, WordForm
from yuanba.web.programmes.frame import ACTIVE, BOTH, Small, by, compound_name, must_hold, small_step

KINDS = ("jpeg", "png", "pdf")
LARGEST = 10 * 1024 * 1024
# What can be done with an item, who may, the words of the button, and whether it is the one next step.
MOVES: tuple[tuple[str, str, str, Any, frozenset[str]], ...] = (
    ("start", "start", rules.REPORT, _("Begin"), frozenset({states.PLANNED})),
    ("done", "report_done", rules.REPORT, _("Report it done"), frozenset({states.UNDER_WAY})),
    ("resume", "resume", rules.REPORT, _("Go on"), frozenset({states.STALLED})),
    ("accept", "sign_off", rules.ACCEPT, _("Accept it"), frozenset({states.DONE})),
    ("back", "send_back", rules.ACCEPT, _("Not done yet"), frozenset({states.DONE})),
    ("note", "", rules.REPORT, _("Say how it stands"), states.ITEM_MOVES),
    ("stall", "stall", rules.REPORT, _("It is held up"), frozenset({states.PLANNED, states.UNDER_WAY})),
    (
        "day",
        "",
        rules.PLAN,
        _("Move the day"),
        frozenset({states.PLANNED, states.UNDER_WAY, states.STALLED}),
    ),
    (
        "drop",
        "drop_item",
        rules.PLAN,
        _("Drop the item"),
        frozenset({states.PLANNED, states.UNDER_WAY, states.STALLED}),
    ),
)


def _item(request: HttpRequest, pk: int, permission: str = rules.REPORT) -> PlanItem:
    found = queries.item(pk)
    if found is None:
        raise Http404
    must_hold(request, permission, found.plan.territory_id)
    return found


@holding(rules.REPORT)
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item, its one next step first."""
    found, now = _item(request, pk), clock.now()
    place = found.plan.territory_id
    mine = {
        permission: bool(rules.holds(request.actor, permission, place, now))
        for permission in (rules.PLAN, rules.REPORT, rules.ACCEPT)
    }
    is_another = bool(rules.is_another(request.actor, found))
    open_moves = [
        (verb, label)
        for verb, _move, permission, label, sources in MOVES
        if found.state in sources
        and mine[permission]
        and found.plan.state == states.RUNNING
        and (permission != rules.ACCEPT or is_another)
    ]
    context = shown.item_page(found, local_date(now)) | {
        "active": ACTIVE,
        "desk": True,
        "place_name": compound_name(place),
        "moves": open_moves,
        "may_edit": mine[rules.PLAN] and found.plan.state == states.DRAFT,
        "waits_for_another": found.state == states.DONE and not (mine[rules.ACCEPT] and is_another),
        "may_mark": mine[rules.ACCEPT] and found.state == states.ACCEPTED and queries.deed_of(str(found)) is None,
        "may_unmark": mine[rules.ACCEPT] and queries.deed_of(str(found)) is not None,
    }
    return render(request, "programmes/item_desk.html", context)


@holding(rules.REPORT)
@require_http_methods(BOTH)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One small step of an item."""
    found = _item(request, pk)
    same = {"item_id": pk, **by(request)}
    steps = {**_work(found, same), **_done(request, found, same), **_keep(found, same)}
    return small_step(request, steps, verb, reverse("programmes:item_desk", args=[pk]), last_date=found.due_date)


def _work(found: PlanItem, same: dict[str, Any]) -> dict[str, Small]:
    kept = _("Kept. Everybody reads it.")
    return {
        "start": Small(
            WordForm, _("The work begins"), _("It began"), kept,
            lambda data: actions.start(text=data["text"], **same), found.title,
        ),
        "note": Small(
            ProgressForm, _("Say how it stands"), _("Publish it"), kept,
            lambda data: actions.report_progress(text=data["text"], spent_fen=data["spent"], **same), found.title,
        ),
        "stall": Small(
            ReasonForm, _("The work is held up"), _("Publish it"), kept,
            lambda data: actions.stall(reason=data["reason"], **same), found.title,
        ),
        "resume": Small(
            WordForm, _("The work goes on"), _("It goes on"), kept,
            lambda data: actions.resume(text=data["text"], **same), found.title,
        ),
    }  # fmt: skip


def _done(request: HttpRequest, found: PlanItem, same: dict[str, Any]) -> dict[str, Small]:
    return {
        "done": Small(
            DoneForm, _("Report it done"), _("Send it for sign-off"), _("Somebody else looks at it and signs it off."),
            lambda data: actions.report_done(proof=_proof(request, data), **same), found.title,
        ),
        "accept": Small(
            SignOffForm, _("Look at it and accept it"), _("Accept it"), _("Accepted. Everybody reads it."),
            lambda data: actions.sign_off(text=data["text"], is_deed=data["is_deed"], **same), found.title,
        ),
        "back": Small(
            ReasonForm, _("Not done yet"), _("Send it back"), _("Sent back, with what is missing."),
            lambda data: actions.send_back(reason=data["reason"], **same), found.title,
        ),
    }  # fmt: skip


def _keep(found: PlanItem, same: dict[str, Any]) -> dict[str, Small]:
    deed = queries.deed_of(str(found))
    steps = {
        "day": Small(
            MoveDayForm, _("Move the day"), _("Move and publish it"), _("Moved. The earlier day stays readable."),
            lambda data: actions.move_day(due_date=data["last_date"], reason=data["reason"], **same), found.title,
        ),
        "drop": Small(
            ReasonForm, _("Drop the item"), _("Drop and publish why"), _("Dropped. Everybody reads why."),
            lambda data: actions.drop_item(reason=data["reason"], **same), found.title,
        ),
    }  # fmt: skip
    if deed is not None:
        mark = {name: same[name] for name in ("actor", "now")}
        steps["unmark"] = Small(
            ReasonForm, _("No livelihood deed"), _("Count it no more"), _("It counts no more."),
            lambda data: actions.unmark_deed(deed_id=deed.pk, reason=data["reason"], **mark), found.title,
        )  # fmt: skip
    else:
        steps["mark"] = Small(
            PageForm, _("Count it as a livelihood deed"), _("Count the deed"), _("Counted."),
            lambda data: actions.mark_deed(**same), found.title,
        )  # fmt: skip
    return steps


def _proof(request: HttpRequest, data: dict[str, Any]) -> actions.Proof:
    upload = data.get("proof_file")
    if not upload:
        return actions.Proof(data["text"])
    stored = files.store(
        content=upload, name=upload.name, kinds=KINDS, limit_bytes=LARGEST, visibility="PUBLIC", **by(request)
    )
    return actions.Proof(data["text"], stored.pk)
