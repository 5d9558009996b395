"""Setting a campaign up: from a playbook, with its documents, to the check page and the opening by a second person."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.actions.campaigns import Document
from yuanba.awards.models import Campaign, PolicyDocument
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Mistake, Playbook, PlaybookError, read
from yuanba.awards.playbook.shipped import shipped
from yuanba.awards.queries import blockers, desks
from yuanba.files import actions as files
from yuanba.files.models import StoredFile
from yuanba.kernel.verdict import Refused
from yuanba.web import clock, downloads
from yuanba.web.awards.labels import CAMPAIGN_CHIPS, CAMPAIGN_STATES, DOCUMENT_KINDS, STAGE_KINDS
from yuanba.web.awards.staff.board import waiting
from yuanba.web.awards.staff.context import actor_words, campaign_of, holds, in_language, shown
from yuanba.web.awards.staff.forms import CampaignForm, DocumentForm, TextForm
from yuanba.web.doors import holding, staff
from yuanba.web.people.forms import status
from yuanba.web.sent import whole

LARGEST_TEXT = 1024 * 1024
LARGEST_DOCUMENT = 20 * 1024 * 1024
DOCUMENT_FILES = ("pdf", "docx", "jpeg", "png")


def mistakes_of(text: str | bytes) -> Sequence[Mistake]:
    """What is wrong with a playbook's text; nothing for a valid one."""
    try:
        read(text)
    except PlaybookError as error:
        return error.mistakes
    return ()


def told(mistakes: Sequence[Mistake]) -> list[dict[str, Any]]:
    """Mistakes in the language of the page."""
    return [
        {
            "line": one.line,
            "path": one.path,
            "message": in_language(one.message_zh, one.message_en),
            "hint": in_language(one.hint_zh, one.hint_en),
        }
        for one in mistakes
    ]


def sources() -> dict[str, str]:
    """The shipped playbooks by key, with their titles. An invalid one is left out."""
    found = {}
    for key, text in shipped().items():
        try:
            playbook = read(text)
        except PlaybookError:
            continue
        found[key] = in_language(playbook.title, playbook.title_en)
    return found


def _campaign_form(request: HttpRequest) -> CampaignForm:
    form = CampaignForm(request.POST, request.FILES) if request.method == "POST" else CampaignForm()
    where = desks.territories(request.actor, rules.ORGANISE, clock.now())
    form.fields["territory"].choices = [(str(pk), name) for pk, name in where.items()]
    form.fields["shipped"].choices = list(sources().items())
    return form


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A campaign in draft from a playbook; a wrong one is shown with its mistakes and can be mended here."""
    form = _campaign_form(request)
    wrong: Sequence[Mistake] = ()
    text = ""
    if request.method == "POST" and form.is_valid():
        text, wrong = _text_of(form)
        if not text and not wrong:
            form.add_error("shipped", _("Choose a playbook, or hand in your own."))
        elif not wrong:
            made = _drafted(request, form, text)
            if made is not None:
                messages.success(request, _("The campaign stands in draft. Nobody outside sees it yet."))
                return redirect("awards:setup", made.pk)
    context = {"form": form, "mistakes": told(wrong), "text": text}
    return shown(request, "awards/staff/new.html", context, status=status(form))


def _text_of(form: CampaignForm) -> tuple[str, Sequence[Mistake]]:
    """The chosen text and what is wrong with it; what was typed goes before a file, a file before a shipped one."""
    if form.cleaned_data["playbook_text"].strip():
        text = form.cleaned_data["playbook_text"].replace("\r\n", "\n")
        return text, mistakes_of(text)
    upload = form.cleaned_data["upload"]
    if upload is not None:
        raw = upload.read(LARGEST_TEXT + 1)
        return raw.decode("utf-8", "replace"), mistakes_of(raw)
    text = shipped().get(form.cleaned_data["shipped"], "")
    return text, mistakes_of(text) if text else ()


def _drafted(request: HttpRequest, form: CampaignForm, text: str) -> Campaign | None:
    try:
        return actions.campaigns.draft(
            territory_id=int(form.cleaned_data["territory"]),
            code=form.cleaned_data["code"],
            playbook_text=text,
            actor=request.actor,
            now=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return None


@staff
@require_safe
def setup(request: HttpRequest, pk: int) -> HttpResponse:
    """What the campaign's rules say, the documents it rests on, what is still missing, and opening it."""
    campaign = campaign_of(request, pk)
    playbook = playbook_of(campaign)
    is_draft = campaign.state == Campaign.State.DRAFT
    missing = waiting(request, campaign, blockers.of_campaign(campaign, clock.now())) if is_draft else []
    names = actor_words({campaign.created_by, campaign.opened_by} - {""})
    context = {
        "is_draft": is_draft,
        "state": CAMPAIGN_STATES[campaign.state],
        "state_kind": CAMPAIGN_CHIPS[campaign.state],
        "wait": missing,
        "may_organise": holds(request, rules.ORGANISE, campaign),
        "may_approve": holds(request, rules.APPROVE, campaign),
        "facts": playbook_facts(campaign, playbook, names),
        "documents": documents_of(campaign),
        **overview(playbook),
    }
    return shown(request, "awards/staff/setup.html", context, campaign, room="setup")


def playbook_facts(campaign: Campaign, playbook: Playbook, names: dict[str, str]) -> list[tuple[str, str]]:
    found = [
        (_("Playbook"), " · ".join((playbook.id, _("version %(n)s") % {"n": playbook.version}))),
        (_("Fingerprint (SHA-256)"), campaign.playbook_sha256),
        (_("Set up by"), names.get(campaign.created_by, "")),
    ]
    if campaign.pinned_at is not None:
        found.append((_("Opened by"), names.get(campaign.opened_by, "")))
    return found


def overview(playbook: Playbook) -> dict[str, Any]:
    """Categories, stages and contacts as tables."""
    return {
        "categories": [
            (in_language(one.name, one.name_en), one.quota, _prizes(one), one.amount_fen) for one in playbook.categories
        ],
        "total": (sum(one.quota for one in playbook.categories), playbook.amount_fen),
        "stages": [
            {
                "name": in_language(one.name, one.name_en),
                "kind": STAGE_KINDS[one.kind],
                "opens": one.opens,
                "closes": one.closes,
                "weight": one.weight,
            }
            for one in playbook.stages
        ],
        "contacts": playbook.contacts,
        "bases": playbook.basis,
    }


def _prizes(category: Any) -> list[tuple[str, int, int]]:
    """(tier, places, prize in fen) of each tier; a category of one tier has no name for it."""
    single = len(category.tiers) == 1
    return [
        ("" if single else in_language(tier.name, tier.name_en), tier.quota, tier.prize_fen) for tier in category.tiers
    ]


def documents_of(campaign: Campaign) -> list[dict[str, Any]]:
    return [
        {
            "kind": DOCUMENT_KINDS[one.kind],
            "title": one.title,
            "line": " · ".join(part for part in (one.number, one.issued_by) if part),
            "issued": one.issued_date,
            "url": reverse("awards:document", args=[one.pk]) if one.stored_file_id else "",
        }
        for one in campaign.documents.order_by("kind", "pk")
    ]


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's playbook as text, with its mistakes beside the lines."""
    campaign = campaign_of(request, pk)
    wrong: Sequence[Mistake] = ()
    form = TextForm.at(campaign.version, playbook_text=campaign.playbook_text)
    text = campaign.playbook_text
    if request.method == "POST":
        form = TextForm(request.POST)
        text = request.POST.get("playbook_text", "").replace("\r\n", "\n")
        wrong = mistakes_of(text) if form.is_valid() else ()
        if form.is_valid() and not wrong and _kept(request, campaign, form, text):
            return redirect("awards:setup", pk)
    context = {"form": form, "mistakes": told(wrong), "text": text}
    return shown(request, "awards/staff/text.html", context, campaign, room="setup", status=status(form))


def _kept(request: HttpRequest, campaign: Campaign, form: Any, text: str) -> bool:
    """True if the draft has the text now; else the form says why not."""
    try:
        actions.campaigns.set_playbook(
            campaign_id=campaign.pk,
            version=form.cleaned_data["version"],
            playbook_text=text,
            actor=request.actor,
            now=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("The playbook was changed."))
    return True


@holding("awards.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that the campaign rests on is recorded, with its file."""
    campaign = campaign_of(request, pk)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm.opened(request)
    if request.method == "POST" and form.is_valid() and _recorded(request, campaign, form):
        messages.success(request, _("The document is recorded."))
        return redirect("awards:setup", pk)
    return shown(request, "awards/staff/document.html", {"form": form}, campaign, room="setup", status=status(form))


def _recorded(request: HttpRequest, campaign: Campaign, form: DocumentForm) -> bool:
    now, data = clock.now(), form.cleaned_data
    try:
        stored = store(request, data["file"], DOCUMENT_FILES, LARGEST_DOCUMENT) if data["file"] else None
        document = Document(
            kind=data["kind"],
            title=data["title"],
            issued_by=data["issued_by"],
            number=data["number"],
            issued_date=data["issued_date"],
            stored_file_id=stored.pk if stored else None,
        )
        actions.campaigns.add_document(campaign_id=campaign.pk, document=document, actor=request.actor, now=now)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def store(request: HttpRequest, upload: Any, kinds: Sequence[str], limit: int) -> StoredFile:
    """The upload as a file for staff. Raises Refused as files.store does."""
    return files.store(
        content=upload,
        name=upload.name,
        kinds=kinds,
        limit_bytes=limit,
        visibility="STAFF",
        actor=request.actor,
        now=clock.now(),
    )


@staff
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a policy document."""
    row = get_object_or_404(PolicyDocument, pk=pk)
    campaign_of(request, row.campaign_id)
    stored = StoredFile.objects.filter(pk=row.stored_file_id).first()
    if stored is None:
        raise Http404
    return downloads.attachment(stored)


@holding("awards.approve")
@require_POST
def open_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person opens the campaign: its playbook is pinned and it is announced."""
    campaign = campaign_of(request, pk)
    version = whole(request.POST.get("version")) or 0
    actions.campaigns.open_campaign(campaign_id=campaign.pk, version=version, actor=request.actor, now=clock.now())
    messages.success(request, _("The campaign is announced. Its rules are pinned and cannot change any more."))
    return redirect("awards:board", pk)
