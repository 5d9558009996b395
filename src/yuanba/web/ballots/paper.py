"""The paper desk: a sheet for a voter of the roll, its scan, two clerks' readings and, where they differ, a third."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, proxying, queries, rules, states
from yuanba.ballots.models import Ballot, PaperSheet
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import RollRow, search_roll
from yuanba.places.queries import premises_label
from yuanba.web import clock, downloads
from yuanba.web.ballots import choosing, drawing, prints
from yuanba.web.ballots.forms import CancelForm, FindVoterForm, ScanForm, SerialForm
from yuanba.web.ballots.labels import SHEET_KINDS, SHEET_REASONS, SHEETS
from yuanba.web.ballots.rows import names_of
from yuanba.web.dates import moment
from yuanba.web.doors import holding
from yuanba.web.refusals import explain
from yuanba.web.sent import whole
from yuanba.web.tables import Chip, Column, Filter, Link, Table

SCAN_BYTES = 20 * 1024 * 1024
SCAN_KINDS = {"jpeg", "png", "pdf"}
AFTER_KEYING = {
    states.RECEIVED: _("Kept. Another clerk reads the sheet once more; you cannot see each other's reading."),
    states.DISPUTED: _("The two readings differ. A third clerk decides."),
    states.ENTERED: _("Two readings agree: the paper counts."),
    states.REJECTED: _("The sheet is not counted. The reason stands beside it."),
}
SHEETS_TABLE = Table(
    "paper-sheets",
    _("Sheets of paper"),
    [
        Column(
            "serial",
            _("Number"),
            lambda row: Link(row.serial, reverse("ballots:paper_sheet", args=[row.serial])),
            sort="serial",
            head=True,
        ),
        Column("state", _("State"), lambda row: Chip(SHEETS[row.state], SHEET_KINDS[row.state]), sort="state"),
        Column("readings", _("Readings"), lambda row: row.readings, amount=True),
        Column("issued", _("Handed out"), lambda row: moment(row.issued_at), sort="issued_at"),
    ],
    [Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(SHEETS.items()))],
    sort="-pk",
    empty_title=_("No sheet handed out yet"),
    empty_text=_("Look for the voter above and print a sheet."),
)


@holding("ballots.paper")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The ballots that take paper in the clerk's places."""
    rows = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER])
    live = rows.filter(state__in=[states.OPEN, states.CLOSED]).exclude(paper_rule=Ballot.PaperRule.NONE)
    context = {"ballots": list(live), "names": names_of(live), "form": SerialForm()}
    return render(request, "ballots/paper_index.html", context)


@holding("ballots.paper")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The sheet whose number was scanned or typed."""
    form = SerialForm(request.GET)
    if not form.is_valid():
        return redirect("ballots:paper_desk")
    found = queries.paper_sheet(form.cleaned_data["serial"], request.actor, clock.now())
    return redirect("ballots:paper_sheet", found.serial)


@holding("ballots.paper")
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for a voter, hand a sheet out, and see what is out."""
    ballot, now = _mine(request, pk), clock.now()
    if ballot.level == "S":  # its sheets have no numbers
        return redirect("secret:desk", pk)
    rows = queries.sheets_of(pk, request.actor, now)
    if SHEETS_TABLE.wants_sheet(request):
        return SHEETS_TABLE.sheet(request, rows)
    form = FindVoterForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    context = {
        "ballot": ballot,
        "form": form,
        "voters": voters_found(request.actor, pk, form) if form.is_bound and form.is_valid() else None,
        "table": SHEETS_TABLE.view(request, rows),
        "has_proxies": proxying.term_of(ballot) is not None,
        "has_hall": ballot.kind != Ballot.Kind.AWARD and ballot.level == "N",
        "has_silence": queries.counts_silence(ballot),
        "drawn": drawing.sample_waiting(pk),
        "may_issue": bool(rules.may_vote_now(ballot, now)) and ballot.paper_rule != Ballot.PaperRule.NONE,
    }
    return render(request, "ballots/paper.html", context)


@holding("ballots.paper")
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet with a number of its own is there for this voter, ready to be printed."""
    row = whole(request.POST.get("roll_row"))
    if row is None:
        raise Http404
    for_proxy = "for_proxy" in request.POST
    made = actions.issue_paper_sheet(
        ballot_id=pk, roll_row_id=row, actor=request.actor, now=clock.now(), for_proxy=for_proxy
    )
    messages.success(request, _("The sheet is ready. Print it and hand it out."))
    return redirect("ballots:paper_sheet", made.serial)


@holding("ballots.paper")
@require_safe
def sheet(request: HttpRequest, serial: str) -> HttpResponse:
    """Where one sheet stands, and its next step."""
    return _sheet(request, queries.paper_sheet(serial, request.actor, clock.now()))


@holding("ballots.paper")
@require_safe
def printed(request: HttpRequest, serial: str) -> HttpResponse:
    """The sheet as PDF, with its number as QR code."""
    found = queries.paper_sheet(serial, request.actor, clock.now())
    response = HttpResponse(prints.paper(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.serial}.pdf"'
    return response


@holding("ballots.paper")
@require_POST
def scan(request: HttpRequest, serial: str) -> HttpResponse:
    """The sheet came back, and its picture is kept under its hash."""
    now = clock.now()
    found = queries.paper_sheet(serial, request.actor, now)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = files.store(
                content=form.cleaned_data["scan"],
                name=f"{found.serial}",
                kinds=SCAN_KINDS,
                limit_bytes=SCAN_BYTES,
                visibility="PRIVATE",
                actor=request.actor,
                now=now,
            )
            received = actions.receive_paper_sheet(serial=serial, scan_file_id=stored.pk, actor=request.actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            if received.state == states.REJECTED:
                messages.warning(request, SHEET_REASONS.get(received.reason, received.reason))
            else:
                messages.success(request, _("Received. Now two clerks read it, one after the other."))
            return redirect("ballots:paper_sheet", serial)
    return _sheet(request, found, scan_form=form)


@holding("ballots.paper")
@require_safe
def picture(request: HttpRequest, serial: str) -> HttpResponse:
    """The scan, for whoever keys it."""
    found = queries.paper_sheet(serial, request.actor, clock.now())
    stored = chosen([found.scan_file_id]).get(found.scan_file_id) if found.scan_file_id else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, serial: str) -> HttpResponse:
    """One clerk reads the crosses; nobody sees another clerk's reading."""
    now = clock.now()
    found = queries.paper_sheet(serial, request.actor, now)
    asked = queries.sheet(found.ballot_id)
    filled, why = choosing.read(request.POST, asked, on_paper=True), None
    if request.method == "POST":
        try:
            done = actions.key_paper(serial=serial, choices=filled.choices, actor=request.actor, now=now)
        except Refused as refused:
            why = refused.verdict
        else:
            messages.success(request, AFTER_KEYING[done.state])
            return redirect("ballots:paper_sheet", serial)
    refusal = why if why is not None else _not_mine_to_read(request.actor, found)
    context = {
        "sheet": found,
        "items": choosing.shown(asked, filled.choices, why, filled.numbers),
        "why": explain(refusal) if refusal is not None else None,
        "may_key": refusal is None or why is not None,
        "has_picture": _has_picture(found),
    }
    return render(request, "ballots/key.html", context, status=409 if refusal is not None else 200)


@holding("ballots.paper")
@require_POST
def cancel(request: HttpRequest, serial: str) -> HttpResponse:
    """A lost or spoilt sheet is out of use; another may be handed out."""
    found = queries.paper_sheet(serial, request.actor, clock.now())
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            actions.cancel_paper_sheet(
                serial=serial, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The sheet is out of use. You can hand out another."))
            return redirect("ballots:paper", found.ballot_id)
    return _sheet(request, found, cancel_form=form)


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot


def voters_found(actor: Actor, ballot_id: int, form: FindVoterForm) -> list[dict[str, object]]:
    """Who was found on the roll of the clerk's places, masked, with what the ballot knows of them."""
    now, found = clock.now(), dict[int, RollRow]()
    for territory_id in sorted(actor.territories("people.verify")):
        for row in search_roll(actor=actor, territory_id=territory_id, now=now, **form.cleaned_data):
            found.setdefault(row.person.id, row)
    rows = queries.rows_at_desk(ballot_id, list(found), actor, now)
    return [
        {"row": row, "name": found[row.person_id].person.name, "home": found[row.person_id].premises}
        for row in rows
        if row.person_id in found
    ]


def _not_mine_to_read(actor: Actor, sheet: PaperSheet):
    verdict = rules.may_key(actor, sheet)
    return None if verdict else verdict


def _has_picture(sheet: PaperSheet) -> bool:
    stored = chosen([sheet.scan_file_id]).get(sheet.scan_file_id) if sheet.scan_file_id else None
    return stored is not None and stored.kind in downloads.PICTURES


def _sheet(request: HttpRequest, sheet: PaperSheet, **forms: object) -> HttpResponse:
    person = sheet.roll_row.person
    premises_id = sheet.roll_row.premises_id
    readings = list(sheet.keyings.all())
    context = {
        "sheet": sheet,
        "state": SHEETS[sheet.state],
        "kind": SHEET_KINDS[sheet.state],
        "reason": SHEET_REASONS.get(sheet.reason, sheet.reason),
        "voter": mask_name(person.name) if person is not None else "",
        "home": premises_label([premises_id]).get(premises_id, "") if premises_id else "",
        "readings": len(readings),
        "may_key": sheet.state in (states.RECEIVED, states.DISPUTED) and rules.may_key(request.actor, sheet),
        "scan_form": ScanForm(),
        "cancel_form": CancelForm(),
        "is_issued": sheet.state == states.ISSUED,
    }
    status = 409 if any(getattr(form, "why", None) for form in forms.values()) else 200
    return render(request, "ballots/paper_sheet.html", context | forms, status=status)
