"""The organiser's pages: all campaigns, the board of one, its trail; reminding and calling off."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries import blockers, desks
from yuanba.awards.queries.blockers import Blocker
from yuanba.awards.queries.board import Board, Card, entries_of
from yuanba.awards.queries.board import board as board_of
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import names_behind
from yuanba.web import clock
from yuanba.web.awards.labels import CAMPAIGN_CHIPS, CAMPAIGN_STATES
from yuanba.web.awards.staff.context import actor_words, address, campaign_of, holds, in_language, shown
from yuanba.web.awards.staff.forms import CancelForm
from yuanba.web.awards.staff.labels import BY_DATE, REMINDED, VERBS, WHERE, WHO, blocker_text
from yuanba.web.awards.staff.look import cause_words
from yuanba.web.awards.staff.tables import entry_rows, entry_table
from yuanba.web.doors import holding, staff
from yuanba.web.filters import number, yuan
from yuanba.web.people.forms import status


@staff
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign that the visitor has a part in."""
    found = list(desks.seen_by(request.actor, clock.now()))
    rows = [
        {
            "title": one.title,
            "year": one.year,
            "url": reverse("awards:setup" if one.state == "DRAFT" else "awards:board", args=[one.pk]),
            "state": CAMPAIGN_STATES[one.state],
            "kind": CAMPAIGN_CHIPS[one.state],
            "code": one.code,
        }
        for one in found
    ]
    may_draft = request.actor.holds_anywhere(rules.ORGANISE)
    return shown(request, "awards/staff/campaigns.html", {"campaigns": rows, "may_draft": may_draft})


@staff
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where the campaign stands, what blocks its next step and who must act; every entry below."""
    campaign = campaign_of(request, pk)
    now = clock.now()
    rows = entry_rows(entries_of(campaign, request.actor, now))
    table = entry_table(campaign)
    if table.wants_sheet(request):
        return table.sheet(request, rows)
    found = board_of(campaign, now)
    current = blockers.current_run(campaign)
    context = {
        "state": CAMPAIGN_STATES[campaign.state],
        "state_kind": CAMPAIGN_CHIPS[campaign.state],
        "facts": facts(found),
        "tiles": [tile(card) for card in found.cards],
        "wait": waiting(request, campaign, found.blockers),
        "wait_title": wait_title(current),
        "next_step": next_step(request, campaign, current),
        "table": table.view(request, rows),
        "may_organise": holds(request, rules.ORGANISE, campaign),
        "may_approve": holds(request, rules.APPROVE, campaign),
    }
    return shown(request, "awards/staff/board.html", context, campaign, room="board")


def facts(found: Board) -> str:
    """ "65 awards · ¥390,000 · 2 documents"."""
    parts = [
        ngettext("%(n)s award", "%(n)s awards", found.awards) % {"n": number(found.awards)},
        yuan(found.amount_fen),
        ngettext("rests on %(n)s document", "rests on %(n)s documents", found.documents) % {"n": found.documents},
    ]
    return " · ".join(parts)


def tile(card: Card) -> dict[str, Any]:
    """One stage as a tile: what came or is done, what is late or missing; a vote shows nothing before its close."""
    is_running = card.state in ("OPEN", "REOPENED")
    amount, of = _counts(card)
    waiting_still = card.state == "WAITING" or (card.kind == "VOTE" and card.state != "CLOSED")
    return {
        "name": in_language(card.name, card.name_en),
        "amount": None if waiting_still else number(amount),
        "of": _("sealed until the close") if card.kind == "VOTE" and is_running else "" if waiting_still else of,
        "now": is_running,
        "url": reverse("awards:stage", args=[card.stage_run_id]),
    }


def _counts(card: Card) -> tuple[int, str]:
    if card.kind == "REGISTRATION":
        return card.flow.came, _("%(n)s late") % {"n": card.late} if card.late else ""
    if card.kind == "MATERIALS":
        lacks = _("%(n)s lacking") % {"n": card.missing} if card.missing else ""
        return card.flow.came - card.missing, lacks
    if card.kind == "SCREENING":
        return card.done, f"/ {number(card.flow.came)}"
    if card.kind in ("SURVEY", "VOTE"):
        return card.taking_part, f"/ {number(card.asked)}" if card.asked else ""
    return card.flow.went, f"/ {number(card.flow.came)}" if card.flow.came != card.flow.went else ""


def waiting(request: HttpRequest, campaign: Campaign, found: Iterable[Blocker]) -> list[dict[str, Any]]:
    """The blockers in words: what, who, where it is done, and whether somebody can be reminded."""
    rows = sorted(found, key=lambda row: row.code in BY_DATE)
    names = names_behind({one for row in rows for one in row.people})
    may_remind = holds(request, rules.ORGANISE, campaign)
    return [
        {
            "code": row.code,
            "text": blocker_text(row),
            "who": "" if row.code in BY_DATE else who(row, names),
            "url": reverse(WHERE[row.code], args=[campaign.pk]) if row.code in WHERE else elsewhere(row, campaign),
            "remind": may_remind and row.code in REMINDED,
            "reminded": reminded(row, names),
        }
        for row in rows
    ]


def wait_title(run: StageRun | None) -> str:
    """ "The screening cannot end yet"."""
    if run is None:
        return _("What the next step waits for")
    stage = playbook_of(run.campaign).stage(run.key)
    words = _("%(stage)s cannot begin yet") if run.state == "WAITING" else _("%(stage)s cannot end yet")
    return words % {"stage": in_language(stage.name, stage.name_en)}


def who(blocker: Blocker, names: dict[str, str]) -> str:
    """Whose turn it is: the people by name where they are known, else their office."""
    known = [names[one] for one in blocker.people if one in names]
    if known and len(known) <= 3:
        return "、".join(known) if in_language("zh", "en") == "zh" else ", ".join(known)
    if known:
        return _("%(n)s people in charge") % {"n": len(known)}
    return str(WHO.get(blocker.who, blocker.who))


def reminded(blocker: Blocker, names: dict[str, str]) -> str:
    """What the button says: whom it reminds."""
    known = sum(one in names for one in blocker.people)
    if known > 1:
        return _("Remind these %(n)s") % {"n": known}
    return _("Remind %(who)s") % {"who": who(blocker, names)}


def elsewhere(blocker: Blocker, campaign: Campaign) -> str:
    """Steps that are done on pages of other subjects."""
    run = blockers.current_run(campaign)
    if run is None:
        return ""
    if blocker.code.startswith(("jury.", "survey.", "vote.", "stage.window")):
        return reverse("awards:stage", args=[run.pk])
    if blocker.code.startswith("notice."):
        last = campaign.list_notices.order_by("-number").first()
        return address("publicity:desk_notice", last.notice_id) if last else ""
    return ""


def next_step(request: HttpRequest, campaign: Campaign, run: Any) -> dict[str, str] | None:
    """The one main button: begin or end the present stage, or what follows the last one."""
    if campaign.state == "DRAFT":
        return {"label": _("Check and open"), "url": reverse("awards:setup", args=[campaign.pk])}
    if run is None or not holds(request, rules.ORGANISE, campaign):
        return None
    if run.kind == "PUBLICITY" and campaign.state in ("RUNNING", "RANKED"):
        return {"label": _("Go to the results"), "url": reverse("awards:results", args=[campaign.pk])}
    stage = playbook_of(campaign).stage(run.key)
    verb = "open" if run.state == "WAITING" else "close"
    label = _("Begin: %(stage)s") if verb == "open" else _("End: %(stage)s")
    return {
        "label": label % {"stage": in_language(stage.name, stage.name_en)},
        "url": reverse("awards:stage_move", args=[run.pk, verb]),
    }


@holding("awards.organise")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever must act has a message."""
    campaign = campaign_of(request, pk)
    code = request.POST.get("code", "")
    told = actions.reminders.remind(campaign_id=campaign.pk, code=code, actor=request.actor, now=clock.now())
    if told:
        words = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", told) % {"n": told}
        messages.success(request, words)
    else:
        messages.info(request, _("Everybody was reminded of this today already."))
    return redirect("awards:board", pk)


@staff
@require_safe
def trail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every move with who, why and when."""
    campaign = campaign_of(request, pk)
    moves = desks.trail(campaign)
    names = actor_words({move.actor for move in moves})
    stages = {one.key: in_language(one.name, one.name_en) for one in playbook_of(campaign).stages}
    rows = [
        {
            "what": stages.get(move.stage) or _("The campaign"),
            "verb": VERBS.get(move.verb, move.verb),
            "who": names[move.actor],
            "cause": cause_words(move.cause),
            "at": move.at,
        }
        for move in moves
    ]
    return shown(request, "awards/staff/trail.html", {"moves": rows}, campaign, room="trail")


@holding("awards.approve")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign is called off, with the reason that everybody reads."""
    campaign = campaign_of(request, pk)
    form = CancelForm(request.POST) if request.method == "POST" else CancelForm.at(campaign.version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.campaigns.cancel(
                campaign_id=pk, actor=request.actor, now=clock.now(), **form.chosen("version", "reason")
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The campaign was called off."))
            return redirect("awards:board", pk)
    return shown(request, "awards/staff/cancel.html", {"form": form}, campaign, room="board", status=status(form))
