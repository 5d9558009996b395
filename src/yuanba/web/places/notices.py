"""Entering a holiday notice whole: its text, then the days it moves, then the calendar."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places import actions, holiday_notice, lists
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.doors import holding
from yuanba.web.places.forms import HolidayNoticeForm

SLIPS: dict[str, str | Promise] = {
    "wrong_weekday": gettext_lazy("The weekday does not fit this year: %(said)s"),
    "wrong_total": gettext_lazy("The days do not add up to the total it names: %(said)s"),
    "no_such_day": gettext_lazy("There is no such day: %(said)s"),
    "too_long": gettext_lazy("No holiday is as long as this: %(said)s"),
    "both": gettext_lazy("It is off and worked at once: %(said)s"),
}


@holding("places.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The text is read, its days are shown, and with the second sending they are kept."""
    form = filled(HolidayNoticeForm, request, initial={"year": _next_unknown()})
    days: dict[date, bool] = {}
    if request.method == "POST" and form.is_valid():
        days = _days(form)
        if not form.errors and "confirmed" in request.POST:
            sent = {name: form.cleaned_data[name] for name in ("year", "source")}
            try:
                actions.enter_notice(days=days, actor=request.actor, now=clock.now(), **sent)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Entered. Deadlines count with these days from now on."))
                return redirect("places:calendar")
    context = {"form": form, "days": days if not form.errors else {}}
    return render(request, "places/notice.html", context, status=form.why[0].status if form.why else 200)


def _days(form: HolidayNoticeForm) -> dict[date, bool]:
    """The days that the text moves; what in it cannot be stands beside the text."""
    notice = holiday_notice.read(form.cleaned_data["text"], form.cleaned_data["year"])
    for slip in notice.slips:
        form.add_error("text", SLIPS[slip.code] % {"said": slip.said})
    if not notice.days:
        form.add_error("text", _("The text names no day that is off or worked."))
    return notice.moved()


def _next_unknown() -> int:
    """This year or the next, whichever is not known yet; else the next."""
    year = local_date(clock.now()).year
    known = {row.year for row in lists.calendar_years()}
    return next((one for one in (year, year + 1) if one not in known), year + 1)
