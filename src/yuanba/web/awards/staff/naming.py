"""Naming: the lot, what a meeting decided, the decision by two people, certificates, taking back, the bundle."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.models import Campaign, NamingDecision, Title
from yuanba.awards.pinned import playbook_of
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.web import clock, downloads
from yuanba.web.awards.staff import papers
from yuanba.web.awards.staff.context import campaign_of, category_names, holds, nominee, shown
from yuanba.web.awards.staff.lists import title_rows
from yuanba.web.awards.staff.setup import store
from yuanba.web.doors import holding, staff
from yuanba.web.exports import running
from yuanba.web.forms import PageForm, ReasonForm
from yuanba.web.people.forms import status

# Our own choice: more than a person waits for beside an open page.
LONG_PAGES, LONG_BUNDLE = 50, 1_000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LotForm(PageForm):
    source = forms.CharField(
        label=gettext_lazy("Which later public draw"),
        max_length=200,
        help_text=gettext_lazy("Such as: the Welfare Lottery’s double-colour ball, draw 2026136."),
    )
    draw_at = forms.DateTimeField(
        label=gettext_lazy("When it is drawn"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


class SeedForm(PageForm):
    seed = forms.CharField(label=gettext_lazy("The numbers that were drawn"), max_length=200)


class DecisionForm(PageForm):
    number = forms.CharField(
        label=gettext_lazy("Document number"), max_length=60, help_text=gettext_lazy("Such as 华街发〔2026〕12号.")
    )


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw that parts ties is announced; later its result is entered."""
    campaign = campaign_of(request, pk)
    kind: type[PageForm] = SeedForm if campaign.lot and not campaign.lot.get("seed") else LotForm
    form = kind(request.POST) if request.method == "POST" else kind()
    if request.method == "POST" and form.is_valid() and _lot(request, campaign, form):
        return redirect("awards:results", pk)
    context = {"form": form, "lot": campaign.lot, "drawn_at": _instant(campaign.lot.get("draw_at", ""))}
    return shown(request, "awards/staff/lot.html", context, campaign, room="results", status=status(form))


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _lot(request: HttpRequest, campaign: Campaign, form: PageForm) -> bool:
    by: dict[str, Any] = {"campaign_id": campaign.pk, "actor": request.actor, "now": clock.now()}
    data = form.cleaned_data
    try:
        if isinstance(form, SeedForm):
            actions.lots.draw_lot(seed=data["seed"], **by)
        else:
            local = data["draw_at"].replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
            actions.lots.announce_lot(source=data["source"], draw_at=local, **by)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("The lot is kept."))
    return True


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, pk: int, category: str) -> HttpResponse:
    """What a meeting decided for one category: places and reasons."""
    campaign = campaign_of(request, pk)
    if category not in category_names(playbook_of(campaign)):
        raise Http404
    entries = list(campaign.entries.filter(category=category, state="QUALIFIED").order_by("serial"))
    for entry in entries:
        entry.campaign = campaign
    form = places_form(entries, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = sorted(
            (form.cleaned_data[f"place-{one.pk}"], one.pk, form.cleaned_data[f"why-{one.pk}"])
            for one in entries
            if form.cleaned_data[f"place-{one.pk}"]
        )
        try:
            actions.results.record_places(
                campaign_id=pk,
                category=category,
                places=[(entry_id, why) for _place, entry_id, why in given],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("What the meeting decided is recorded."))
            return redirect("awards:results", pk)
    rows = [(nominee(one), one.serial, form[f"place-{one.pk}"], form[f"why-{one.pk}"]) for one in entries]
    context = {"form": form, "rows": rows, "name": category_names(playbook_of(campaign))[category]}
    return shown(request, "awards/staff/places.html", context, campaign, room="results", status=status(form))


def places_form(entries: list[Any], data: Any) -> PageForm:
    form = PageForm(data)
    for one in entries:
        place = forms.IntegerField(label=_("Rank"), min_value=1, max_value=10_000, required=False)
        why = forms.CharField(label=_("Why"), max_length=400, required=False)
        form.fields |= {f"place-{one.pk}": place, f"why-{one.pk}": why}
    return form


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision is drafted with its document; only staff see it."""
    campaign = campaign_of(request, pk)
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    if request.method == "POST" and form.is_valid():
        try:
            _draft(request, campaign, form.cleaned_data["number"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The decision is drafted. Another person must approve it."))
            return redirect("awards:results", pk)
    return shown(request, "awards/staff/decision.html", {"form": form}, campaign, room="results", status=status(form))


def _draft(request: HttpRequest, campaign: Campaign, number: str) -> None:
    now = clock.now()
    decision = actions.naming.draft_decision(campaign_id=campaign.pk, number=number, actor=request.actor, now=now)
    content = papers.decision_docx(campaign, number, local_date(now), request.build_absolute_uri("/"))
    stored = store(request, papers.named(content, f"{number}.docx"), ("docx",), len(content) + 1)
    actions.naming.attach_document(decision_id=decision.pk, document_file_id=stored.pk, actor=request.actor, now=now)


def _decision(request: HttpRequest, pk: int) -> NamingDecision:
    decision = get_object_or_404(NamingDecision, pk=pk)
    campaign_of(request, decision.campaign_id)
    return decision


@staff
@require_safe
def decision_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The decision as Word; unseen by the public until it is published."""
    stored = StoredFile.objects.filter(pk=_decision(request, pk).document_file_id).first()
    if stored is None:
        raise Http404
    return downloads.attachment(stored)


@holding("awards.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person than the drafter approves."""
    decision = _decision(request, pk)
    actions.naming.approve_decision(decision_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The decision is approved. It is public once the organiser publishes it."))
    return redirect("awards:results", decision.campaign_id)


@holding("awards.organise")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The winners are named and their certificates issued."""
    decision = _decision(request, pk)
    actions.naming.publish_decision(decision_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The winners are named. Their certificates are issued."))
    return redirect("awards:titles", decision.campaign_id)


@staff
@require_safe
def titles(request: HttpRequest, pk: int) -> HttpResponse:
    """Every honour with its certificate; taking one back takes two people."""
    campaign = campaign_of(request, pk)
    context = {
        "titles": title_rows(campaign),
        "may_organise": holds(request, rules.ORGANISE, campaign),
        "may_approve": holds(request, rules.APPROVE, campaign),
    }
    return shown(request, "awards/staff/titles.html", context, campaign, room="results")


@staff
@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificates of all honours that hold, a page each."""
    campaign = campaign_of(request, pk)
    rows = campaign.titles.filter(state="NAMED")
    ordered = running.later(request, rows.count(), _("All certificates"), limit=LONG_PAGES)
    return ordered or _pdf(request, campaign, rows, f"certificates-{campaign.code}.pdf")


@staff
@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate."""
    title = get_object_or_404(Title, pk=pk)
    campaign = campaign_of(request, title.campaign_id)
    return _pdf(
        request, campaign, campaign.titles.filter(pk=pk, state="NAMED"), f"certificate-{campaign.code}-{pk}.pdf"
    )


def _pdf(request: HttpRequest, campaign: Campaign, rows: Any, name: str) -> HttpResponse:
    found = list(rows.select_related("entry", "certificate").order_by("category", "tier", "place"))
    if not found:
        raise Http404
    answer = HttpResponse(papers.certificates_pdf(request, campaign, found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An honour is to be taken back: asked for with a reason, decided by another person."""
    title = get_object_or_404(Title.objects.select_related("entry"), pk=pk)
    campaign = campaign_of(request, title.campaign_id)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.naming.ask_revocation(
                title_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Asked for. Another person must decide."))
            return redirect("awards:titles", campaign.pk)
    context = {"form": form, "title": title}
    return shown(request, "awards/staff/take_back.html", context, campaign, room="results", status=status(form))


@holding("awards.approve")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person than the asker takes the honour back."""
    title = get_object_or_404(Title, pk=pk)
    campaign = campaign_of(request, title.campaign_id)
    actions.naming.revoke(title_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The honour is taken back. Its certificate says so to everybody who verifies it."))
    return redirect("awards:titles", campaign.pk)


@staff
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that anyone needs to recompute the award, without a name."""
    campaign = campaign_of(request, pk)
    ordered = running.later(request, campaign.entries.count(), _("Bundle to verify"), limit=LONG_BUNDLE)
    if ordered is not None:
        return ordered
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        target = Path(folder) / "bundle.zip"
        actions.exporting.export_bundle(campaign_id=campaign.pk, target=target, actor=request.actor, now=clock.now())
        answer = HttpResponse(target.read_bytes(), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{campaign.code}-bundle.zip"'
    return answer
