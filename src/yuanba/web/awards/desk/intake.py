"""For community workers: keying in an entry for somebody, from paper, from a message, or as a recommendation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards import mailbox
from yuanba.awards.actions import intake
from yuanba.awards.actions.intake import Body, Intake, Mail
from yuanba.awards.models import Campaign, Channel, Entry
from yuanba.awards.pinned import category_of
from yuanba.awards.playbook import Category
from yuanba.awards.queries import applicant
from yuanba.awards.sheet import Attachment
from yuanba.files.models import StoredFile
from yuanba.files.queries import content
from yuanba.kernel.verdict import Refused, no
from yuanba.people.queries import RollRow, find_organisations, search_roll
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards import uploads
from yuanba.web.awards.desk.forms import PROOFS, IntakeForm
from yuanba.web.awards.desk.paper import honours_and_kinds
from yuanba.web.awards.entering.drafting import known_of
from yuanba.web.awards.entering.forms import PARTS, PartForm
from yuanba.web.awards.entering.sheet import sheet_of
from yuanba.web.awards.fields import moment
from yuanba.web.awards.frame import campaign_or_refuse, show
from yuanba.web.awards.words import said
from yuanba.web.doors import holding
from yuanba.web.sent import whole

CHANNELS = {
    "desk": Channel.COMMUNITY,
    "paper": Channel.PAPER,
    "email": Channel.EMAIL,
    "recommended": Channel.RECOMMENDATION,
}
SCAN = "scan"
KINDS = {Channel.EMAIL: ("eml", "txt", "pdf")}


@holding("awards.desk")
@require_safe
def choose(request: HttpRequest, code: str, channel: str) -> HttpResponse:
    """For which honour somebody is entered."""
    campaign = campaign_or_refuse(code)
    if channel not in CHANNELS:
        raise Refused(no("entry.channel_closed", "playbook: channels", channel=channel))
    choices = [(key.partition("/"), name) for key, name in honours_and_kinds(campaign)]
    if channel == "recommended":
        choices = [one for one in choices if _category(campaign, one[0][0]).routes.recommendation]
    return show(
        request,
        "desk/choose.html",
        campaign,
        active="award-desk",
        channel=channel,
        rows=[{"category": key[0], "kind": key[2], "name": name} for key, name in choices],
    )


def _category(campaign: Campaign, key: str) -> Category:
    found = category_of(campaign, key)
    if found is None:
        raise Refused(no("entry.no_category", "playbook", category=key[:40]))
    return found


@dataclass
class Sheet:
    """One page of keying in: the forms, the files that were stored, and what was not taken."""

    request: HttpRequest
    campaign: Campaign
    category: Category
    kind: str
    channel: str
    known: dict[str, Any]
    intake: IntakeForm
    parts: list[PartForm]
    kept: dict[str, list[StoredFile]] = field(default_factory=dict)
    problems: dict[str, list[uploads.Problem]] = field(default_factory=dict)
    people: tuple[RollRow, ...] = ()

    @property
    def picked(self) -> str:
        return self.request.POST.get("person", "")

    @property
    def proof_kinds(self) -> tuple[str, ...]:
        return KINDS.get(Channel(self.channel), uploads.SCAN_KINDS)

    def valid(self) -> bool:
        # Every form is asked, so that all mistakes are told at once.
        wrong = [form for form in (self.intake, *self.parts) if not form.is_valid()]
        nominee = self.parts[0]
        if not wrong and nominee.cleaned_data.get("fees_agreed") and not self.picked:
            nominee.add_error(
                "fees_agreed", _("Pick the person from the roll first: the company is asked about a home.")
            )
            return False
        return not wrong and not self.problems

    def values(self) -> dict[str, Any]:
        return {name: value for part in self.parts for name, value in part.cleaned_data.items()}


def _sheet(request: HttpRequest, code: str, channel: str, category_key: str) -> Sheet:
    campaign = campaign_or_refuse(code)
    if channel not in CHANNELS:
        raise Refused(no("entry.channel_closed", "playbook: channels", channel=channel))
    category = _category(campaign, category_key)
    data = request.POST if request.method == "POST" else None
    kind = (request.POST if data else request.GET).get("kind", "")
    known = known_of(request, campaign, category, desk=True)
    today = dates.local(clock.now())
    initial = {
        "received_date": today.date(),
        "received_hour": f"{today:%H:%M}",
        "form_serial": request.GET.get("serial", ""),
    }
    if channel == "email":
        initial = {}
    return Sheet(
        request,
        campaign,
        category,
        kind,
        CHANNELS[channel],
        known,
        IntakeForm(
            data,
            initial=initial,
            channel=CHANNELS[channel],
            bodies=[(one.body, said(one)) for one in category.routes.recommendation],
            found=_found(campaign, data.get("body_name", "") if data else ""),
        ),
        [form(data, category=category, kind=kind, known=known) for form in PARTS],
    )


def _found(campaign: Campaign, name: str) -> list[Any]:
    today = dates.local(clock.now()).date()
    return find_organisations(name, within=places.descendants(campaign.territory_id, today), on=today) if name else []


def _take(sheet: Sheet) -> None:
    """Files are stored before anything else is looked at, so that a mistake in a field costs no upload."""
    request = sheet.request
    lines = [(SCAN, sheet.proof_kinds, uploads.SCAN_MIB, 1)]
    lines += [(line.key, line.kinds, line.max_mib, line.max_files) for line in sheet.category.materials_for(sheet.kind)]
    asked = {key: [whole(one) for one in request.POST.getlist(f"kept-{key}")] for key, *_rest in lines}
    known = [one for several in asked.values() for one in several if one is not None]
    own = applicant.own_uploads(known, request.actor)  # type: ignore[attr-defined]
    for key, kinds, mib, most in lines:
        chosen = [own[one] for one in asked[key] if one in own]
        for upload in request.FILES.getlist(f"file-{key}"):
            stored = uploads.store(request, upload, kinds, mib)
            if isinstance(stored, uploads.Problem):
                sheet.problems.setdefault(key, []).append(stored)
            else:
                chosen.append(stored)
        sheet.kept[key] = chosen[-most:]


def _proved(sheet: Sheet) -> None:
    """The scan is there, or that it is missing is said."""
    if not sheet.kept[SCAN] and SCAN not in sheet.problems:
        sheet.problems[SCAN] = [
            uploads.Problem(
                "", _("The proof is missing."), _("Scan or photograph the signed paper, or upload the message.")
            )
        ]


@holding("awards.desk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str, channel: str, category: str) -> HttpResponse:
    """The whole form on one page, with the proof."""
    sheet = _sheet(request, code, channel, category)
    if request.method == "POST":
        _take(sheet)
        sheet.people = _on_roll(sheet)
        if "find" in request.POST:
            return _page(_again(sheet), channel)
        _proved(sheet)
        if sheet.valid():
            try:
                entry = _send(sheet)
            except Refused as refused:
                sheet.intake.refuse(refused)
            else:
                messages.success(
                    request,
                    _("%(serial)s is entered. A colleague compares it with the paper; then it takes part.")
                    % {"serial": entry.serial},
                )
                return redirect("awards:desk_entry", entry.serial)
    return _page(sheet, channel)


def _on_roll(sheet: Sheet) -> tuple[RollRow, ...]:
    """The people of the roll with the name on the paper, in the place on it; nobody where the visitor may not look."""
    asked = sheet.request.POST
    place = asked.get("territory", "")
    if sheet.category.nominee != "PERSON" or place not in {pk for _, rows in sheet.known["places"] for pk, _ in rows}:
        return ()
    try:
        return search_roll(
            actor=sheet.request.actor,  # type: ignore[attr-defined]
            territory_id=int(place),
            now=clock.now(),
            name=asked.get("nominee_name", ""),
        )
    except Refused:
        return ()


def _again(sheet: Sheet) -> Sheet:
    """The same sheet with everything that was typed, not looked at yet."""
    typed = {
        name: form_field.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
        for form in (sheet.intake, *sheet.parts)
        for name, form_field in form.fields.items()
    }
    for form in (sheet.intake, *sheet.parts):
        form.is_bound, form.initial = False, typed
    return sheet


def _page(sheet: Sheet, channel: str) -> HttpResponse:
    lines = [
        {
            "key": line.key,
            "name": said(line),
            "required": line.required,
            "taken": uploads.taken(line),
            "accept": uploads.accept(line.kinds),
            "many": line.max_files > 1,
            "files": [_kept(stored) for stored in sheet.kept.get(line.key, [])],
            "problems": sheet.problems.get(line.key, []),
        }
        for line in sheet.category.materials_for(sheet.kind)
    ]
    failed = bool(sheet.problems or sheet.intake.why) or any(form.errors for form in [sheet.intake, *sheet.parts])
    return show(
        sheet.request,
        "desk/new.html",
        sheet.campaign,
        409 if failed and sheet.request.method == "POST" else 200,
        active="award-desk",
        sheet=sheet,
        channel=channel,
        lines=lines,
        proof=PROOFS[Channel(sheet.channel)],
        proof_accept=uploads.accept(sheet.proof_kinds),
        scans=[_kept(stored) for stored in sheet.kept.get(SCAN, [])],
        scan_problems=sheet.problems.get(SCAN, []),
        people=[
            {"pk": row.person.id, "name": row.person.name, "where": f"{row.compound} {row.premises}".strip()}
            for row in {row.person.id: row for row in sheet.people}.values()
        ],
        looked="find" in sheet.request.POST,
    )


def _kept(stored: StoredFile) -> dict[str, Any]:
    return {
        "id": stored.pk,
        "name": stored.name,
        "size": uploads.size_text(stored.size),
        "warning": uploads.warning(uploads.personal(stored)),
    }


def _received(sheet: Sheet) -> datetime | None:
    day = sheet.intake.cleaned_data.get("received_date")
    if day is None:
        return None
    at, now = moment(day, sheet.intake.cleaned_data.get("received_hour")), clock.now()
    # "Today, 10:30" typed at 10:30:20 is now, not the future.
    return now if at > now and dates.local(at).date() == dates.local(now).date() and (at - now).seconds < 60 else at


def _send(sheet: Sheet) -> Entry:
    scan = sheet.kept[SCAN][-1]
    attachments = [
        Attachment(material=key, stored_file_id=stored.pk, name=stored.name)
        for key, rows in sheet.kept.items()
        if key != SCAN
        for stored in rows
    ]
    picked = whole(sheet.picked)
    facts: dict[str, Any] = {
        "campaign_id": sheet.campaign.pk,
        "sheet": sheet_of(sheet.category, sheet.kind, sheet.values(), attachments=attachments, picked_person_id=picked),
        "request_key": sheet.intake.cleaned_data["request_key"],
        "actor": sheet.request.actor,  # type: ignore[attr-defined]
        "now": clock.now(),
    }
    values, agreed = sheet.intake.cleaned_data, bool(sheet.values().get("fees_agreed"))
    if sheet.channel == Channel.EMAIL:
        return intake.register_email(mail=_mail(sheet, scan, agreed), **facts)
    proof = Intake(scan_file_id=scan.pk, received_at=_received(sheet), fees_agreed=agreed)
    if sheet.channel == Channel.PAPER:
        return intake.register_paper(form_serial=values["form_serial"], intake=proof, **facts)
    if sheet.channel == Channel.RECOMMENDATION:
        if not values["body"]:
            raise Refused(no("recommendation.body_unknown", "playbook: routes"))
        body = Body(kind=values["body_kind"], ref=f"organisation:{values['body']}", opinion=values["opinion"])
        return intake.recommend(body=body, intake=proof, **facts)
    return intake.register_for(intake=proof, **facts)


def _mail(sheet: Sheet, stored: StoredFile, fees_agreed: bool) -> Mail:
    told = mailbox.facts(content(stored))
    arrived = _received(sheet) or told.arrived_at
    if arrived is None:
        raise Refused(no("email.no_arrival", "announcement: both days inclusive"))
    sender = sheet.intake.cleaned_data.get("sender") or told.sender
    return Mail(
        message_file_id=stored.pk, message_ref=told.ref, sender=sender, arrived_at=arrived, fees_agreed=fees_agreed
    )


INTAKE = [
    path("desk/entries/<slug:code>/new/<slug:channel>", choose, name="desk_choose"),
    path("desk/entries/<slug:code>/new/<slug:channel>/<slug:category>", new, name="desk_new"),
]
