"""For residents: entering, step by step. Every step saves the draft first, then looks at what was typed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.awards.actions import entries
from yuanba.awards.models import Campaign
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import applicant
from yuanba.kernel.verdict import Refused, no
from yuanba.people.queries import find_organisations, organisation
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards.campaign_page import in_short, kind_in_short, online_routes, stage_end
from yuanba.web.awards.entering.drafting import EMPTY, Desk, beginning, opened
from yuanba.web.awards.entering.files import draft_file, materials
from yuanba.web.awards.entering.forms import PARTS, PartForm
from yuanba.web.awards.entering.review import review
from yuanba.web.awards.entering.track import ORDER, next_of, track
from yuanba.web.awards.frame import campaign_or_refuse, show
from yuanba.web.awards.words import said
from yuanba.web.doors import signed_in
from yuanba.web.forms import PageForm
from yuanba.web.sent import whole

FORMS = {form.name: form for form in PARTS}
GET_POST = ["GET", "HEAD", "POST"]


class ChooseForm(PageForm):
    what = forms.ChoiceField(label=gettext_lazy("What do you enter for?"), widget=forms.RadioSelect)


def _choices(campaign: Campaign) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Every honour that one may apply for, by sub-kind, and what is said under it."""
    found, hints, routes = [], {}, online_routes(campaign)
    for category in playbook_of(campaign).categories:
        if category.key not in routes:
            continue
        for kind in category.kinds or (None,):
            key = f"{category.key}/{kind.key if kind else ''}"
            found.append((key, f"{said(category)} · {said(kind)}" if kind else said(category)))
            hints[key] = kind_in_short(category, kind) if kind else in_short(category)
    return found, hints


@signed_in
@never_cache
@require_http_methods(GET_POST)
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Which honour: a draft begins, or an earlier one goes on."""
    campaign, now = campaign_or_refuse(code), clock.now()
    choices, hints = _choices(campaign)
    form = ChooseForm(request.POST) if request.method == "POST" else ChooseForm()
    form.fields["what"].choices = choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        category, _slash, kind = form.cleaned_data["what"].partition("/")
        slot = form.cleaned_data["request_key"]
        data = {**EMPTY, "category": category, "kind": kind, "values": beginning(request, campaign)}
        actor = request.actor  # type: ignore[attr-defined]
        if applicant.draft(campaign.pk, slot, actor) is None:
            entries.save_draft(campaign_id=campaign.pk, slot=slot, data=data, revision=0, actor=actor, now=now)
        return redirect("awards:enter_step", code, slot, ORDER[0])
    run = next(run for run in campaign.stage_runs.all() if run.kind == "REGISTRATION")
    return show(
        request,
        "entering/choose.html",
        campaign,
        form=form,
        hints=hints,
        run=run,
        last_day=stage_end(run),
        late=now >= run.closes_at or run.state == "CLOSED",
        early=now < run.opens_at,
        drafts=_listed(applicant.open_drafts(request.actor, campaign.pk)),  # type: ignore[attr-defined]
        track=track("choose"),
    )


def _listed(drafts: Any) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("awards:enter_step", args=[draft.campaign.code, draft.slot, ORDER[0]]),
            "category": draft.data.get("category", ""),
            "kind": draft.data.get("kind", ""),
            "campaign": draft.campaign,
            "saved_at": draft.saved_at,
        }
        for draft in drafts
    ]


@signed_in
@never_cache
@require_http_methods(GET_POST)
def step(request: HttpRequest, code: str, slot: str, name: str) -> HttpResponse:
    """One part of the form, the documents, or the look over."""
    desk = opened(request, code, slot)
    if desk.draft.entry is not None:
        return redirect("awards:sent", desk.draft.entry.serial)
    if name in FORMS:
        return _part(request, desk, FORMS[name])
    if name not in ORDER:
        raise Refused(no("draft.bad_slot"))
    return materials(request, desk) if name == "materials" else review(request, desk, _shown)


def _revision(request: HttpRequest) -> int:
    return whole(request.POST.get("revision")) or 0


def _typed(desk: Desk, form: PartForm) -> dict[str, Any]:
    """All values with those of this part replaced; the body chosen from the list is one of them."""
    values = {**desk.values, **form.raw()}
    if form.name == "nominee":
        values["organisation"] = form.data.get("organisation", "")
    return values


def _part(request: HttpRequest, desk: Desk, form_class: type[PartForm]) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, desk, form_class.waiting(request, desk.values, **desk.options()))
    form = desk.part(form_class, request.POST)
    try:
        desk.keep(revision=_revision(request), values=_typed(desk, form))
    except Refused as refused:
        form.refuse(refused)
        desk.draft.refresh_from_db()
        return _shown(request, desk, form, status=409)
    if "find" in request.POST:
        return _shown(request, desk, form_class(initial=desk.values, **desk.options()))
    if "later" in request.POST:
        messages.success(request, _("Your draft is kept. You find it under “My entries”."))
        return redirect("awards:my_entries")
    return next_of(desk, form.name) if form.is_valid() else _shown(request, desk, form)


def _shown(request: HttpRequest, desk: Desk, form: PartForm, status: int = 200) -> HttpResponse:
    named = form.name == "nominee" and desk.category.nominee == "ORGANISATION"
    return show(
        request,
        f"entering/{form.name}.html",
        desk.campaign,
        status=status,
        form=form,
        desk_=desk,
        slot=desk.draft.slot,
        revision=desk.draft.revision,
        track=track(form.name),
        searches=named,
        asks_name_of_others=bool(desk.known["name"]) and "who" in form.fields,
        bodies=_bodies(desk) if named else [],
        chosen=str(desk.values.get("organisation", "")),
    )


def _bodies(desk: Desk) -> list[Any]:
    """Bodies of the platform that may be meant, the chosen one among them."""
    today = dates.local(clock.now()).date()
    inside = places.descendants(desk.campaign.territory_id, today)
    found = find_organisations(str(desk.values.get("nominee_name", "")), within=inside, on=today)
    picked = whole(desk.values.get("organisation"))
    if picked is not None and picked not in {one.pk for one in found}:
        one = organisation(picked)
        found = [*found, one] if one else found
    return found


@signed_in
@require_POST
def save_part(request: HttpRequest, code: str, slot: str, name: str) -> HttpResponse:
    """What is being typed is kept; the answer says which revision the draft has now."""
    desk = opened(request, code, slot)
    if name not in FORMS:
        raise Refused(no("draft.bad_slot"))
    form = desk.part(FORMS[name], request.POST)
    draft = desk.keep(revision=_revision(request), values=_typed(desk, form))
    return HttpResponse(status=204, headers={"X-Draft-Revision": str(draft.revision)})


ENTERING = [
    path("awards/<slug:code>/enter", enter, name="enter"),
    path("awards/<slug:code>/enter/<slug:slot>/save/<slug:name>", save_part, name="enter_save"),
    path("awards/<slug:code>/enter/<slug:slot>/files/<int:file_id>", draft_file, name="draft_file"),
    path("awards/<slug:code>/enter/<slug:slot>/<slug:name>", step, name="enter_step"),
]
