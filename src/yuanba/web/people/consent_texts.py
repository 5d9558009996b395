"""The texts that people agree to: their versions, what changed, how many agreed; and publishing the next one."""

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import ConsentText
from yuanba.people.queries import current_texts, names_behind, versions_of, waiting_texts
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm
from yuanba.web.people.difference import changes
from yuanba.web.people.forms import status
from yuanba.web.people.labels import CONSENT_KINDS

DOOR = "people.appoint"
WEIGHTS = (
    ("ANEW", gettext_lazy("What is done, how, or with which data: everybody is asked anew")),
    ("WORDS", gettext_lazy("Only the wording, nothing else: earlier consents go on")),
)


class TextForm(PageForm):
    text_zh = forms.CharField(
        label=gettext_lazy("Text in Chinese"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    weight = forms.ChoiceField(label=gettext_lazy("What changes?"), choices=WEIGHTS, widget=forms.RadioSelect)
    is_separate = forms.BooleanField(
        label=gettext_lazy("Asked separately (sensitive data, publication)"),
        required=False,
        help_text=gettext_lazy("The law wants a consent of its own for these: PIPL art. 25 and 29."),
    )
    from_day = forms.DateField(
        label=gettext_lazy("In force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty for at once."),
    )


@holding(DOOR)
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Every kind of text: which version is in force, and which waits."""
    current = {row.kind: row for row in current_texts()}
    waiting = waiting_texts()
    kinds = sorted({*current, *waiting, *CONSENT_KINDS}, key=lambda kind: (kind not in current, kind))
    lines = [(kind, CONSENT_KINDS.get(kind, kind), current.get(kind), waiting.get(kind)) for kind in kinds]
    return render(request, "people/consent_texts.html", {"lines": lines})


@holding(DOOR)
@require_safe
def text(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its versions with what changed, who published them, from when they hold, and how many agreed."""
    rows = list(versions_of(kind))
    if not rows and kind not in CONSENT_KINDS:
        raise Http404
    names = names_behind(row.published_by for row in rows)
    english = request.LANGUAGE_CODE == "en"
    lines = [
        {"row": row, "by": names.get(row.published_by, ""), "changes": list(_changed(before, row, english))}
        for row, before in zip(rows, [*rows[1:], None], strict=False)
    ]
    context = {
        "kind": kind,
        "name": CONSENT_KINDS.get(kind, kind),
        "lines": lines,
        "waits": any(not row.is_in_force for row in rows),
    }
    return render(request, "people/consent_text.html", context)


def _changed(before: ConsentText | None, row: ConsentText, english: bool) -> Any:
    words = (before.text_en if english else before.text_zh) if before else ""
    return changes(words, row.text_en if english else row.text_zh)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, kind: str) -> HttpResponse:
    """The next version: written, looked at beside the last one, then published."""
    last = versions_of(kind).first()
    if last is None and kind not in CONSENT_KINDS:
        raise Http404
    first = {"text_zh": last.text_zh, "text_en": last.text_en, "is_separate": last.is_separate} if last else {}
    form = filled(TextForm, request, initial=first)
    if last is None:
        form.fields["weight"].required = False
        del form.fields["weight"]
    looked = request.method == "POST" and form.is_valid()
    if looked and request.POST.get("seen") == _print(form.cleaned_data):
        try:
            _publish(request, kind, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Published. Whoever has to be asked anew sees it on the first page."))
            return redirect("people:consent_text", kind)
    context = {
        "form": form,
        "kind": kind,
        "name": CONSENT_KINDS.get(kind, kind),
        "last": last,
        "seen": _print(form.cleaned_data) if looked else "",
        "looked": looked and not form.why,
        "zh": list(changes(last.text_zh if last else "", form.cleaned_data["text_zh"])) if looked else (),
        "en": list(changes(last.text_en if last else "", form.cleaned_data["text_en"])) if looked else (),
    }
    return render(request, "people/consent_text_new.html", context, status=status(form))


def _publish(request: HttpRequest, kind: str, values: dict[str, Any]) -> None:
    now = clock.now()
    day = values["from_day"]
    from_at: datetime | None = day_start(day) if day is not None and day > local_date(now) else None
    actions.publish_consent_text(
        kind=kind,
        text_zh=values["text_zh"],
        text_en=values["text_en"],
        is_separate=values["is_separate"],
        asks_anew=values.get("weight") != "WORDS",
        from_at=from_at,
        actor=request.actor,
        now=now,
    )


def _print(values: dict[str, Any]) -> str:
    """What was looked at: another text is looked at again."""
    words = "\n".join(str(values.get(name)) for name in ("text_zh", "text_en", "weight", "is_separate", "from_day"))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


@holding(DOOR)
@require_POST
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A version that waits for its day never comes into force."""
    actions.take_back_consent_text(text_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Taken back. The version in force stays."))
    return redirect("people:consent_text", kind)
