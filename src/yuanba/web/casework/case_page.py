"""One case at the desk: where it stands, the one next step, and everything that is known of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.cases import queries, rules, states
from yuanba.cases.actions.contacting import contact
from yuanba.cases.models import Attachment, Case, Rectification, SpecialMatter
from yuanba.cases.queries import Thread
from yuanba.cases.queries.suggested import suggestion
from yuanba.cases.rules import reopen_end, silence_end
from yuanba.files.queries import chosen
from yuanba.kernel.identifiers import mask_name
from yuanba.places import queries as places
from yuanba.places.queries import premises_label
from yuanba.web import clock, downloads
from yuanba.web.cases.labels import (
    ATTACHMENTS,
    CALL_BACKS,
    LEVELS,
    OUTCOMES,
    SOURCES,
    STATE_KINDS,
    STATES,
    STEPS,
    TRANSFERS,
    category_name,
    organ_name,
)
from yuanba.web.casework import frame
from yuanba.web.casework.labels import RECTIFICATION_KINDS, RECTIFICATIONS, SPECIAL_KINDS, SPECIALS
from yuanba.web.casework.moves import ways
from yuanba.web.dates import by, moment
from yuanba.web.doors import staff

MOST_ALIKE = 6


@staff
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one case for whoever works on it, or helps."""
    return _shown(request, frame.case_of(request, number))


def _shown(request: HttpRequest, case: Case, number_of: tuple[int, str] | None = None) -> HttpResponse:
    now = clock.now()
    found = queries.thread(case.pk, request.actor, now)
    next_ones, others = ways(request, case)
    names = frame.people(_references(found)) if found.is_staff else {}  # helpers do not learn who reported it
    context = {
        "found": found,
        "case": found.case,
        "name": category_name(case.category),
        "place": places.full_name_at(case.territory_id, frame.today()),
        "where": _where(found.case),
        "state": STATES[case.state],
        "kind": STATE_KINDS[case.state],
        "level": LEVELS[case.level],
        "organ": organ_name(case.organ),
        "source": SOURCES[case.source],
        "handler": names.get(case.handler_ref, ""),
        "is_mine": case.handler_ref == request.actor.id,
        "due": _due(found.case, now),
        "next": next_ones,
        "others": others,
        "may_merge": any(one.verb == "merge" for one in others),
        "waits_for": _waits_for(found, request),
        "reports": [_report(row, names, number_of) for row in found.reports],
        "files": _files(found),
        "replies": [(OUTCOMES[one.outcome], one, names.get(one.by, "")) for one in found.replies],
        "helpers": found.co_handlers,
        "calls": [(CALL_BACKS[one.result], one, names.get(one.by, "")) for one in found.call_backs],
        "notes": [(one, names.get(one.by, "")) for one in found.notes],
        "track": _track(found, names),
        "may_steer": rules.may_steer(case, request.actor, now).ok,
        "may_list": frame.may(request, rules.DESK, case.territory_id) and not case.confidential,
        "lines": [(one, RECTIFICATIONS[one.state], RECTIFICATION_KINDS[one.state]) for one in _lines(case)],
        "matters": [(one, SPECIALS[one.state], SPECIAL_KINDS[one.state]) for one in _matters(case)],
        "orders": list(case.hotline_orders.order_by("pk")),
        "alike": _alike(case, now),
        "guess": _guess(case),
        "helps": found.sight == rules.HELPER,
    }
    return frame.page(request, "casework/case.html", context)


def _references(found: Thread) -> list[str]:
    rows = [*found.steps, *found.replies, *found.notes, *found.call_backs]
    return [found.case.handler_ref, *(one.by for one in rows), *(one.account_ref for one in found.reports)]


def _where(case: Case) -> str:
    door = premises_label([case.premises_id]).get(case.premises_id, "") if case.premises_id else ""
    building = case.building.name if case.building else ""
    entrance = case.entrance.name if case.entrance else ""
    here = door or f"{building}{entrance}"
    if building and case.place_note.startswith(building):  # a label says it whole: 1栋左梯
        return case.place_note if here == building else f"{here} · {case.place_note.removeprefix(building)}"
    return " · ".join(one for one in (here, case.place_note) if one)


def _due(case: Case, now: Any) -> dict[str, Any] | None:
    if case.state == states.WAITING and case.clock_at:
        return {"when": by(case.clock_at), "what": case.waiting_for, "otherwise": _("Then it goes on by itself.")}
    if case.state in states.RUNNING and case.due_at:
        otherwise = _("Otherwise it goes up a level, and the reporter hears of it.")
        if case.level == "COMMITTEE":
            otherwise = _("This is the highest level: the supervisor hears of it.")
        if not case.due_official:
            otherwise = _("Unofficial: next year's holidays are not announced yet.")
        return {"when": by(case.due_at), "what": _("it is due at this level"), "otherwise": otherwise,
                "passed": case.due_at <= now}  # fmt: skip
    if case.state == states.ANSWERED and case.answered_at:
        return {"when": by(silence_end(case.answered_at)), "what": _("the reporter says whether it is solved"),
                "otherwise": _("Without a word it lapses, and counts as neither closed nor solved.")}  # fmt: skip
    return None


def _waits_for(found: Thread, request: HttpRequest) -> str:
    """Whose turn it is, where the visitor has no next step."""
    case = found.case
    if case.state == states.ANSWERED and found.replies and found.replies[-1].by == request.actor.id:
        return _("You answered: a colleague makes the call-back, or the reporter says it on their own.")
    if case.state == states.CLOSED and case.ended_at:
        return _("Its reporter can have it taken up again %(until)s.") % {"until": by(reopen_end(case.ended_at))}
    if case.state in (states.REPORTED, states.ACCEPTED):
        return _("The desk of the community gives it to somebody.")
    return ""


def _report(row: Any, names: dict[str, str], number_of: tuple[int, str] | None) -> dict[str, Any]:
    shown = number_of[1] if number_of and number_of[0] == row.pk else ""
    return {
        "row": row,
        "who": mask_name(row.name) if row.name else names.get(row.account_ref, ""),
        "reachable": bool(row.account_ref or row.contact),
        "number": shown,
        "asked": number_of is not None and number_of[0] == row.pk,
    }


def _files(found: Thread) -> list[dict[str, Any]]:
    kept = chosen([one.file_id for one in found.attachments])
    return [
        {"row": one, "label": ATTACHMENTS[one.kind], "is_voice": one.kind == Attachment.Kind.VOICE,
         "is_picture": kept[one.file_id].kind in ("jpeg", "png", "webp")}
        for one in found.attachments
        if one.file_id in kept and kept[one.file_id].erased_at is None
    ]  # fmt: skip


def _track(found: Thread, names: dict[str, str]) -> list[dict[str, str]]:
    """Every step with who and why, the newest last; the way between levels and organs is part of it."""
    moved = {(one.at, one.by): one for one in found.transfers}
    lines = []
    for step in found.steps:
        way = moved.get((step.at, step.by))
        parts = [moment(step.at), names.get(step.by, ""), step.reason, _way(way) if way else ""]
        title = STEPS.get(step.verb, step.verb)
        lines.append({"state": "done", "title": str(title), "detail": " · ".join(one for one in parts if one)})
    return lines


def _way(row: Any) -> str:
    """Where it went, if it went to another level or organ."""
    if row.from_level != row.to_level:
        return f"{TRANSFERS[row.kind]}: {LEVELS[row.from_level]} → {LEVELS[row.to_level]}"
    if row.from_organ != row.to_organ:
        return f"{organ_name(row.from_organ)} → {organ_name(row.to_organ)}"
    return ""


def _lines(case: Case) -> list[Rectification]:
    return list(case.rectifications.order_by("pk"))


def _matters(case: Case) -> list[SpecialMatter]:
    return list(case.special_matters.order_by("pk"))


def _alike(case: Case, now: Any) -> list[tuple[Case, Any, str]]:
    if case.confidential or case.state not in states.OPEN:
        return []
    rows = queries.similar(case.territory_id, case.category.key, now, building_id=case.building_id)
    return [(one, STATES[one.state], STATE_KINDS[one.state]) for one in rows if one.pk != case.pk][:MOST_ALIKE]


def _guess(case: Case) -> str:
    """The kind that the text reads like, if that is another one and the model is sure enough."""
    if case.state not in (states.REPORTED, states.ACCEPTED) or not case.text:
        return ""
    found = suggestion(case.text)
    if found is None or found.category == case.category.key:
        return ""
    return dict(frame.categories()).get(found.category, "")


@frame.worker
@require_POST
def reporter_number(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The case with one reporter's number, for a call; the log says who looked."""
    case = frame.case_of(request, number)
    if not case.reports.filter(pk=pk).exists():
        raise Http404
    phone = contact(report_id=pk, **frame.by(request))
    if not phone:
        messages.info(request, _("This reporter left no number."))
    return _shown(request, case, (pk, phone))


@staff
@require_safe
def attached(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One photo, voice note or paper, as it came in."""
    found = queries.thread(frame.case_of(request, number).pk, request.actor, clock.now())
    row = next((one for one in found.attachments if one.pk == pk), None)
    stored = chosen([row.file_id]).get(row.file_id) if row is not None else None
    if row is None or stored is None or stored.erased_at is not None:
        raise Http404
    return downloads.sound(stored) if row.kind == Attachment.Kind.VOICE else downloads.picture(stored)
