"""The way to bodies and rosters, and to complaints about whoever serves."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.calendar import local_date
from yuanba.people.queries import complaints_for, has_open_complaints
from yuanba.web import clock
from yuanba.web.nav import Item


def waiting(request: HttpRequest) -> int:
    """Complaints that nobody answered yet."""
    if not has_open_complaints():  # most pages of most days: one question instead of three
        return 0
    rows = complaints_for(request.actor, local_date(clock.now()))  # type: ignore[attr-defined]
    return rows.filter(state="OPEN").count()


NAV = (
    Item("bodies", _("Bodies and rosters"), "bodies:desk", needs="people.keep_roster", order=72),
    Item("complaints", _("Complaints about helpers"), "bodies:complaints", needs="people.supervise", order=12,
         count=waiting),
)  # fmt: skip
