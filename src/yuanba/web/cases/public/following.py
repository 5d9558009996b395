"""The thread of a case: where it stands, until when, what was answered, and the reporter's own word to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.cases import actions, states
from yuanba.cases import queries as cases
from yuanba.cases.models import Attachment, Case
from yuanba.cases.queries import Thread
from yuanba.cases.rules import STAFF, reopen_end, silence_end
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.places import queries
from yuanba.web import clock, downloads
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import LEVELS, OUTCOMES, STATE_KINDS, STATES, STEPS, category_name
from yuanba.web.cases.public import words
from yuanba.web.cases.public.forms import SayForm
from yuanba.web.dates import by, day, moment
from yuanba.web.doors import anyone, signed_in

AHEAD = {
    "REPORTED": ("accept", "start", "answer"),
    "ACCEPTED": ("start", "answer"),
    "DISPATCHED": ("start", "answer"),
    "IN_HAND": ("answer",),
    "WAITING": ("answer",),
}


def seen(request: HttpRequest, number: str) -> Thread:
    """The case as this visitor may see it. Raises Http404, Refused(cases.missing)."""
    case_id = cases.id_of(number)
    if case_id is None:
        raise Http404
    return cases.thread(case_id, request.actor, clock.now())


def track(thread: Thread) -> list[dict]:
    """What was done, what is now, and what is still to come."""
    done = [
        {"state": "done", "title": STEPS.get(step.verb, step.verb), "detail": _said(step.at, step.reason)}
        for step in thread.steps
        if step.verb in STEPS
    ]
    if done and thread.case.state in states.OPEN:
        done[-1]["state"] = "now"
    todo = [{"state": "todo", "title": STEPS[verb], "detail": ""} for verb in AHEAD.get(thread.case.state, ())]
    if thread.case.state in states.OPEN | {states.ANSWERED}:
        todo.append(
            {
                "state": "now" if thread.case.state == states.ANSWERED else "todo",
                "title": _("Is it solved? You say"),
                "detail": _("It closes only after your word; if not solved, it is taken up again."),
            }
        )
    return done + todo


def _said(at: object, reason: str) -> str:
    return f"{moment(at)} · {reason}" if reason else moment(at)


def due(case: Case) -> dict | None:
    """The deadline card: by when, what, and what happens otherwise."""
    if case.state == states.WAITING and case.clock_at:
        until = _("Waits until %(when)s") % {"when": moment(case.clock_at)}
        return {"when": until, "what": case.waiting_for, "otherwise": _("Then it goes on.")}
    if case.state in states.OPEN and case.due_at:
        higher = _("Otherwise it goes up a level, and you hear of it.")
        otherwise = higher if case.level != "COMMITTEE" else ""
        if not case.due_official:
            otherwise = _("Next year's holidays are not announced yet; the day may move.")
        return {
            "when": by(case.due_at), "what": _("there is an answer"), "otherwise": otherwise,
            "passed": case.due_at <= clock.now(),
        }  # fmt: skip
    if case.state == states.ANSWERED and case.answered_at:
        return {
            "when": by(silence_end(case.answered_at)), "what": _("please say whether it is solved"),
            "otherwise": _("Without a word it rests; it does not count as closed."),
        }  # fmt: skip
    return None


def files_of(thread: Thread) -> list[dict]:
    stored = chosen([one.file_id for one in thread.attachments])
    return [
        {"row": one, "voice": one.kind == Attachment.Kind.VOICE, "proof": one.kind == Attachment.Kind.PROOF}
        for one in thread.attachments
        if one.file_id in stored and stored[one.file_id].erased_at is None
    ]


@anyone
@require_safe
def thread(request: HttpRequest, number: str) -> HttpResponse:
    """One case: for its reporter with the buttons, for everybody else what is public."""
    found = seen(request, number)
    case = found.case
    if case.merged_into is not None and found.sight != STAFF:
        return redirect("cases:thread", case.merged_into.number)
    now = clock.now()
    context = {
        "found": found,
        "case": case,
        "place": queries.name_at(case.territory_id, local_date(now)),
        "name": category_name(case.category),
        "where": words.where(case),
        "state": STATES[case.state],
        "kind": STATE_KINDS[case.state],
        "level": LEVELS[case.level] if case.state in states.OPEN else "",
        "due": due(case),
        "track": track(found),
        "earlier": case.state in states.OPEN,  # an answer that somebody was not content with
        "replies": [(OUTCOMES[one.outcome], one, _reply(found, one)) for one in found.replies],
        "files": files_of(found),
        "before": [(one, STATES[one.state], STATE_KINDS[one.state], OUTCOMES.get(one.outcome, "")) for one in
                   cases.alike_before(case, now)] if case.is_public else [],
        "repeats": cases.repeats(case) if case.is_public else None,
        "is_new": request.GET.get("new") == "1" and found.own is not None,
        "sent": request.GET.get("sent", ""),  # what this phone kept of it goes, whatever became of it
        "may_join": found.own is None and case.is_public and case.state in states.OPEN and not found.is_staff,
        "may_add": found.own is not None and case.state in states.OPEN | {states.ANSWERED},
        "reopen_until": day(reopen_end(case.ended_at)) if found.may_reopen and case.ended_at else "",
    }  # fmt: skip
    return render(request, "cases/public/thread.html", context)


def _reply(found: Thread, reply: object) -> str:
    """Reporters and staff read it as it was written, the public without personal numbers."""
    return reply.text if found.own is not None or found.is_staff else reply.public_text


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that this phone's account reported or joined; what waits for its word first."""
    rows = [
        {
            "case": case, "name": category_name(case.category), "where": words.where(case),
            "state": STATES[case.state], "kind": STATE_KINDS[case.state],
            "level": LEVELS[case.level] if case.state in states.OPEN else "",
        }
        for case in cases.mine(request.actor)
    ]  # fmt: skip
    context = {
        "asked": [one for one in rows if one["case"].state == states.ANSWERED],
        "open": [one for one in rows if one["case"].state in states.OPEN],
        "over": [one for one in rows if one["case"].state in states.ENDED],
    }
    return render(request, "cases/public/mine.html", context)


@signed_in
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Solved: the case closes by its reporter's word."""
    found = seen(request, number)
    actions.confirm(case_id=found.case.pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Thank you. The case is closed by your word."))
    return redirect("cases:thread", number)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dissatisfied(request: HttpRequest, number: str) -> HttpResponse:
    """Not solved: it goes back to who handled it, without anybody's leave."""
    found = seen(request, number)
    form = filled(SayForm, request)

    def do(values: dict) -> object:
        return actions.dissatisfied(case_id=found.case.pk, text=values["text"], actor=request.actor, now=clock.now())

    return act(
        request, form, do, heading=gettext_lazy("Not solved"), button=gettext_lazy("Take it up again"),
        back=f"/cases/{number}", active="report",
        lead=gettext_lazy("It goes straight back to who handled it, with a new deadline. Nobody can refuse that."),
        done=gettext_lazy("It is in hand again."),
    )  # fmt: skip


@anyone
@require_safe
def attached(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One photo or voice note, as far as this visitor may see it: the public only ever gets the blurred copy."""
    found = seen(request, number)
    row = next((one for one in found.attachments if one.pk == pk), None)
    if row is None:
        raise Http404
    inside = found.is_staff or found.sight == "HELPER" or (found.own is not None and row.report_id == found.own.pk)
    file_id = row.file_id if inside and "shown" not in request.GET else (row.public_file_id or row.file_id)
    stored = chosen([file_id]).get(file_id)
    if stored is None:
        raise Http404
    return downloads.sound(stored) if row.kind == Attachment.Kind.VOICE else downloads.picture(stored)
