"""Plans on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("plans", _("Plans and ideas"), "programmes:index", order=35),
    Item("plans-desk", _("Plans: desk"), "programmes:desk", needs="programmes.report", order=35),
)
