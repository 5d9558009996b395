"""A juror's way: my panels, conflicts before anything is read, the entries, reading and scoring side by side."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.files.queries import chosen
from yuanba.kernel.verdict import Refused, Verdict
from yuanba.rubrics import actions, queries, rules, states
from yuanba.rubrics.models import Panel, PanelMember, ScoreSheet
from yuanba.web import candidates, clock, downloads
from yuanba.web.doors import signed_in
from yuanba.web.refusals import explain
from yuanba.web.rubrics import frames, reading
from yuanba.web.rubrics.labels import CONFLICTS, PANEL_KINDS, PANELS, SHEET_KINDS, SHEETS
from yuanba.web.sent import whole

RETURNS = 40  # characters of a conflict's note are enough to say why


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The panels on which I sit."""
    panels = list(queries.panels_of(request.actor))
    titles = frames.campaigns(panels)
    rows = [
        {
            "panel": one,
            "campaign": titles.get(one.pk, ""),
            "state": PANELS[one.state],
            "kind": PANEL_KINDS[one.state],
        }
        for one in panels
    ]
    return render(request, "rubrics/index.html", {"rows": rows})


@signed_in
@require_safe
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """My entries with where each stands; before that, the declaration."""
    found, member = _seat(request, pk)
    if member.declared_at is None:
        return redirect("rubrics:declare", pk)
    sheets = list(queries.my_sheets(found, request.actor))
    cards = candidates.cards(sheet.assignment.subject.subject_ref for sheet in sheets)
    rows = [
        {
            "sheet": sheet,
            "name": _name(cards, sheet),
            "code": sheet.assignment.subject.code,
            "state": SHEETS[sheet.state],
            "kind": SHEET_KINDS[sheet.state],
            "given": len(sheet.scores.all()),
        }
        for sheet in sheets
    ]
    rows.sort(key=lambda row: row["sheet"].state == states.SUBMITTED)
    context = {
        "panel": found,
        "campaign": frames.campaign(found),
        "member": member,
        "state": PANELS[found.state],
        "kind": PANEL_KINDS[found.state],
        "rows": rows,
        "asked": len(found.rubric.criteria),
        "done": sum(sheet.state == states.SUBMITTED for sheet in sheets),
        "conflicts": [
            (one.subject.code, CONFLICTS.get(one.kind, one.kind)) for one in member.conflicts.select_related("subject")
        ],
    }
    return render(request, "rubrics/panel.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Names only, no material: whom I may not judge, or nobody."""
    found, member = _seat(request, pk)
    subjects = queries.subjects_to_declare(found, request.actor)
    why: Verdict | None = None
    if request.method == "POST":
        refs = {subject.subject_ref for subject in subjects}
        conflicts = {
            ref: request.POST.get(f"why.{ref}", "").strip()[: RETURNS * 5]
            for ref in request.POST.getlist("conflict")
            if ref in refs
        }
        if conflicts or request.POST.get("none") == "1":
            try:
                actions.declare_conflicts(panel_id=pk, conflicts=conflicts, actor=request.actor, now=clock.now())
            except Refused as refused:
                why = refused.verdict
            else:
                messages.success(request, _("Your declaration is kept."))
                return redirect("rubrics:panel", pk)
    cards = candidates.cards(subject.subject_ref for subject in subjects)
    known = set(member.recusals.values_list("subject_id", flat=True))
    rows = [
        {
            "subject": one,
            "name": cards[one.subject_ref].name if one.subject_ref in cards else one.code,
            "summary": cards[one.subject_ref].summary if one.subject_ref in cards else "",
            "known": one.pk in known,
        }
        for one in subjects
    ]
    context = {
        "panel": found,
        "campaign": frames.campaign(found),
        "member": member,
        "rows": rows,
        "why": explain(why) if why is not None else None,
        "nothing_said": request.method == "POST" and why is None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "rubrics/declare.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, sheet: int) -> HttpResponse:
    """The entry on the left, the criteria on the right; a draft at any time, handed in once complete."""
    found, mine = _sheet(request, sheet)
    if request.method != "POST":
        return _scoring(request, found, mine)
    try:
        draft = _draft(request, found)
        if request.POST.get("do") == "submit":
            _hand_in(request, sheet, draft)
            messages.success(request, _("Handed in. The others see it once all are in."))
            return redirect("rubrics:now" if found.is_on_the_spot else "rubrics:panel", found.pk)
        actions.save_draft(sheet_id=sheet, draft=draft, actor=request.actor, now=clock.now())
    except Refused as refused:
        return _scoring(request, found, mine, request.POST, refused.verdict)
    messages.success(request, _("The draft is kept."))
    return redirect("rubrics:score", sheet)


@signed_in
@require_POST
def draft(request: HttpRequest, sheet: int) -> HttpResponse:
    """What the page saves by itself while somebody reads: a fragment that says so, with the new revision."""
    found, mine = _sheet(request, sheet)
    why = None
    try:
        draft = _draft(request, found)
        mine = actions.save_draft(sheet_id=sheet, draft=draft, actor=request.actor, now=clock.now())
    except Refused as refused:
        why = explain(refused.verdict)
    return render(request, "rubrics/saved.html", {"sheet": mine, "why": why, "now_at": clock.now()})


@signed_in
@require_safe
def material(request: HttpRequest, sheet: int, material: int) -> HttpResponse:
    """A file of the entry, for whoever has it to read."""
    _found, mine = _sheet(request, sheet)
    handed_in = reading.material(mine.assignment.subject.subject_ref, material)
    stored = chosen([handed_in.stored_file_id]).get(handed_in.stored_file_id) if handed_in is not None else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


@signed_in
@require_safe
def others(request: HttpRequest, pk: int) -> HttpResponse:
    """What the others gave, once the rules of the panel let me see it; usually after all are in."""
    found, _member = _seat(request, pk)
    sheets = list(queries.scores_of_others(found, request.actor))
    rows = [
        (
            sheet.assignment.subject.code,
            sheet.assignment.member.code,
            ", ".join(f"{score.value}" for score in sheet.scores.all()),
        )
        for sheet in sheets
    ]
    return render(request, "rubrics/others.html", {"panel": found, "rows": rows})


def _seat(request: HttpRequest, pk: int) -> tuple[Panel, PanelMember]:
    """The panel and my seat on it. Raises Refused(panel.not_a_member)."""
    found = Panel.objects.select_related("rubric").filter(pk=pk).first()
    if found is None:
        raise Http404
    member = queries.member_of(found, request.actor)
    if member is None:
        raise Refused(rules.may_read(None))
    return found, member


def _sheet(request: HttpRequest, pk: int) -> tuple[Panel, ScoreSheet]:
    """My sheet with its panel; the sheet of somebody else is not there. Raises Refused before the declaration."""
    panel_id = ScoreSheet.objects.filter(pk=pk).values_list("assignment__subject__panel_id", flat=True).first()
    if panel_id is None:
        raise Http404
    found, _member = _seat(request, panel_id)
    mine = queries.my_sheets(found, request.actor).filter(pk=pk).first()
    if mine is None:
        raise Http404
    return found, mine


def _hand_in(request: HttpRequest, sheet: int, draft: actions.Draft) -> None:
    """The sheet is in, or what was written stays as a draft: marks that do not suffice yet are not lost."""
    try:
        actions.submit_sheet(sheet_id=sheet, draft=draft, actor=request.actor, now=clock.now())
    except Refused as refused:
        if refused.verdict.code == "sheet.incomplete":
            actions.save_draft(sheet_id=sheet, draft=draft, actor=request.actor, now=clock.now())
        raise


def _draft(request: HttpRequest, found: Panel) -> actions.Draft:
    given, notes = reading.marks(request.POST, found.rubric)
    revision = whole(request.POST.get("revision"), most=2**31 - 1)
    return actions.Draft(given, notes, request.POST.get("comment"), revision)


def _scoring(
    request: HttpRequest,
    found: Panel,
    mine: ScoreSheet,
    typed: QueryDict | None = None,
    why: Verdict | None = None,
) -> HttpResponse:
    missing = str(why.facts["missing"]).split(", ") if why is not None and "missing" in why.facts else []
    if why is not None and "criterion" in why.facts:
        missing = [str(why.facts["criterion"])]
    context = {
        "panel": found,
        "sheet": mine,
        "dossier": reading.dossier(mine.assignment.subject.subject_ref, mine.pk),
        "criteria": reading.criteria(mine, found.rubric, typed, missing),
        "anchors": reading.anchors(found.rubric),
        "rubric": found.rubric,
        "comment": typed.get("comment", "") if typed is not None else mine.comment,
        "revision": ScoreSheet.objects.values_list("revision", flat=True).get(pk=mine.pk),
        "state": SHEETS[mine.state],
        "kind": SHEET_KINDS[mine.state],
        "may_change": mine.state != states.SUBMITTED
        and bool(rules.is_running(found, clock.now()))
        and bool(rules.may_mark(mine, found)),
        "why": explain(why) if why is not None else None,
    }
    return render(request, "rubrics/score.html", context, status=explain(why).status if why is not None else 200)


def _name(cards: dict[str, candidates.Card], sheet: ScoreSheet) -> str:
    subject = sheet.assignment.subject
    return cards[subject.subject_ref].name if subject.subject_ref in cards else subject.code
