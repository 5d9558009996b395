"""The way to assemblies and committees."""

from django.utils.translation import gettext_lazy as _

from yuanba.assemblies import rules
from yuanba.web.nav import Item

NAV = (
    Item("assemblies", _("Owners’ assemblies"), "assemblies:index", order=35),
    Item("company-log", _("Questions of committees"), "assemblies:company", needs=rules.COMPANY, order=11),
    *(
        Item("assembly-desk", _("Assemblies: organise"), "assemblies:desk", needs=permission, order=36)
        for permission in (rules.GUIDE, rules.PREPARE, rules.DESK, rules.FILE, rules.SERVE)
    ),
    Item("renovation", _("Renovation"), "assemblies:renovations", order=37),
)
