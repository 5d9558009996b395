"""The way to the awards: the desks of those who run and screen them."""

from django.utils.translation import gettext_lazy as _

from yuanba.awards import rules
from yuanba.web.nav import Item

NAV = (
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.ORGANISE, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.APPROVE, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.SCREEN, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.APPEAL, order=20),
)
