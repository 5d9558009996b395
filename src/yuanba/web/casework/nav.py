"""The way to the desk: for whoever works on cases somewhere, with what is theirs to do."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yuanba.cases import states
from yuanba.cases.models import Case
from yuanba.web.nav import Item

MOST = 99


def waiting(request: HttpRequest) -> int:
    """The visitor's own open cases, counted to 99: it runs at every page."""
    rows = Case.objects.filter(handler_ref=request.actor.id, state__in=sorted(states.OPEN))  # type: ignore[attr-defined]
    return rows[:MOST].count()


NAV = tuple(
    Item("casework", _("Cases: desk"), "casework:desk", needs=permission, order=8, count=waiting)
    for permission in ("cases.handle", "cases.supervise")
)
