"""The way to the registers, and to the questions a property company answers."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.calendar import local_date
from yuanba.oversight.queries import companies_for, fee_statuses
from yuanba.web import clock
from yuanba.web.nav import Item


def waiting(request: HttpRequest) -> int:
    """Questions that the visitor's companies have not answered."""
    companies = companies_for(request.actor, local_date(clock.now()))  # type: ignore[attr-defined]
    return fee_statuses().filter(company__in=companies, answer="").count()


NAV = (
    Item("registers", _("Registers"), "oversight:bodies", needs="oversight.register", order=60),
    Item("registers", _("Registers"), "oversight:bodies", needs="oversight.check", order=60),
    Item("property-public", _("Property company"), "oversight:property", order=36),
    Item("property", _("Property company: desk"), "oversight:property_desk", needs="oversight.work", order=37),
    Item("property", _("Property company: desk"), "oversight:property_desk", needs="oversight.advise", order=37),
    Item("company", _("Our contracts and hand-overs"), "oversight:company_desk", needs="oversight.reply", order=11),
    Item("fees", _("Fee questions"), "oversight:fees", needs="oversight.fee_status", order=10, count=waiting),
)
