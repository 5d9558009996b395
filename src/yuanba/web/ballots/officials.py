"""The tally of the city's system beside ours: entered by hand or read from a spreadsheet, checked line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.ballots import actions, official_file, queries, rules, states
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import CountItem, is_ranked, official
from yuanba.documents import workbook
from yuanba.files import actions as files
from yuanba.files.queries import chosen, open_content
from yuanba.kernel.verdict import Refused
from yuanba.web import clock, downloads
from yuanba.web.ballots.labels import ANSWERS
from yuanba.web.ballots.telling import exact
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm

FILE_BYTES = 20 * 1024 * 1024
FILE_KINDS = {"xlsx", "pdf", "jpeg", "png"}
WHOLE = {
    official.ROLL: gettext_lazy("On the roll, all together"),
    official.CAME: gettext_lazy("Took part, all together"),
    official.BLANK: gettext_lazy("Left empty"),
}
WRONG: Mapping[str, str | Promise] = {
    "official.unreadable_heads": gettext_lazy("“%(text)s” is no whole number of heads."),
    "official.unreadable_area": gettext_lazy("“%(text)s” is no area in ㎡, with at most four digits after the point."),
    "official.unknown_line": gettext_lazy("Line %(line)s: nothing on the sheet is called “%(item)s / %(what)s”."),
    "official.twice": gettext_lazy("Line %(line)s stands twice."),
    "official.missing": gettext_lazy("This line is missing."),
    "official.more_than_roll": gettext_lazy("%(came)s took part, more than the %(roll)s on the roll (%(measure)s)."),
    "official.sum_differs": gettext_lazy(
        "The lines of this question make %(sum)s, but %(came)s took part (%(measure)s). They must be equal."
    ),
    "official.more_than_filled": gettext_lazy(
        "%(sum)s for this one, but only %(came)s filled the question in (%(measure)s)."
    ),
    "official.too_many_crosses": gettext_lazy(
        "The lines make %(sum)s. With at most %(most)s crosses each, the %(came)s who filled the question in"
        " cannot make so many (%(measure)s)."
    ),
    "official.too_few_crosses": gettext_lazy(
        "The lines make %(sum)s, fewer than the %(came)s who filled the question in (%(measure)s): each made a cross."
    ),
}
MEASURES = {"heads": gettext_lazy("heads"), "area_cm2": gettext_lazy("area")}


@dataclass
class Row:
    """A line of the form: what it counts, the numbers as they were written, and what is wrong with them."""

    item: str
    what: str
    question: str
    label: str
    heads: str = ""
    area: str = ""
    wrong: list[str] = field(default_factory=list)


class TallyForm(PageForm):
    """Where the tally comes from. Its numbers stand in the fields heads.<n> and area.<n> beside it."""

    system = forms.CharField(
        label=gettext_lazy("Which system"),
        max_length=80,
        help_text=gettext_lazy("Such as: the city's voting system for owners."),
    )
    reference = forms.CharField(label=gettext_lazy("Number of the paper"), required=False, max_length=80)
    file = forms.FileField(
        label=gettext_lazy("The tally as a file"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("A spreadsheet (.xlsx) is read in. A PDF or a photo is only kept. At most 20 MB."),
    )
    remark = forms.CharField(
        label=gettext_lazy("Why the two differ"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody reads this beside the result."),
    )


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The official tally, by hand or from a spreadsheet; nothing is kept while a line is wrong."""
    ballot = _mine(request, pk)
    rows = rows_of(ballot)
    form = TallyForm(request.POST, request.FILES) if request.method == "POST" else TallyForm.opened(request)
    general: list[str] = []
    if request.method == "POST":
        for number, row in enumerate(rows):
            row.heads = request.POST.get(f"heads.{number}", "").strip()
            row.area = request.POST.get(f"area.{number}", "").strip()
        if form.is_valid():
            try:
                general = _enter(request, ballot, form, rows)
            except Refused as refused:
                form.refuse(refused)
            else:
                if not general and not any(row.wrong for row in rows):
                    messages.success(request, _("The official tally stands beside ours."))
                    return redirect("ballots:staged", pk)
    is_wrong = bool(general or form.why or any(row.wrong for row in rows))
    context = {"ballot": ballot, "form": form, "rows": rows, "general": general, "is_wrong": is_wrong}
    return render(request, "ballots/official.html", context, status=422 if is_wrong else 200)


@holding("ballots.organise")
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty spreadsheet with the lines of this ballot."""
    ballot = _mine(request, pk)
    content = workbook.workbook(
        name=_("Official tally"),
        watermark="",
        heads=(_("Question"), _("Line"), _("Heads"), _("Area in ㎡")),
        rows=[(row.question, row.label, "", "") for row in rows_of(ballot)],
        widths=(40, 24, 12, 16),
    )
    response = HttpResponse(content, content_type=workbook.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="ballot-{pk}-official.xlsx"'
    return response


@holding("ballots.organise")
@require_safe
def kept_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of the official tally that stands."""
    row = _mine(request, pk).official_tallies.order_by("-pk").first()
    stored = chosen([row.file_id]).get(row.file_id) if row is not None and row.file_id else None
    if stored is None:
        raise Http404
    return downloads.attachment(stored)


def rows_of(ballot: Ballot) -> list[Row]:
    """The lines that an official tally of this ballot has, in the order of the sheet."""
    rows = [Row("", what, "", str(WHOLE[what])) for what in (official.ROLL, official.CAME)]
    kept = {item.key: item for item in queries.official_items(ballot)}
    names: dict[str, str] = {}
    for option in queries.options(ballot.pk):
        if option.item.key not in kept:
            continue
        if option.item.key not in names and names:
            rows.append(_blank(names))
        names[option.item.key] = _asked(option.item.label or option.item.key, kept[option.item.key])
        label = option.label or str(ANSWERS.get(option.key, option.key))
        rows.append(Row(option.item.key, option.key, names[option.item.key], label))
    return [*rows, _blank(names)] if names else rows


def _asked(label: str, item: CountItem) -> str:
    """The question, and what its lines count where that is no single cross."""
    if is_ranked(item.rule):
        return _("%(question)s (first places)") % {"question": label}
    if item.choose > 1:
        return _("%(question)s (crosses, at most %(n)s each)") % {"question": label, "n": item.choose}
    return label


def beside(ballot: Ballot, ours: dict[str, Any]) -> dict[str, Any] | None:
    """The official tally as the result page shows it: every line beside ours, and what differs in a sentence each."""
    found = queries.official_beside(ballot, ours)
    if found is None:
        return None
    one_each = {item.key for item in queries.official_items(ballot) if official.is_one_each(item)}
    differ = {(one["item"], one["what"], one["measure"]): one for one in found.differences}
    lines, sentences = [], []
    for row in rows_of(ballot):
        theirs = found.sums.get((row.item, row.what))
        if theirs is None:
            continue
        cells = [f"{row.question} · {row.label}" if row.question else row.label]
        for measure in ("heads", "area_cm2"):
            one = differ.get((row.item, row.what, measure))
            ours_too = measure == "heads" or row.what != official.BLANK or row.item in one_each
            mine = exact(measure, one["ours"] if one else theirs[measure]) if ours_too else "–"
            cells += [exact(measure, theirs[measure]), mine]
            if one is not None:
                sentences.append(_difference(cells[0], measure, one))
        lines.append(tuple(cells))
    return {"row": found.row, "lines": lines, "differences": sentences}


def _difference(name: str, measure: str, one: Mapping[str, int]) -> str:
    more = one["official"] - one["ours"]
    words = {
        "name": name,
        "measure": MEASURES[measure],
        "official": exact(measure, one["official"]),
        "ours": exact(measure, one["ours"]),
        "by": exact(measure, abs(more)),
    }
    if more > 0:
        return _("%(name)s (%(measure)s): the official tally has %(official)s, ours %(ours)s: %(by)s more.") % words
    return _("%(name)s (%(measure)s): the official tally has %(official)s, ours %(ours)s: %(by)s fewer.") % words


def _blank(names: Mapping[str, str]) -> Row:
    key = list(names)[-1]
    return Row(key, official.BLANK, names[key], str(WHOLE[official.BLANK]))


def _enter(request: HttpRequest, ballot: Ballot, form: TallyForm, rows: Sequence[Row]) -> list[str]:
    """The tally is kept if every line holds; otherwise the rows say what is wrong, and the answer what is wrong besides."""
    sent, now = form.cleaned_data.get("file"), clock.now()
    stored = None
    if sent is not None:
        stored = files.store(
            content=sent,
            name=sent.name,
            kinds=FILE_KINDS,
            limit_bytes=FILE_BYTES,
            visibility="STAFF",
            actor=request.actor,  # type: ignore[attr-defined]
            now=now,
        )
    lines = [official.Line(number, row.item, row.what, row.heads, row.area) for number, row in enumerate(rows, 1)]
    if stored is not None and stored.kind == "xlsx":
        try:
            lines = _read(stored, rows)
        except official_file.Unreadable:
            return [_("The spreadsheet cannot be read. Save it again as .xlsx, or type the numbers in.")]
    _found, wrong = official.check(lines, queries.official_items(ballot))
    if wrong:
        return _said(wrong, lines, rows)
    entry = actions.TallyEntry(
        system=form.cleaned_data["system"],
        reference=form.cleaned_data["reference"],
        lines=lines,
        remark=form.cleaned_data["remark"],
        file_id=stored.pk if stored is not None else None,
    )
    actions.enter_official_tally(ballot_id=ballot.pk, entry=entry, actor=request.actor, now=now)  # type: ignore[attr-defined]
    return []


def _read(stored: Any, rows: Sequence[Row]) -> list[official.Line]:
    """The spreadsheet's lines; what they say stands in the form too, for whoever mends it by hand."""
    known = official_file.words([((row.question, row.label), (row.item, row.what)) for row in rows])
    with open_content(stored) as stream:
        lines = official_file.read(stream.read(), known)
    by_key = {(line.item, line.what): line for line in lines}
    for row in rows:
        line = by_key.get((row.item, row.what))
        row.heads, row.area = (line.heads, line.area_m2) if line is not None else ("", "")
    return lines


def _said(wrong: Sequence[official.Wrong], lines: Sequence[official.Line], rows: Sequence[Row]) -> list[str]:
    """Each reason beside its line; those of no line are the answer."""
    by_key = {(row.item, row.what): row for row in rows}
    by_number = {line.number: by_key.get((line.item, line.what)) for line in lines}
    general = []
    for one in wrong:
        facts = dict(one.facts) | {"line": one.line}
        measure = str(facts.get("measure", ""))
        if measure:
            facts |= {name: exact(measure, int(facts[name])) for name in ("sum", "came", "roll") if name in facts}
            facts["measure"] = str(MEASURES[measure])
        text = str(WRONG[one.code]) % facts
        missing = by_key.get((str(facts.get("item", "")), str(facts.get("what", "")))) if not one.line else None
        row = missing or by_number.get(one.line)
        if row is None:
            general.append(text)
        else:
            row.wrong.append(text)
    return general


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()  # type: ignore[attr-defined]
    if ballot is None or ballot.state not in states.TALLIED or not queries.official_items(ballot):
        raise Http404
    return ballot
