"""What a committee lets lie: the subdistrict orders it, the community does it, everybody reads it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.assemblies import actions, queries, rules
from yuanba.assemblies.models import DutyOrder
from yuanba.assemblies.terms import DUTY_SOURCES
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.assemblies import labels
from yuanba.web.assemblies.forms import SureForm, day, words
from yuanba.web.assemblies.frame import committee_desk
from yuanba.web.assemblies.office import office_of
from yuanba.web.doors import signed_in
from yuanba.web.forms import PageForm


class OrderForm(PageForm):
    """Why it is ordered, and until when; for a committee that is too small there is no day."""

    reason = words(_("Why"), most=400, help_text=_("Everybody reads it, without names please."))
    due_date = day(_("The committee has time until"), help_text=_("At least seven days."))

    def __init__(self, *args: Any, at_once: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_once:
            del self.fields["due_date"]


class EndForm(PageForm):
    reason = words(_("Why"), most=400, help_text=_("Everybody reads it, without names please."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, pk: int, duty: str) -> HttpResponse:
    """The subdistrict orders it. `pk` is the compound."""
    late = next((one for one in queries.late_duties(office_of(pk), local_date(clock.now())) if one.duty == duty), None)
    if late is None or not rules.may(request.actor, [rules.GUIDE], pk, clock.now()):
        raise Http404
    at_once = duty == DutyOrder.Duty.COMMITTEE
    return act(
        request,
        filled(OrderForm, request, at_once=at_once),
        lambda data: actions.order_duty(
            territory_id=pk,
            duty=duty,
            reason=data["reason"],
            due_date=data.get("due_date"),
            actor=request.actor,
            now=clock.now(),
        ),
        heading=_("Let the community act for the committee") if at_once else _("Order the committee to do it"),
        notes=(labels.DUTIES[duty], DUTY_SOURCES[duty]),
        button=_("Let the community act") if at_once else _("Order it"),
        done=_("Done. Committee and community are told, and everybody can read it."),
        **committee_desk(request, pk),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The community does it now."""
    row = _found(pk)
    return act(
        request,
        filled(SureForm, request),
        lambda _data: actions.take_over(order_id=pk, actor=request.actor, now=clock.now()),
        heading=_("The community does it"),
        notes=(labels.DUTIES[row.duty], DUTY_SOURCES[row.duty], row.reason),
        button=_("Take it over"),
        done=_("Taken over. What has to be done is on this page."),
        **committee_desk(request, row.territory_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The order ends, with its reason."""
    row = _found(pk)
    return act(
        request,
        filled(EndForm, request),
        lambda data: actions.withdraw_order(order_id=pk, reason=data["reason"], actor=request.actor, now=clock.now()),
        heading=_("Take the order back"),
        notes=(labels.DUTIES[row.duty], row.reason),
        button=_("Take the order back"),
        done=_("The order is over; its reason stays readable."),
        **committee_desk(request, row.territory_id),
    )


def _found(pk: int) -> DutyOrder:
    row = DutyOrder.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
