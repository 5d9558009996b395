"""For community workers: what waits today, blank forms, the second look, the list of the community's entries."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards.actions import intake
from yuanba.awards.models import Entry
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import applicant, desk
from yuanba.awards.queries import showing as public
from yuanba.kernel.verdict import Refused, no
from yuanba.places import queries as places
from yuanba.web import clock, dates, downloads
from yuanba.web.awards import keyed
from yuanba.web.awards.applicant_labels import CHANNELS, ENTRY_CHIPS, ENTRY_STATES, NEXT
from yuanba.web.awards.desk.forms import CheckForm
from yuanba.web.awards.desk.intake import INTAKE
from yuanba.web.awards.desk.paper import PAPER
from yuanba.web.awards.entering.forms import DEEDS
from yuanba.web.awards.frame import show
from yuanba.web.awards.mine import entry_view
from yuanba.web.awards.mine.mending import mend
from yuanba.web.awards.words import honour_of, title_of
from yuanba.web.doors import holding
from yuanba.web.filters import mask
from yuanba.web.tables import Chip, Column, Filter, Link, Table

WAITING = 20  # of each kind on the first page; the lists show all


def shown_name(entry: Entry) -> str:
    """What lists show: the title of a case, a body's name, a person's name masked."""
    if entry.title:
        return entry.title
    category = playbook_of(entry.campaign).category(entry.category)
    return mask(entry.nominee_name) if category.nominee == "PERSON" else entry.nominee_name


def _row(entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "name": shown_name(entry), "honour": honour_of(entry.campaign, entry.category, entry.kind)}


@holding("awards.desk")
@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me today, and what I can begin."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    mend_rows = desk.to_mend(actor, now).prefetch_related("corrections")[:WAITING]
    return show(
        request,
        "desk/today.html",
        campaigns=[
            {"campaign": one, "run": public.takes_entries(one, now), "recommends": _recommends(one)}
            for one in public.running()
        ],
        to_check=[_row(entry) for entry in desk.to_check(actor, now)[:WAITING]],
        own=[_row(entry) for entry in desk.own_unchecked(actor, now)[:WAITING]],
        to_mend=[{**_row(entry), "due": _due(entry)} for entry in mend_rows],
        forms_out=desk.forms_out(actor, now),
        active="award-desk",
    )


def _recommends(campaign: Any) -> bool:
    return any(category.routes.recommendation for category in playbook_of(campaign).categories)


def _due(entry: Entry) -> Any:
    open_ones = [row for row in entry.corrections.all() if row.answered_at is None and row.lapsed_at is None]
    return open_ones[0] if open_ones else None


ENTRIES = Table(
    "community-entries",
    gettext_lazy("Entries of my community"),
    [
        Column(
            "name",
            gettext_lazy("Put forward"),
            lambda row: Link(shown_name(row), reverse("awards:desk_entry", args=[row.serial])),
            head=True,
        ),
        Column("serial", gettext_lazy("Number"), lambda row: row.serial, sort="serial"),
        Column(
            "honour",
            gettext_lazy("Honour"),
            lambda row: honour_of(row.campaign, row.category, row.kind),
            sort="category",
        ),
        Column("channel", gettext_lazy("How it came"), lambda row: CHANNELS[row.channel], sort="channel"),
        Column("received", gettext_lazy("Came in"), lambda row: dates.day(row.received_at), sort="received_at"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: Chip(ENTRY_STATES[row.state], ENTRY_CHIPS[row.state]),
            sort="state",
        ),
    ],
    [
        Filter("q", gettext_lazy("Name or number"), desk.search),
        Filter(
            "state", gettext_lazy("State"), lambda rows, value: rows.filter(state=value), list(ENTRY_STATES.items())
        ),
        Filter(
            "channel",
            gettext_lazy("How it came"),
            lambda rows, value: rows.filter(channel=value),
            list(CHANNELS.items()),
        ),
    ],
    sort="-received_at",
    empty_title=gettext_lazy("No entry yet"),
    empty_text=gettext_lazy("Enter for somebody from the page “Today”, or hand out a form."),
)


@holding("awards.desk")
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Every entry of the area, to be searched and taken out."""
    rows = desk.entries(request.actor, clock.now())  # type: ignore[attr-defined]
    if ENTRIES.wants_sheet(request):
        return ENTRIES.sheet(request, rows)  # type: ignore[return-value]
    return show(request, "desk/entries.html", table=ENTRIES.view(request, rows), active="award-desk")


def of_area(request: HttpRequest, serial: str) -> Entry:
    """The entry of the desk's area. Raises Refused(entry.unknown)."""
    found = desk.entry(serial, request.actor, clock.now())  # type: ignore[attr-defined]
    if found is None:
        raise Refused(no("entry.unknown"))
    return found


@holding("awards.desk")
@never_cache
@require_safe
def entry(request: HttpRequest, serial: str) -> HttpResponse:
    """One entry of the area: where it stands, what it lacks, what to do for the person."""
    return _entry_page(request, of_area(request, serial))


def _entry_page(request: HttpRequest, found: Entry) -> HttpResponse:
    file = applicant.file_of(found)
    return show(
        request,
        "desk/entry.html",
        found.campaign,
        active="award-desk",
        entry=found,
        file=file,
        name=shown_name(found),
        state=ENTRY_STATES[found.state],
        state_chip=ENTRY_CHIPS[found.state],
        next_text=NEXT[found.state],
        track=entry_view.track(file),
        lines=entry_view.lines(file, f"/desk/entries/{found.serial}/files/"),
        history=entry_view.told(file),
        channel=CHANNELS[found.channel],
        where=places.full_name_at(found.nominee_territory_id, dates.local(clock.now()).date()),
        waits_for_check=found.state == "RECEIVED",
    )


@holding("awards.desk")
@require_safe
def file(request: HttpRequest, serial: str, material_id: int) -> HttpResponse:
    """A file of an entry of the area."""
    stored = applicant.material_file(of_area(request, serial), material_id)
    if stored is None:
        raise Refused(no("material.no_file", "files"))
    return downloads.attachment(stored)  # type: ignore[return-value]


@holding("awards.desk")
@require_safe
def scan(request: HttpRequest, serial: str) -> HttpResponse:
    """The signed paper, or the message, as it was handed in."""
    stored = desk.scan_of(of_area(request, serial))
    if stored is None:
        raise Refused(no("material.no_file", "files"))
    return downloads.picture(stored)  # type: ignore[return-value]


@holding("awards.desk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mending(request: HttpRequest, serial: str) -> HttpResponse:
    """Adding files and words for somebody who brings them to the desk."""
    return mend(request, of_area(request, serial), "awards:desk_entry")


@holding("awards.desk")
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What waits for a second person."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return show(
        request,
        "desk/checks.html",
        active="award-desk",
        rows=[_row(one) for one in desk.to_check(actor, now)[:100]],
        own=desk.own_unchecked(actor, now).count(),
    )


@holding("awards.desk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, serial: str) -> HttpResponse:
    """The second person compares form and paper."""
    found = of_area(request, serial)
    form = CheckForm(request.POST) if request.method == "POST" else CheckForm.opened(request)
    if request.method == "POST" and form.is_valid():
        agrees = form.cleaned_data["agrees"] == "1"
        try:
            intake.confirm(
                entry_id=found.pk,
                agrees=agrees,
                reason=form.cleaned_data["reason"],
                actor=request.actor,  # type: ignore[attr-defined]
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("Confirmed. It takes part now.") if agrees else _("Not confirmed. The person was told.")
            )
            return redirect("awards:desk_checks")
    details = applicant.file_of(found)
    paper = desk.scan_of(found)
    return show(
        request,
        "desk/check.html",
        found.campaign,
        409 if form.why else 200,
        active="award-desk",
        entry=found,
        form=form,
        facts=_facts(found),
        answers=entry_view.answers(details, left_empty=_("(left empty)")),
        deeds_label=DEEDS[playbook_of(found.campaign).category(found.category).nominee],
        lines=entry_view.lines(details, f"/desk/entries/{found.serial}/files/"),
        scan=paper,
        is_picture=bool(paper and paper.kind in downloads.PICTURES),
        settled=found.state != "RECEIVED",
    )


def _facts(found: Entry) -> list[tuple[str, str]]:
    """What was keyed in, to be held against the paper: how it came, then line by line as the paper has it."""
    rows = [
        (_("How it came"), str(CHANNELS[found.channel])),
        (_("Came in"), dates.moment(found.received_at)),
        (_("Campaign"), title_of(found.campaign)),
        (_("Honour"), honour_of(found.campaign, found.category, found.kind)),
        *keyed.every_field(found),
    ]
    if hasattr(found, "recommendation"):
        rows.append((_("Their opinion"), found.recommendation.opinion or _("(left empty)")))
    return rows


DESK = [
    path("desk/entries", today, name="desk"),
    path("desk/entries/all", entries, name="desk_entries"),
    path("desk/entries/checks", checks, name="desk_checks"),
    path("desk/entries/checks/<slug:serial>", check, name="desk_check"),
    path("desk/entries/checks/<slug:serial>/scan", scan, name="desk_scan"),
    path("desk/entries/<slug:serial>", entry, name="desk_entry"),
    path("desk/entries/<slug:serial>/files/<int:material_id>", file, name="desk_file"),
    path("desk/entries/<slug:serial>/mend", mending, name="desk_mend"),
    *PAPER,
    *INTAKE,
]
