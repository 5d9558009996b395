"""A compound's committee as everybody sees it: who sits, what it may spend, what it asks the company, what owners ask."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yuanba.assemblies import queries, rules, states
from yuanba.assemblies.models import Mandate, OwnerQuestion, Recall, Seat, SupervisionEntry, SupervisionReply
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.web import clock, downloads
from yuanba.web.assemblies import duty_rows, labels
from yuanba.web.assemblies.frame import place_name
from yuanba.web.dates import until
from yuanba.web.doors import anyone

SHOWN = 20


def office_of(territory_id: int) -> queries.InOffice:
    """The committee in office. Raises Http404 where there is none."""
    office = queries.office_at(territory_id, local_date(clock.now()))
    if office is None:
        raise Http404
    return office


@anyone
@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the compound."""
    found = office_of(pk)
    person_id = request.actor.person_id
    context = {
        **shown(found),
        **duty_rows.shown(request, found),
        "is_signed_in": person_id is not None,
        "may_recall": not found.is_courtyard,
        "may_work": bool(rules.may(request.actor, [rules.SERVE, rules.DESK, rules.GUIDE], pk, clock.now())),
    }
    return render(request, "assemblies/office.html", context)


def shown(found: queries.InOffice) -> dict[str, Any]:
    """What the public page and the desk share."""
    on = local_date(clock.now())
    body = found.body
    return {
        "place_id": body.territory_id,
        "name": place_name(body.territory_id),
        "body": body,
        "kind": labels.BODIES[body.kind],
        "is_courtyard": found.is_courtyard,
        "term": found.term,
        "is_over": found.term.due_date is not None and found.term.due_date <= on,
        "seats": [seat_row(one) for one in found.seats],
        "mandates": [mandate_row(one) for one in queries.mandates(body.pk)[:SHOWN]],
        "log": [entry_row(one, on) for one in queries.supervision(body.pk)[:SHOWN]],
        "questions": [question_row(one, on) for one in queries.questions(body.pk)[:SHOWN]],
        "recalls": [recall_row(one) for one in queries.recalls(body.territory_id)[:SHOWN]],
    }


def seat_row(one: Seat) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "name": one.person.name,
        "title": labels.TITLES[one.title],
        "warning": labels.TIE_WARNINGS.get(one.tie, ""),
        "since": one.from_date,
    }


def mandate_row(one: Mandate) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "purpose": labels.PURPOSES[one.purpose],
        "text": one.text,
        "limit_fen": one.limit_fen,
        "year_limit_fen": one.year_limit_fen,
        "state": labels.MANDATE_STATES[one.state],
        "chip": labels.MANDATE_KINDS[one.state],
        "since": one.from_date,
        "is_counted": one.state == states.PROPOSED and _is_decided(one.ballot),
        "ballot": one.ballot_id,
        "ballot_url": reverse("ballots:about", args=[one.ballot_id]),
    }


def entry_row(one: SupervisionEntry, on: date) -> dict[str, Any]:
    is_late = one.state == states.OPEN and one.due_date < on
    return {
        "pk": one.pk,
        "kind": labels.OBSERVATIONS[one.kind],
        "state": labels.SUPERVISION_STATES[one.state],
        "chip": "brick" if is_late else labels.SUPERVISION_KINDS[one.state],
        "code": one.state,
        "is_late": is_late,
        "due": until(one.due_date),
        "company": one.company.name if one.company else "",
        "text": one.text,
        "day": one.happened_date,
        "file_url": reverse("assemblies:entry_file", args=[one.pk]) if one.file_id else "",
        "closed_note": one.closed_note,
        "replies": sorted(one.replies.all(), key=lambda row: row.pk),
    }


def question_row(one: OwnerQuestion, on: date) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "text": one.text,
        "asked": one.asked_at,
        "due": until(one.due_date),
        "is_late": one.state == states.ASKED and one.due_date < on,
        "state": labels.QUESTION_STATES[one.state],
        "chip": labels.QUESTION_KINDS[one.state],
        "code": one.state,
        "answer": one.answer,
        "answered": one.answered_at,
    }


def recall_row(one: Recall) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "who": one.seat.person.name if one.seat else "",
        "state": labels.RECALL_STATES[one.state],
        "chip": labels.RECALL_KINDS[one.state],
        "code": one.state,
        "reason": one.reason,
        "due": until(one.due_date) if one.due_date and one.state == states.DEMANDED else "",
        "is_counted": one.state == states.CALLED and one.ballot is not None and _is_decided(one.ballot),
    }


def _is_decided(ballot: Ballot) -> bool:
    """Its published count, or that it was annulled, can be taken over."""
    return ballot.state in (ballot_states.PUBLISHED, ballot_states.ANNULLED)


@anyone
@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """One demand: the numbers that are there and the numbers that are needed, never who signed."""
    row = Recall.objects.select_related("seat__person", "ballot").filter(pk=pk).first()
    if row is None:
        raise Http404
    on = local_date(clock.now())
    context = {
        "recall": row,
        "one": recall_row(row),
        "name": place_name(row.territory_id),
        "far": queries.signed(row, on),
        "until": until(row.until_date),
        "has_signed": queries.has_signed(pk, request.actor.person_id),
        "may_sign": row.state == states.COLLECTING and on <= row.until_date,
    }
    return render(request, "assemblies/recall.html", context)


@anyone
@require_safe
def entry_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo or paper of an entry."""
    return _file(SupervisionEntry.objects.filter(pk=pk).first())


@anyone
@require_safe
def reply_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo or paper of a reply."""
    return _file(SupervisionReply.objects.filter(pk=pk).first())


def _file(row: SupervisionEntry | SupervisionReply | None) -> HttpResponseBase:
    found = StoredFile.objects.filter(pk=row.file_id).first() if row is not None and row.file_id else None
    if found is None:
        raise Http404
    return downloads.attachment(found)
