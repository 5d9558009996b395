"""What is kept about me, my consents, and my rights over both (C-002, C-005)."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.audit import actions as audit
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.queries import (
    asked_since,
    child_until,
    consents_of,
    current_texts,
    data_requests_of,
    ended_with_childhood,
    kept_about,
)
from yuanba.web import clock, dates, sessions, sheets, subjects
from yuanba.web.doors import signed_in
from yuanba.web.people.children import AgeForm
from yuanba.web.people.forms import status
from yuanba.web.people.labels import CONSENT_KINDS, DATA_REQUEST_KINDS, FIELDS, REQUEST_STATES, SECTIONS
from yuanba.web.people.my_forms import DataRequestForm

Section = list[dict[str, Any]]
LANGUAGES = {"zh-hans": "中文", "en": "English"}
DATED = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?$")


def kept(request: HttpRequest) -> dict[str, Section]:
    """Everything of every subject: people's part first, then web/<subject>/kept.py KEPT(account, now) of the others."""
    found: dict[str, Section] = dict(kept_about(request.user))
    for module in subjects.modules("kept"):
        found.update(module.kept(request.user, clock.now()))
    return found


def section_name(key: str) -> str:
    names = {**SECTIONS}
    for module in subjects.modules("kept"):
        names.update(getattr(module, "SECTIONS", {}))
    return str(names.get(key, key))


def field_name(key: str) -> str:
    names = {**FIELDS}
    for module in subjects.modules("kept"):
        names.update(getattr(module, "FIELDS", {}))
    return str(names.get(key, key))


def readable(value: Any) -> Any:
    """An instant, a day or a language as people read it; anything else as it is. Only on the screen: the files stay exact."""
    if not isinstance(value, str):
        return value
    if value in LANGUAGES:
        return LANGUAGES[value]
    if not DATED.match(value):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return dates.moment(at) if at.tzinfo else dates.day(at.date())


@signed_in
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept about me, in full, for my own eyes."""
    sections = [
        (section_name(key), [[(field_name(name), readable(value)) for name, value in row.items()] for row in rows])
        for key, rows in kept(request).items()
    ]
    return render(request, "people/data.html", {"sections": sections})


@signed_in
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as a file to take along: JSON for machines, a spreadsheet for people."""
    found = kept(request)
    if kind == "xlsx":
        heads = [_("Section"), _("No."), _("Field"), _("Value")]
        return sheets.response(request, "my-data", heads, list(_lines(found)))
    audit.record(
        verb="exported",
        subject=str(request.user),
        actor=request.actor,
        now=clock.now(),
        detail={"rows": sum(map(len, found.values()))},
    )
    answer = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def _lines(found: dict[str, Section]) -> Iterator[list[Any]]:
    for key, rows in found.items():
        for number, row in enumerate(rows, start=1):
            for name, value in row.items():
                yield [section_name(key), number, field_name(name), "" if value is None else str(value)]


@signed_in
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """What I agreed to, word for word, and a way back in two taps."""
    given = list(consents_of(account_id=request.user.pk))
    open_by_kind = {row.text.kind: row for row in given if row.withdrawn_at is None and not row.subject}
    since = asked_since()
    person = request.user.person if not request.user.is_staff_account else None
    english = request.LANGUAGE_CODE == "en"
    ended = ended_with_childhood(person) if person is not None else {}
    said = {row.text.kind for row in given if row.guardian_id is None}  # by oneself, yes or no
    rows = [
        {
            "text": text,
            "words": text.text_en if english else text.text_zh,
            "name": CONSENT_KINDS.get(text.kind, text.kind),
            "consent": open_by_kind.get(text.kind),
            "ended": None if text.kind in said else ended.get(text.kind),
            "outdated": text.kind in open_by_kind and open_by_kind[text.kind].text.version < since.get(text.kind, 0),
        }
        for text in current_texts()
    ]
    special = [row for row in given if row.subject]
    until = child_until(person) if person is not None else None
    context = {
        "rows": rows,
        "special": special,
        "names": CONSENT_KINDS,
        "verified": person is not None,
        "ask_age": AgeForm() if person is not None and until is None else None,
        "child_until": until if until is not None and until > local_date(clock.now()) else None,
    }
    return render(request, "people/consents.html", context)


@signed_in
@require_POST
def give(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """I agree to this version of the text."""
    account_id = request.user.pk
    actions.give_consent(kind=kind, version=version, account_id=account_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Noted: you agree."))
    return redirect("people:consents")


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer agree, from now on."""
    actions.withdraw_consent(consent_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Withdrawn. What was done until now stays lawful; from now on it is not done."))
    return redirect("people:consents")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """I ask for a correction or an erasure; whoever refuses must say why."""
    form = DataRequestForm(request.POST) if request.method == "POST" else DataRequestForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_about_data(
                account_id=request.user.pk,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It arrived. You find the answer here and among your messages."))
            return redirect("people:ask")
    context = {
        "form": form,
        "asked": data_requests_of(request.user.pk),
        "kinds": DATA_REQUEST_KINDS,
        "states": REQUEST_STATES,
    }
    return render(request, "people/ask.html", context, status=status(form))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """The account is closed: at once, without asking why."""
    if request.method != "POST":
        return render(request, "people/close.html")
    actions.close_account(account_id=request.user.pk, actor=request.actor, now=clock.now())
    sessions.end(request)
    messages.success(request, _("Your account is closed. Thank you for having been here."))
    return redirect("shell:home")
