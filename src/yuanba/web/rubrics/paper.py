"""Score sheets on paper: two clerks key the signed sheet from its scan, the chair settles what they read differently."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.rubrics import actions, queries, rules, states
from yuanba.rubrics.models import Panel, PaperKeying, ScoreSheet
from yuanba.web import candidates, clock, downloads
from yuanba.web.doors import holding, signed_in
from yuanba.web.refusals import explain
from yuanba.web.rubrics import frames, reading
from yuanba.web.rubrics.forms import ScanForm
from yuanba.web.rubrics.labels import PAPER, PAPER_KINDS
from yuanba.web.tables import Chip, Column, Filter, Link, Table

SCAN_BYTES = 20 * 1024 * 1024
SCAN_KINDS = {"jpeg", "png", "pdf"}
HANDED_IN = "IN"


@holding("rubrics.key_paper")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The panels that score now in the clerk's places."""
    rows = list(queries.managed(request.actor, clock.now(), rules.KEY_PAPER).filter(state=states.OPEN)[:200])
    titles = frames.campaigns(rows)
    panels = [{"panel": one, "campaign": titles.get(one.pk, "")} for one in rows]
    return render(request, "rubrics/paper_index.html", {"rows": panels})


@holding("rubrics.key_paper")
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sheets of a panel, with how often each was keyed; never a mark."""
    found = Panel.objects.select_related("rubric").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(rules.may_manage(request.actor, found.territory_id, clock.now(), rules.KEY_PAPER))
    cards = candidates.cards(queries.live_subjects(found).values_list("subject_ref", flat=True))
    table, rows = sheet_table({ref: card.name for ref, card in cards.items()}), queries.paper_sheets(found)
    if table.wants_sheet(request):
        return table.sheet(request, rows)
    context = {"panel": found, "campaign": frames.campaign(found), "table": table.view(request, rows)}
    return render(request, "rubrics/paper.html", context)


def sheet_table(names: Mapping[str, str]) -> Table:
    """Juror and entry by code, as they stand on the paper."""
    return Table(
        "jury-paper",
        _("Score sheets of the panel"),
        [
            Column(
                "sheet",
                _("Score sheet"),
                lambda row: Link(
                    f"{row.assignment.member.code} · {row.assignment.subject.code}",
                    reverse("rubrics:key", args=[row.pk]),
                ),
                head=True,
            ),
            Column("name", _("Entry"), lambda row: names.get(row.assignment.subject.subject_ref, "")),
            Column("paper", _("On paper"), lambda row: Chip(PAPER[stage_of(row)], PAPER_KINDS[stage_of(row)])),
        ],
        [
            Filter(
                "juror",
                _("Code of the juror"),
                lambda rows, value: rows.filter(assignment__member__code__iexact=value.strip()),
            ),
            Filter(
                "entry",
                _("Code of the entry"),
                lambda rows, value: rows.filter(assignment__subject__code__iexact=value.strip()),
            ),
            Filter("paper", _("On paper"), by_stage, list(PAPER.items())),
        ],
        sort="pk",
        empty_title=_("No such score sheet"),
        empty_text=_("The code of juror and entry stand on the paper, such as J3 and C12."),
    )


def stage_of(sheet: ScoreSheet) -> str:
    """How far the paper is: keyed by nobody, by one, by two who differ, or in."""
    return HANDED_IN if sheet.state == states.SUBMITTED else str(min(sheet.keyed, rules.TWO_READINGS))


def by_stage(rows, value: str):
    if value == HANDED_IN:
        return rows.filter(state=states.SUBMITTED)
    return rows.exclude(state=states.SUBMITTED).filter(keyed=int(value))


@holding("rubrics.key_paper")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, sheet: int) -> HttpResponse:
    """One clerk's reading. Nobody sees another's marks; where two differ both are told which criteria to look at."""
    found = _kept(request, sheet)
    panel = found.assignment.subject.panel
    readings = queries.keyings(found)
    mine = next((one for one in readings if one.keyed_by == request.actor.id), None)
    scan_id = mine.scan_file_id if mine else readings[0].scan_file_id if readings else None
    form, why = ScanForm(required=scan_id is None), None
    if request.method == "POST":
        form = ScanForm(request.POST, request.FILES, required=scan_id is None)
        try:
            if form.is_valid():
                done = _key(request, found, form, scan_id)
                messages.success(request, _after(done))
                return redirect("rubrics:paper", panel.pk)
        except Refused as refused:
            why = refused.verdict
    context = _keying(request, found, mine, why) | {"form": form, "has_scan": scan_id is not None}
    return render(request, "rubrics/key.html", context, status=409 if why is not None or form.errors else 200)


def _key(request: HttpRequest, found: ScoreSheet, form: ScanForm, scan_id: int | None) -> ScoreSheet:
    """The scan is stored first: everything slow comes before a lock."""
    now, panel = clock.now(), found.assignment.subject.panel
    given, _notes = reading.marks(request.POST, panel.rubric)
    values = {name: value for name, value in given.items() if value is not None}
    missing = [name for name in panel.rubric.keys if name not in values]
    if missing:
        raise Refused(no("sheet.incomplete", rules.SECTION, missing=", ".join(missing)))
    upload = form.cleaned_data.get("scan")
    if upload is not None:
        stored = files.store(
            content=upload,
            name=f"{found.assignment.member.code}-{found.assignment.subject.code}",
            kinds=SCAN_KINDS,
            limit_bytes=SCAN_BYTES,
            visibility="PRIVATE",
            actor=request.actor,
            now=now,
        )
        scan_id = stored.pk
    assert scan_id is not None, "the form asks for the scan where there is none"
    return actions.key_paper(sheet_id=found.pk, values=values, scan_file_id=scan_id, actor=request.actor, now=now)


def _after(sheet: ScoreSheet) -> str:
    if sheet.state == states.SUBMITTED:
        return str(_("Two readings agree: the sheet is handed in."))
    if len(queries.keyings(sheet)) < rules.TWO_READINGS:
        return str(_("Kept. Another clerk keys the sheet once more; you cannot see each other's reading."))
    return str(_("The two readings differ. Each of you can look again; the chair settles what stays different."))


def _keying(
    request: HttpRequest, found: ScoreSheet, mine: PaperKeying | None, why: Verdict | None
) -> dict[str, object]:
    panel, subject = found.assignment.subject.panel, found.assignment.subject
    apart = queries.differing(found) if mine is not None else None
    wrong = _named(why) or (list(apart[1]) if apart else [])
    typed = request.POST if request.method == "POST" else None
    card = candidates.cards([subject.subject_ref]).get(subject.subject_ref)
    return {
        "panel": panel,
        "sheet": found,
        "name": card.name if card else "",
        "campaign": frames.campaign(panel),
        "criteria": reading.keyed(panel.rubric, mine.values if mine else {}, typed, wrong),
        "anchors": reading.anchors(panel.rubric),
        "rubric": panel.rubric,
        "differs": len(apart[1]) if apart else 0,
        "why": explain(why) if why is not None else None,
        "may_key": found.state != states.SUBMITTED and bool(rules.is_running(panel, clock.now())),
        "is_picture": _is_picture(found),
    }


def _named(why: Verdict | None) -> list[str]:
    """The criteria that a refusal names."""
    if why is None:
        return []
    facts = why.facts
    return (
        str(facts["missing"]).split(", ")
        if "missing" in facts
        else [str(facts["criterion"])]
        if "criterion" in facts
        else []
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, sheet: int) -> HttpResponse:
    """The chair reads the scan where two clerks differ, and chooses which of the two read it right."""
    found = _sheet(sheet)
    panel = found.assignment.subject.panel
    chair = queries.member_of(panel, request.actor)
    require(rules.may_chair(chair))
    apart = queries.differing(found)
    if apart is None or found.state == states.SUBMITTED:
        raise Refused(no("sheet.nothing_to_settle", rules.SECTION))
    require(rules.may_settle(chair, found, queries.owes(chair, found.assignment.subject_id)))
    typed = request.POST if request.method == "POST" else QueryDict()
    given, _notes = reading.marks(typed, panel.rubric)
    values, why = {name: value for name, value in given.items() if value is not None and name in apart[1]}, None
    if request.method == "POST":
        try:
            actions.settle_paper(sheet_id=sheet, values=values, actor=request.actor, now=clock.now())
        except Refused as refused:
            why = refused.verdict
        else:
            messages.success(request, _("Settled: the sheet is handed in."))
            return redirect("rubrics:chair", panel.pk)
    titles = {str(one["key"]): str(one["title"]) for one in panel.rubric.criteria}
    context = {
        "panel": panel,
        "sheet": found,
        "campaign": frames.campaign(panel),
        "rows": [(name, titles[name], sorted(pair), values.get(name)) for name, pair in apart[1].items()],
        "agreed": len(apart[0]),
        "is_picture": _is_picture(found),
        "why": explain(why) if why is not None else None,
    }
    return render(request, "rubrics/settle.html", context, status=409 if why is not None else 200)


@signed_in
@require_safe
def scan(request: HttpRequest, sheet: int) -> HttpResponse:
    """The signed paper, for whoever keys it and for the chair who settles it."""
    found = _sheet(sheet)
    panel = found.assignment.subject.panel
    chair = queries.member_of(panel, request.actor)
    settles = bool(rules.may_chair(chair)) and bool(
        rules.may_settle(chair, found, queries.owes(chair, found.assignment.subject_id))
    )
    if not settles:
        require(rules.may_key(chair, 0))
        require(rules.may_manage(request.actor, panel.territory_id, clock.now(), rules.KEY_PAPER))
    rows = queries.keyings(found)
    stored = chosen([rows[0].scan_file_id]).get(rows[0].scan_file_id) if rows else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


def _is_picture(sheet: ScoreSheet) -> bool:
    rows = queries.keyings(sheet)
    stored = chosen([rows[0].scan_file_id]).get(rows[0].scan_file_id) if rows else None
    return stored is not None and stored.kind in downloads.PICTURES


def _sheet(pk: int) -> ScoreSheet:
    rows = ScoreSheet.objects.select_related("assignment__member", "assignment__subject__panel__rubric")
    found = rows.filter(pk=pk).exclude(state=states.VOID).first()
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest, pk: int) -> ScoreSheet:
    """The sheet, for a clerk of its place who does not sit on the panel."""
    found = _sheet(pk)
    panel = found.assignment.subject.panel
    require(rules.may_manage(request.actor, panel.territory_id, clock.now(), rules.KEY_PAPER))
    require(rules.may_key(queries.member_of(panel, request.actor), 0))
    return found
