"""For residents: everything once more, then the entry is sent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.awards.actions import entries, intake
from yuanba.awards.actions.intake import RESIDENTS, Body
from yuanba.awards.queries import showing as public
from yuanba.kernel.normal import find_personal
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import organisation
from yuanba.web import clock, dates
from yuanba.web.awards.campaign_page import online_routes
from yuanba.web.awards.entering.drafting import Desk, own_name
from yuanba.web.awards.entering.files import lines_of
from yuanba.web.awards.entering.forms import PartForm
from yuanba.web.awards.entering.sheet import sheet_of
from yuanba.web.awards.entering.track import STEPS, track
from yuanba.web.awards.frame import show
from yuanba.web.forms import PageForm
from yuanba.web.sent import whole


class DeclareForm(PageForm):
    request_key = None  # type: ignore[assignment]  # the draft's own key
    declared = forms.BooleanField(
        label=gettext_lazy("What stands here is true."),
        help_text=gettext_lazy(
            "The office and the community may check it for this campaign, and show name and compound in public "
            "when the list is put on notice."
        ),
    )


def review(request: HttpRequest, desk: Desk, shown: Callable[..., HttpResponse]) -> HttpResponse:
    parts = desk.parts()
    wrong = next((part for part in parts if not part.is_valid()), None)
    if wrong is not None:
        messages.warning(request, _("Something is missing here. Everything else is kept."))
        return shown(request, desk, wrong, status=409)
    form = DeclareForm(request.POST) if request.method == "POST" else DeclareForm()
    if request.method == "POST" and form.is_valid():
        try:
            entry = _send(request, desk, parts)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("awards:sent", entry.serial)
    return _review_page(request, desk, parts, form)


def _values(parts: list[PartForm]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.cleaned_data.items()}


def _send(request: HttpRequest, desk: Desk, parts: list[PartForm]) -> Any:
    picked = whole(desk.values.get("organisation"))
    body = organisation(picked) if picked is not None else None
    actor = request.actor  # type: ignore[attr-defined]
    sheet = sheet_of(
        desk.category,
        desk.kind,
        _values(parts),
        me=(actor.person_id, own_name(request)),
        organisation_id=body.pk if body else None,
        attachments=desk.attachments(),
    )
    facts = {
        "campaign_id": desk.campaign.pk,
        "sheet": sheet,
        "request_key": desk.draft.slot,
        "actor": actor,
        "now": clock.now(),
    }
    if online_routes(desk.campaign).get(desk.category.key) == RESIDENTS:
        return intake.recommend(body=Body(kind=RESIDENTS, ref=f"person:{actor.person_id}"), **facts)
    return entries.submit(**facts)


def _review_page(request: HttpRequest, desk: Desk, parts: list[PartForm], form: DeclareForm) -> HttpResponse:
    lines = lines_of(desk, {})
    values = _values(parts)
    words = [str(value) for key, value in values.items() if key == "deeds" or key.startswith("answer-")]
    return show(
        request,
        "entering/review.html",
        desk.campaign,
        status=409 if form.why else 200,
        form=form,
        slot=desk.draft.slot,
        desk_=desk,
        groups=[(str(STEPS[part.name]), part.name, _rows(part)) for part in parts],
        lines=lines,
        missing=[line["name"] for line in lines if line["required"] and not line["files"]],
        has_numbers=any(find_personal(text) for text in words),
        open_run=public.takes_entries(desk.campaign, clock.now()),
        track=track("review"),
    )


def _rows(part: PartForm) -> list[tuple[str, str]]:
    """(label, words) of what was filled in."""
    rows = []
    for bound in part:
        value = part.cleaned_data.get(bound.name)
        if value in (None, "", []):
            continue
        rows.append((str(bound.label), _words(bound, value)))
    return rows


def _words(bound: forms.BoundField, value: Any) -> str:
    """The label of a choice, the day in words, or the text itself."""
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        flat = {str(key): str(label) for key, label in _flat(choices)}
        chosen = value if isinstance(value, list) else [value]
        return _(", ").join(flat.get(str(one), str(one)) for one in chosen)
    return dates.day(value) if hasattr(value, "isoformat") else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, (list, tuple)) else [(key, label)]
    return found
