"""For applicants: my entries, what is asked of me, mending, appeal, withdrawal, my points, my prize."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards.actions import appeals, checks, entries
from yuanba.awards.actions.attaching import may_hand_in
from yuanba.awards.models import Entry
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import applicant
from yuanba.awards.queries import results as outcome
from yuanba.awards.queries.agreed import agreement
from yuanba.awards.states import ENTRY
from yuanba.awards.texts import FEES
from yuanba.kernel.verdict import Refused, no
from yuanba.places import queries as places
from yuanba.web import clock, dates, downloads
from yuanba.web.awards.applicant_labels import ENTRY_CHIPS, ENTRY_STATES, NEXT
from yuanba.web.awards.frame import show
from yuanba.web.awards.mine import entry_view
from yuanba.web.awards.mine.forms import AgreeForm, AppealForm, WithdrawForm
from yuanba.web.awards.mine.mending import mend
from yuanba.web.awards.mine.prizes import PRIZES, prize_waits
from yuanba.web.awards.public import results as results_page
from yuanba.web.awards.words import english, fraction, points
from yuanba.web.doors import signed_in
from yuanba.web.forms import PageForm


def own(request: HttpRequest, serial: str) -> Entry:
    """The visitor's entry. Raises Refused(entry.unknown): whose it is instead is nobody's business."""
    found = applicant.entry(serial, request.actor)  # type: ignore[attr-defined]
    if found is None:
        raise Refused(no("entry.unknown"))
    return found


def _listed(entry: Entry) -> dict[str, Any]:
    due = entry.due[0] if entry.due else None  # type: ignore[attr-defined]
    return {
        "entry": entry,
        "state": ENTRY_STATES[entry.state],
        "chip": ENTRY_CHIPS[entry.state],
        "due_at": due.due_at if due and entry.state == "RETURNED" else None,
    }


@signed_in
@require_safe
def my_entries(request: HttpRequest) -> HttpResponse:
    """What I handed in, what waits for me, what I began."""
    actor = request.actor  # type: ignore[attr-defined]
    return show(
        request,
        "entering/mine.html",
        rows=[_listed(entry) for entry in applicant.entries(actor)[:100]],
        drafts=list(applicant.open_drafts(actor)[:50]),
    )


@signed_in
@require_safe
def sent(request: HttpRequest, serial: str) -> HttpResponse:
    """The receipt."""
    entry = own(request, serial)
    lines = applicant.lines_of(entry)
    draft = getattr(entry, "draft", None)
    return show(
        request,
        "entering/sent.html",
        entry.campaign,
        entry=entry,
        slot=draft.slot if draft else "",
        missing=[line.material for line in lines if line.missing],
        fees=_fees(request, entry),
    )


@signed_in
@never_cache
@require_safe
def my_entry(request: HttpRequest, serial: str) -> HttpResponse:
    """One entry: where it stands, what comes next, what I can do."""
    return entry_page(request, own(request, serial))


def entry_page(request: HttpRequest, entry: Entry, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of the entry, with forms that came back."""
    now = clock.now()
    file = applicant.file_of(entry)
    breakdown = outcome.breakdown(entry)
    page = {
        "file": file,
        "entry": entry,
        "state": ENTRY_STATES[entry.state],
        "state_chip": ENTRY_CHIPS[entry.state],
        "next_text": NEXT[entry.state],
        "track": entry_view.track(file),
        "where": places.full_name_at(entry.nominee_territory_id, dates.local(now).date()),
        "lines": entry_view.lines(file, f"/me/entries/{entry.serial}/files/"),
        "answers": entry_view.answers(file),
        "said_to_me": entry_view.told(file),
        "may_add": bool(may_hand_in(entry, now)),
        "may_appeal": _may_appeal(file, now),
        "may_withdraw": bool(ENTRY.may(entry.state, "withdraw")),
        "breakdown": _breakdown(entry, breakdown),
        "certificate": _certificate(entry),
        "prize_waits": prize_waits(entry, request.actor.person_id),  # type: ignore[attr-defined]
        "fees": _fees(request, entry),
        "withdraw_form": WithdrawForm(),
        "appeal_form": AppealForm(),
        "agree_form": AgreeForm(),
    }
    return show(request, "entering/entry.html", entry.campaign, status, **{**page, **forms})


def _may_appeal(file: applicant.File, now: Any) -> bool:
    if not ENTRY.may(file.entry.state, "appeal") or file.appeal is not None:
        return False
    return file.appeal_until is None or dates.local(now).date() <= file.appeal_until


def _breakdown(entry: Entry, document: dict[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "place": document.get("place", ""),
        "total": points(fraction(document.get("composite", ""))),
        "parts": results_page.breakdown_parts(playbook_of(entry.campaign), document),
        "reason": results_page.reason_text(document["reason"]),
    }


def _certificate(entry: Entry) -> Any:
    """The certificate of a named entry, once everybody may know of it."""
    if entry.state not in ("NAMED", "REVOKED") or entry.campaign.state not in outcome.NAMED:
        return None
    title = getattr(entry, "award", None)
    return getattr(title, "certificate", None)


def _fees(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """The consent to ask about fees, where a criterion asks for it and the applicant is the nominee."""
    actor = request.actor  # type: ignore[attr-defined]
    if entry.nominee_person_id is None or entry.nominee_person_id != actor.person_id:
        return None
    criteria = playbook_of(entry.campaign).category(entry.category).criteria_for(entry.kind)
    if not any(one.check is not None and "FEE_STATUS" in one.check.registers for one in criteria):
        return None
    found = agreement(FEES, str(entry), actor)
    return {
        "text": found.text_en if english() else found.text_zh,
        "version": found.version,
        "given": found.consent,
        "open": entry.state in ("SUBMITTED", "RETURNED", "DOUBTED"),
    }


@signed_in
@require_safe
def my_file(request: HttpRequest, serial: str, material_id: int) -> HttpResponse:
    """A file of the own entry."""
    stored = applicant.material_file(own(request, serial), material_id)
    if stored is None:
        raise Refused(no("material.no_file", "files"))
    return downloads.attachment(stored)  # type: ignore[return-value]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_mending(request: HttpRequest, serial: str) -> HttpResponse:
    """Adding files and words, and sending the entry again."""
    return mend(request, own(request, serial), "awards:my_entry")


def _said(
    request: HttpRequest, serial: str, form: PageForm, name: str, do: Callable[[Entry], object], thanks: str
) -> HttpResponse:
    """The entry's page after `do`; or again with the form, under `name`, and why not."""
    entry = own(request, serial)
    if form.is_valid():
        try:
            do(entry)
        except Refused as refused:
            form.refuse(refused)
            entry = own(request, serial)
        else:
            messages.success(request, thanks)
            return redirect("awards:my_entry", serial)
    return entry_page(request, entry, 409, **{name: form})


@signed_in
@require_POST
def withdraw(request: HttpRequest, serial: str) -> HttpResponse:
    """The entry takes no further part."""
    form = WithdrawForm(request.POST)

    def do(entry: Entry) -> object:
        reason = form.cleaned_data["reason"]
        return entries.withdraw(entry_id=entry.pk, reason=reason, actor=request.actor, now=clock.now())  # type: ignore[attr-defined]

    return _said(request, serial, form, "withdraw_form", do, _("The entry is withdrawn."))


@signed_in
@require_POST
def appeal(request: HttpRequest, serial: str) -> HttpResponse:
    """The appeal goes to a third person."""
    form = AppealForm(request.POST)

    def do(entry: Entry) -> object:
        text = form.cleaned_data["text"]
        return appeals.lodge(entry_id=entry.pk, text=text, actor=request.actor, now=clock.now())  # type: ignore[attr-defined]

    thanks = _("Your appeal has arrived. A third person decides; you get a message.")
    return _said(request, serial, form, "appeal_form", do, thanks)


@signed_in
@require_POST
def fees(request: HttpRequest, serial: str) -> HttpResponse:
    """The property company is asked yes or no, with my consent."""
    form = AgreeForm(request.POST)

    def do(entry: Entry) -> object:
        version = form.cleaned_data["version"]
        return checks.agree_and_ask_fees(
            entry_id=entry.pk,
            consent_version=version,
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )

    return _said(request, serial, form, "agree_form", do, _("Thank you. The company was asked for yes or no."))


MINE = [
    path("me/entries", my_entries, name="my_entries"),
    path("me/entries/<slug:serial>", my_entry, name="my_entry"),
    path("me/entries/<slug:serial>/sent", sent, name="sent"),
    path("me/entries/<slug:serial>/files/<int:material_id>", my_file, name="my_file"),
    path("me/entries/<slug:serial>/mend", my_mending, name="mend"),
    path("me/entries/<slug:serial>/withdraw", withdraw, name="withdraw"),
    path("me/entries/<slug:serial>/appeal", appeal, name="appeal"),
    path("me/entries/<slug:serial>/fees", fees, name="fees"),
    *PRIZES,
]
