"""Hand-overs at the desk of the committee and of both companies: list, counting, signatures, what stays open."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.oversight import actions, procedure_rules, queries, states
from yuanba.oversight.actions import Between, Count, NewItem, OnPaper
from yuanba.oversight.models import HandoverItem, Selection
from yuanba.oversight.texts import MONEY
from yuanba.places import queries as places
from yuanba.web import clock
from yuanba.web.doors import holding, signed_in
from yuanba.web.oversight.choice_forms import FEN, WordsForm
from yuanba.web.oversight.choices import BOTH
from yuanba.web.oversight.company_labels import SIDES
from yuanba.web.oversight.frame import stored
from yuanba.web.oversight.handover_forms import CountForm, DisputeForm, HandoverForm, ItemForm, PaperSignatureForm
from yuanba.web.oversight.procedure import asked, bound, by, companies_near, handover_at_desk, page
from yuanba.web.oversight.showing import handover_shown, item_shown
from yuanba.web.sent import whole


@holding("oversight.select")
@require_http_methods(BOTH)
def new(request: HttpRequest, compound_id: int) -> HttpResponse:
    """A hand-over with its list, from a signed choice where there is one."""
    found = Selection.objects.filter(compound_id=compound_id, state=states.CONTRACTED, handover__isnull=True)
    selection = found.select_related("present", "contract").order_by("-decided_at").first()
    initial: dict[str, Any] = {}
    if selection is not None and selection.contract is not None:
        initial = {"new": str(selection.contract.company_id), "from_date": selection.contract.from_date}
        initial |= {"old": selection.present.company_id} if selection.present else {}
    elif present := queries.contract_at(compound_id, local_date(clock.now())):
        initial = {"old": present.company_id}
    form = bound(request, HandoverForm, companies=companies_near(compound_id), initial=initial)

    def act(data: dict[str, Any]) -> object:
        between = Between(
            old_id=data["old"],
            new_id=int(data["new"]) if data["new"] else None,
            from_date=data["from_date"],
            due_date=data["due_date"],
            agreed_source=data["agreed_source"],
        )
        same = (
            selection is not None and selection.contract is not None and selection.contract.company_id == between.new_id
        )
        return actions.prepare_handover(
            compound_id=compound_id, between=between, selection_id=selection.pk if same and selection else None,
            **by(request),
        )  # fmt: skip

    lead = _("A list of what is usually handed over comes with it; change it before you start.")
    return asked(request, form, act, done=_("The list is ready to be looked through."), heading=_("Prepare a hand-over"),
                 lead=lead, back=reverse("oversight:property_desk"))  # fmt: skip


@signed_in
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with what everybody still has to do."""
    handover = handover_at_desk(request, pk)
    now = clock.now()
    first = next(iter(handover.items.all()), None)
    lineage = places.lineage(handover.compound_id, local_date(now))
    context = handover_shown(handover, now, is_desk=True) | {
        "own_sides": [SIDES[side] for side in sorted(procedure_rules.sides_of(first, request.actor, now))]
        if first
        else [],
        "may_select": request.actor.holds("oversight.select", lineage),
        "may_work": request.actor.holds("oversight.work", lineage),
        "verbs": states.HANDOVER.verbs(handover.state),
    }
    return page(request, "oversight/handover_board.html", context)


@signed_in
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The hand-over starts, is finished, or is closed with its open lines."""
    acts = {
        "start": (actions.start_handover, _("The hand-over has begun. Both companies were told.")),
        "finish": (actions.finish_handover, _("Everything is handed over.")),
        "close_open": (actions.close_with_open_items, _("Closed. The open lines stay public until they are signed.")),
    }
    verb = request.POST.get("verb", "")
    if verb not in acts:
        raise Http404
    act, said = acts[verb]
    act(handover_id=pk, **by(request))
    messages.success(request, said)
    return redirect("oversight:handover_board", pk)


@holding("oversight.select")
@require_http_methods(BOTH)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It never began."""
    handover_at_desk(request, pk)
    form = bound(request, WordsForm)
    return asked(request, form, lambda data: actions.cancel_handover(handover_id=pk, reason=data["reason"], **by(request)),
                 done=_("It is kept, with the reason."), heading=_("Cancel the hand-over"),
                 back=reverse("oversight:property_desk"))  # fmt: skip


@holding("oversight.work")
@require_http_methods(BOTH)
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more thing to hand over."""
    handover_at_desk(request, pk)
    form = bound(request, ItemForm)

    def act(data: dict[str, Any]) -> object:
        expected = data["expected"]
        number = None if expected is None else kept(data["category"], expected)
        line = NewItem(data["category"], data["name"], data["unit"], number)
        return actions.add_item(handover_id=pk, item=line, **by(request))

    return asked(request, form, act, done=_("The line is on the list."), heading=_("Add a line"),
                 back=reverse("oversight:handover_board", args=[pk]))  # fmt: skip


def kept(category: str, number: Decimal) -> int:
    """Money is kept in fen, things in pieces."""
    return int(number * FEN) if category in MONEY else int(number)


def _item(request: HttpRequest, pk: int) -> HandoverItem:
    rows = HandoverItem.objects.select_related("handover__old__organisation", "handover__new__organisation")
    found = get_object_or_404(rows.prefetch_related("signatures"), pk=pk)
    handover_at_desk(request, found.handover_id)
    return found


@signed_in
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what was counted, who signed, what the visitor may do with it."""
    found = _item(request, pk)
    now = clock.now()
    sides = procedure_rules.sides_of(found, request.actor, now)
    signed = set(queries.signatures_now(found))
    open_to = {side for side in sides - signed if procedure_rules.may_sign(found, side)}
    lineage = places.lineage(found.handover.compound_id, local_date(now))
    own = {company.pk for company, _place in queries.spoken_for(request.actor, now)}
    context = item_shown(found, queries.replies({str(found)}), is_desk=True) | {
        "handover": found.handover,
        "runs": found.handover.state in states.UNDER_WAY,
        "is_prepared": found.handover.state == states.PREPARED,
        "to_sign": [(side, SIDES[side]) for side in procedure_rules.SIDES if side in open_to],
        "is_side": bool(sides),
        "may_work": request.actor.holds("oversight.work", lineage),
        "verbs": states.HANDOVER_ITEM.verbs(found.state),
        "own_companies": sorted(own & {found.handover.old_id, found.handover.new_id}),
        "steps": queries.steps_of({str(found)}),
    }
    return page(request, "oversight/handover_item.html", context)


@signed_in
@require_http_methods(BOTH)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """What is there, in which condition."""
    found = _item(request, pk)
    form = bound(request, CountForm)

    def act(data: dict[str, Any]) -> object:
        counted = Count(
            kept(found.category, data["counted"]), data["condition"], data["note"], stored(request, data["photo"])
        )
        return actions.check_item(item_id=pk, count=counted, **by(request))

    lead = _("Earlier signatures under this line no longer hold after a new count.")
    return asked(request, form, act, done=_("Counted. Both companies sign now."), heading=found.name, lead=lead,
                 back=reverse("oversight:handover_item", args=[pk]))  # fmt: skip


@signed_in
@require_http_methods(BOTH)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The line stays open: why, who must act, by when."""
    found = _item(request, pk)
    form = bound(request, DisputeForm)

    def act(data: dict[str, Any]) -> object:
        return actions.dispute_item(
            item_id=pk, reason=data["reason"], must_act=data["must_act"], act_by=data["act_by"], **by(request)
        )

    return asked(request, form, act, done=_("The line is listed publicly as open."), heading=_("Mark a line as open"),
                 lead=found.name, back=reverse("oversight:handover_item", args=[pk]))  # fmt: skip


@signed_in
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody signs for the own side what the line says."""
    revision = whole(request.POST.get("revision"))
    actions.sign_item(
        item_id=pk, side=request.POST.get("side", ""), revision=-1 if revision is None else revision,
        **by(request),
    )  # fmt: skip
    messages.success(request, _("Signed."))
    return redirect("oversight:handover_item", pk)


@holding("oversight.work")
@require_http_methods(BOTH)
def sign_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A side signed the printed protocol; the scan is kept."""
    found = _item(request, pk)
    form = bound(request, PaperSignatureForm)

    def act(data: dict[str, Any]) -> object:
        paper = OnPaper(data["name"], stored(request, data["scan"]) or 0)
        return actions.keep_paper_signature(
            item_id=pk, side=data["side"], revision=found.revision, paper=paper, **by(request)
        )

    return asked(request, form, act, done=_("The signature is kept."), heading=_("Signed on paper"), lead=found.name,
                 back=reverse("oversight:handover_item", args=[pk]))  # fmt: skip


@holding("oversight.work")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """The thing does not exist here."""
    found = _item(request, pk)
    actions.drop_item(item_id=pk, **by(request))
    messages.success(request, _("The line is off the list."))
    return redirect("oversight:handover_board", found.handover_id)
