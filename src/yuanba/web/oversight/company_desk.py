"""The property company's desk: its contracts and their days, choices that concern it, hand-overs, notices."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.oversight import actions, queries
from yuanba.oversight.actions import Letter
from yuanba.oversight.models import ServiceContract
from yuanba.places import queries as places
from yuanba.web import clock
from yuanba.web.doors import holding, signed_in
from yuanba.web.oversight.choice_forms import NoticeForm
from yuanba.web.oversight.choices import BOTH
from yuanba.web.oversight.company_labels import (
    CANDIDATE_CHIPS,
    CANDIDATE_STATES,
    HANDOVER_CHIPS,
    HANDOVER_STATES,
    SELECTION_CHIPS,
    SELECTION_STATES,
)
from yuanba.web.oversight.frame import stored
from yuanba.web.oversight.procedure import asked, bound, by, page
from yuanba.web.oversight.showing import contract_shown


@holding("oversight.reply")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What concerns the companies for which the visitor speaks."""
    now = clock.now()
    today = local_date(now)
    own = queries.spoken_for(request.actor, now)
    ids = {company.pk for company, _place in own}
    within = queries.places_of(request.actor, now, ("oversight.reply",))
    choices = list(
        queries.public_selections()
        .filter(compound_id__in=within)
        .select_related("present")
        .prefetch_related("candidates")[:20]
    )
    concerned = Q(company_id__in=ids)
    contracts = list(
        ServiceContract.objects.filter(concerned, compound_id__in=within)
        .select_related("company__organisation")
        .order_by("-from_date")[:20]
    )
    handovers = list(queries.handovers_between(ids)[:20])
    names = places.names_at({one.compound_id for one in [*choices, *contracts, *handovers]}, today)
    context = {
        "active": "company",
        "companies": [company.organisation.name for company, _place in own],
        "contracts": [(names[one.compound_id], contract_shown(one, today)) for one in contracts],
        "choices": [
            {
                "row": one,
                "where": names[one.compound_id],
                "state": SELECTION_STATES[one.state],
                "kind": SELECTION_CHIPS[one.state],
                "own": [
                    (two, CANDIDATE_STATES[two.state], CANDIDATE_CHIPS[two.state])
                    for two in one.candidates.all()
                    if two.company_id in ids and two.round == one.round
                ],
                "takes_offers": one.state == "PUBLISHED" and one.kind == "SELECT",
                "replies_as": one.present.company_id if one.present and one.present.company_id in ids else 0,
            }
            for one in choices
        ],
        "handovers": [
            (one, names[one.compound_id], HANDOVER_STATES[one.state], HANDOVER_CHIPS[one.state]) for one in handovers
        ],
    }
    return page(request, "oversight/company_desk.html", context)


@signed_in
@require_http_methods(BOTH)
def notice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that ends a contract, by the side that gives it."""
    contract = get_object_or_404(ServiceContract.objects.select_related("company__organisation"), pk=pk)
    now = clock.now()
    works = queries.may_work(request.actor, contract.compound_id, now)
    form = bound(request, NoticeForm, initial={} if works else {"side": "COMPANY", "kind": "NO_RENEWAL"})

    def act(data: dict[str, Any]) -> object:
        letter = Letter(
            kind=data["kind"],
            side=data["side"],
            given_date=data["given_date"],
            ends_date=data["ends_date"],
            file_id=stored(request, data["letter"]) or 0,
        )
        return actions.give_notice(contract_id=pk, letter=letter, **by(request))

    shown = contract_shown(contract, local_date(now))
    foot = [f"{day['label']}：{day['day']}（{day['source']}）" for day in shown["days"]]
    return asked(
        request, form, act, done=_("The notice is kept, with the day on which the contract ends."),
        heading=_("Give notice"), lead=contract.company.organisation.name, foot=foot,
        back=reverse("oversight:property_desk" if works else "oversight:company_desk"),
    )  # fmt: skip
