"""The way to assemblies and committees."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yuanba.assemblies import queries, rules
from yuanba.web.nav import Item


def waiting(request: HttpRequest) -> int:
    """Questions of owners that the committee of the visitor has still to answer."""
    return queries.unanswered(request.actor.territories(rules.SERVE)).count()  # type: ignore[attr-defined]


NAV = (
    Item("assemblies", _("Owners’ assemblies"), "assemblies:index", order=35),
    Item("committee", _("Our committee"), "assemblies:mine", needs=rules.SERVE, order=12, count=waiting),
    Item("company-log", _("Questions of committees"), "assemblies:company", needs=rules.COMPANY, order=11),
    *(
        Item("assembly-desk", _("Assemblies: organise"), "assemblies:desk", needs=permission, order=36)
        for permission in (rules.GUIDE, rules.PREPARE, rules.DESK, rules.FILE, rules.SERVE)
    ),
    Item("renovation", _("Renovation"), "assemblies:renovations", order=37),
)
