"""Prize lists: what they come to, gross, tax and net, two approvals, on screen, as a spreadsheet and as PDF."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards.actions.notices import awarded
from yuanba.awards.models import Campaign, Entry
from yuanba.awards.pinned import playbook_of
from yuanba.documents import prize_lists as papers
from yuanba.documents.workbook import Amount
from yuanba.funds import actions, queries, rules
from yuanba.funds.models import PrizeLine, PrizeList
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused, require
from yuanba.people.queries import names_behind
from yuanba.places import queries as places
from yuanba.places.models import Territory
from yuanba.web import clock, sheets
from yuanba.web.doors import holding, staff
from yuanba.web.filters import yuan
from yuanba.web.funds.forms import WhyForm
from yuanba.web.funds.labels import LINE_CHIPS, LINE_STATES, LIST_CHIPS, LIST_STATES, PAYEE_STATES, VERBS
from yuanba.web.people.forms import status
from yuanba.web.sent import whole

PAPER_TITLE = "奖金名单"  # the papers of finance are Chinese
READERS = ("funds.check", "funds.approve", "funds.pay", "funds.draft")
OPEN_LINES = ("PENDING", "RETURNED")


def holds(request: HttpRequest, permission: str, found: PrizeList) -> bool:
    """Whether a button for this is worth showing; the action decides."""
    kept = request.__dict__.setdefault("lineages", {})
    if found.territory_id not in kept:
        kept[found.territory_id] = places.lineage(found.territory_id, local_date(clock.now()))
    return bool(request.actor.holds(permission, kept[found.territory_id]))


def list_of(request: HttpRequest, pk: int) -> PrizeList:
    """The list, for whoever drafts, checks, approves or pays there. Raises Http404, Refused(funds.not_yours)."""
    found = get_object_or_404(PrizeList, pk=pk)
    if not any(holds(request, permission, found) for permission in READERS):
        require(rules.may(request.actor, "funds.check", found.territory_id, clock.now()))
    return found


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200) -> HttpResponse:
    frame = {"desk": True, "active": "funds", "trail": _("Prize lists")}
    answer = render(request, template, {**frame, **context}, status=code)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@staff
@require_safe
def prize_lists(request: HttpRequest) -> HttpResponse:
    """The lists of the visitor's places."""
    inside: set[int] = set()
    on = local_date(clock.now())
    for permission in READERS:
        for territory_id in request.actor.territories(permission):
            inside |= places.descendants(territory_id, on)
    rows = [
        {
            "title": one.title,
            "gross": one.gross_fen,
            "state": LIST_STATES[one.state],
            "kind": LIST_CHIPS[one.state],
            "at": one.drafted_at,
            "url": reverse("funds:prize_list", args=[one.pk]),
            "is_correction": one.corrects_id is not None,
        }
        for one in queries.lists(sorted(inside))[:200]
    ]
    context = {"lists": rows, "may_check": request.actor.holds_anywhere("funds.check")}
    return shown(request, "funds/lists.html", context)


@staff
@require_safe
def prize_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One list with every line, its totals in figures and capital characters, and its next step."""
    found = list_of(request, pk)
    rows = queries.rows(found)
    if request.GET.get("format") == "xlsx":
        labels, names = category_names(found), winners(row.line for row in rows)
        return sheets.response(request, "prizes", heads(), [plain(row, labels, names) for row in rows])
    steps = list(queries.history(found))
    names = names_behind({step.actor for step in steps} | {found.drafted_by, found.checked_by, found.approved_by})
    may = {name: holds(request, f"funds.{name}", found) for name in ("draft", "check", "approve", "pay", "unmask")}
    context = {
        "list": found,
        "state": LIST_STATES[found.state],
        "state_kind": LIST_CHIPS[found.state],
        "totals": queries.totals(found),
        "groups": groups(rows, category_names(found)),
        "may": may,
        "next": next_step(found, may),
        "people": people(found, names),
        "steps": [
            {"verb": VERBS.get(one.verb, one.verb), "who": names.get(one.actor, ""), "at": one.at, "why": one.reason}
            for one in steps
        ],
        "place": places.name_at(found.territory_id, local_date(clock.now())),
    }
    return shown(request, "funds/list.html", context)


def next_step(found: PrizeList, may: dict[str, bool]) -> str:
    """Which button is the main one for this visitor."""
    wanted = {"DRAFT": "check", "CHECKED": "approve", "APPROVED": "settle"}.get(found.state, "")
    needed = {"check": "check", "approve": "approve", "settle": "pay"}.get(wanted, "")
    return wanted if needed and may[needed] else ""


def people(found: PrizeList, names: dict[str, str]) -> list[tuple[str, str]]:
    parts = (
        (_("Handed over by"), found.drafted_by),
        (_("Checked by"), found.checked_by),
        (_("Approved by"), found.approved_by),
    )
    return [(label, names.get(who, who)) for label, who in parts if who]


def category_names(found: PrizeList) -> dict[str, str]:
    """What the categories of the list's campaign are called; a list of something else keeps its own words."""
    kind, _colon, pk = found.subject_ref.partition(":")
    campaign = Campaign.objects.filter(pk=whole(pk)).first() if kind == "campaign" else None
    if campaign is None:
        return {}
    english = (get_language() or "").startswith("en")
    return {one.key: one.name_en if english and one.name_en else one.name for one in playbook_of(campaign).categories}


def winners(lines: Iterable[PrizeLine]) -> dict[str, str]:
    """Whom each title names, by recipient_ref, in the words of notice and certificate: one query."""
    found = {whole(one.recipient_ref.removeprefix("entry:")) for one in lines} - {None}
    rows = Entry.objects.filter(pk__in=found) if found else ()
    return {f"entry:{one.pk}": awarded(one) for one in rows if one.forgotten_at is None}


def communities(lines: Iterable[PrizeLine]) -> dict[str, str]:
    """The community of each entry's nominee, by recipient_ref; where that is a compound, the one it lies in. Two queries."""
    found = {whole(one.recipient_ref.removeprefix("entry:")) for one in lines} - {None}
    nodes = {one.id: one for one in places.tree_at(local_date(clock.now()))}
    names = {}
    for pk, territory_id in Entry.objects.filter(pk__in=found).values_list("pk", "nominee_territory_id"):
        node = nodes.get(territory_id)
        while node is not None and node.kind != Territory.Kind.COMMUNITY:
            node = nodes.get(node.parent_id) if node.parent_id else None
        names[f"entry:{pk}"] = node.name if node is not None else ""
    return names


def name_of(line: PrizeLine, names: Mapping[str, str]) -> str:
    """The winner, whose name is public by now; `names` as `winners` gives them."""
    bound = line.organisation or line.person
    return names.get(line.recipient_ref) or (bound.name if bound is not None else line.recipient_ref)


def other_payee(row: Any, name: str) -> str:
    """Who is to be paid in the winner's stead: another person, or an account in another name; "" for the winner."""
    person = row.line.person
    if person is not None and person.name not in name:
        return str(person.name)
    if row.payee_state != queries.GIVEN or row.holder_masked in _masks(name):
        return ""
    return str(row.holder_masked)


def _masks(name: str) -> set[str]:
    """How the owner of an account would read if it were the winner; a work's author stands behind its title."""
    return {mask_name(name), mask_name(name.rpartition("》 ")[2])}


def groups(rows: Any, labels: dict[str, str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines by category, in their order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = list(rows)
    names = winners(row.line for row in rows)
    for row in rows:
        line, name = row.line, name_of(row.line, names)
        found[labels.get(line.category, line.category)].append(
            {
                "pk": line.pk,
                "number": line.number,
                "name": name,
                "gross": line.gross_fen,
                "tax": line.tax_fen,
                "net": line.net_fen,
                "state": LINE_STATES[line.state],
                "code": line.state,
                "kind": LINE_CHIPS[line.state],
                "paid": line.paid_date,
                "reason": line.reason,
                "payee": payee_text(row, name),
                "given": row.payee_state == queries.GIVEN,
                "waits": row.payee_state != queries.GIVEN and line.net_fen > 0 and line.state in OPEN_LINES,
            }
        )
    return list(found.items())


def payee_text(row: Any, name: str) -> str:
    """Who is paid, and where the money goes, masked; somebody else than the winner (`name`) is said to be so."""
    given = row.payee_state == queries.GIVEN
    parts = [row.holder_masked, row.account_masked, row.bank] if given else [str(PAYEE_STATES[row.payee_state])]
    other = other_payee(row, name)
    return " · ".join([*([_("Not the winner: %(name)s") % {"name": other}] if other else []), *parts])


def heads() -> list[str]:
    return [
        _("Number"), _("Winner"), _("Category"), _("Gross"), _("Tax"), _("Net"), _("State"), _("Paid on"), _("Payee (masked)"),
    ]  # fmt: skip


def plain(row: Any, labels: dict[str, str], names: Mapping[str, str]) -> list[Any]:
    line, name = row.line, name_of(row.line, names)
    return [
        line.number,
        name,
        labels.get(line.category, line.category),
        Amount(line.gross_fen),
        Amount(line.tax_fen),
        Amount(line.net_fen),
        str(LINE_STATES[line.state]),
        line.paid_date,
        payee_text(row, name),
    ]


@staff
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as PDF, for the signatures on paper."""
    found = list_of(request, pk)
    by_category: dict[str, list[papers.PrizeLine]] = defaultdict(list)
    notes: dict[str, None] = {}
    labels = category_names(found)
    rows = list(queries.rows(found))
    names, homes = winners(row.line for row in rows), communities(row.line for row in rows)
    for row in rows:
        line, name = row.line, name_of(row.line, names)
        home, note = homes.get(line.recipient_ref, ""), payee_text(row, name)
        by_category[labels.get(line.category, line.category)].append(
            papers.PrizeLine(name, line.gross_fen, line.tax_fen, line.net_fen, community=home, note=note)
        )
        notes[line.tax_rule.source] = None
    content = papers.PrizeListPaper(
        title=found.title.removesuffix(PAPER_TITLE) + PAPER_TITLE,
        organiser=places.name_at(found.territory_id, local_date(clock.now())),
        groups=tuple(papers.PrizeGroup(name, tuple(lines)) for name, lines in by_category.items()),
        reference=f"编号 {found.pk}",
        watermark=sheets.watermark(request),
        tax_notes=tuple(notes),
    )
    answer = HttpResponse(papers.prize_list(content), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="prizes-{pk}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@holding("funds.check")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Finance found that it adds up."""
    actions.check_list(list_id=list_of(request, pk).pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The list adds up. A leader must approve it."))
    return redirect("funds:prize_list", pk)


@holding("funds.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader who had no part in it approves."""
    actions.approve_list(list_id=list_of(request, pk).pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The list is approved. Winners are asked now where their prize goes."))
    return redirect("funds:prize_list", pk)


@holding("funds.pay")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing waits any more."""
    actions.settle_list(list_id=list_of(request, pk).pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Every prize is paid or cancelled."))
    return redirect("funds:prize_list", pk)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The list is not paid; another one may be handed over."""
    found = list_of(request, pk)
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back_list(list_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The list went back. Another one may be handed over."))
            return redirect("funds:prize_list", pk)
    context = {"form": form, "heading": _("Send the list back"), "lead": found.title, "back": pk}
    return shown(request, "funds/why.html", context, code=status(form))


def amounts(line: PrizeLine) -> str:
    """ "王小明 · 3,000 元, tax 600 元, net 2,400 元"."""
    facts = {"gross": yuan(line.gross_fen), "tax": yuan(line.tax_fen), "net": yuan(line.net_fen)}
    return " · ".join((name_of(line, winners([line])), _("gross %(gross)s, tax %(tax)s, net %(net)s") % facts))
