"""What everybody reads about property companies: choices, contracts, hand-overs and what was not handed over."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.oversight import procedure_rules, queries, rules, states
from yuanba.oversight.models import (
    BidDocument,
    ExpertOpinion,
    ExplainerSession,
    HandoverItem,
    Selection,
    ServiceContract,
)
from yuanba.places import queries as places
from yuanba.web import clock, downloads
from yuanba.web.doors import anyone, signed_in
from yuanba.web.oversight.company_labels import HANDOVER_CHIPS, HANDOVER_STATES, SELECTION_CHIPS, SELECTION_STATES
from yuanba.web.oversight.prints import protocol
from yuanba.web.oversight.procedure import handover_at_desk
from yuanba.web.oversight.showing import choice_shown, handover_shown

PUBLIC = {"active": "property-public"}
MOST = 60


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Choices and hand-overs of all compounds, newest first."""
    today = local_date(clock.now())
    choices = list(queries.public_selections()[:MOST])
    handovers = list(queries.public_handovers()[:MOST])
    names = places.names_at({one.compound_id for one in [*choices, *handovers]}, today)
    context = PUBLIC | {
        "trail": _("Property company"),
        "choices": [
            (one, names[one.compound_id], SELECTION_STATES[one.state], SELECTION_CHIPS[one.state]) for one in choices
        ],
        "handovers": [
            (one, names[one.compound_id], HANDOVER_STATES[one.state], HANDOVER_CHIPS[one.state]) for one in handovers
        ],
    }
    return render(request, "oversight/property_index.html", context)


@anyone
@require_safe
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """One choice: plan, sessions, opinions, experts, offers, vote, contract."""
    selection = queries.whole_selection(pk)
    if selection is None or not queries.public_selections().filter(pk=pk).exists():
        raise Http404
    context = choice_shown(selection, clock.now()) | PUBLIC | {"trail": _("Property company")}
    return render(request, "oversight/choice.html", context)


@anyone
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over: how far it is, what is open and who must act."""
    if not queries.public_handovers().filter(pk=pk).exists():
        raise Http404
    found = queries.whole_handover(pk)
    assert found is not None
    context = handover_shown(found, clock.now()) | PUBLIC | {"trail": _("Property company")}
    return render(request, "oversight/handover.html", context)


@signed_in
@require_safe
def handover_protocol(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The protocol to print and sign, .pdf or .docx; for the committee and both companies."""
    found = handover_at_desk(request, pk)
    content, mime = protocol(found, kind, clock.now())
    answer = HttpResponse(content, content_type=mime)
    answer.headers["Content-Disposition"] = f'attachment; filename="handover-{pk}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@require_safe
def file(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """A paper of a choice, a contract or a hand-over, for verified neighbours and for whoever works there."""
    file_id, compound_id, is_open = _found(kind, pk)
    works = queries.may_work(request.actor, compound_id, clock.now())
    own = queries.places_of(request.actor, clock.now(), ("oversight.reply",))
    is_side = kind == "item" and compound_id in own
    if not works and not is_side and not (is_open and request.actor.person_id is not None):
        raise Refused(no("oversight.not_yours", rules.SELECTING))
    stored = StoredFile.objects.filter(pk=file_id or 0).first()
    if stored is None:
        raise Http404
    return downloads.attachment(stored)


def _found(kind: str, pk: int) -> tuple[int | None, int, bool]:
    """The file's id, its compound, and whether neighbours may read it now. Raises Http404."""
    today = local_date(clock.now())
    if kind == "plan":
        one = get_object_or_404(Selection, pk=pk)
        return one.plan_file_id, one.compound_id, one.state in states.OPEN_TO_ALL
    if kind == "minutes":
        session = get_object_or_404(ExplainerSession.objects.select_related("selection"), pk=pk)
        return session.minutes_file_id, session.selection.compound_id, True
    if kind == "opinion":
        opinion = get_object_or_404(ExpertOpinion.objects.select_related("selection"), pk=pk)
        return opinion.file_id, opinion.selection.compound_id, opinion.published_at is not None
    if kind == "offer":
        paper = get_object_or_404(BidDocument.objects.select_related("candidate__selection"), pk=pk)
        selection = paper.candidate.selection
        is_open = selection.state != states.PUBLISHED or bool(procedure_rules.offers_over(selection, today))
        return paper.file_id, selection.compound_id, is_open
    if kind == "contract":
        contract = get_object_or_404(ServiceContract, pk=pk)
        return contract.file_id, contract.compound_id, True
    if kind == "item":
        item = get_object_or_404(HandoverItem.objects.select_related("handover"), pk=pk)
        return item.file_id, item.handover.compound_id, False
    raise Http404
