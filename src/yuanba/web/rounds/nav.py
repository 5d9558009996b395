"""Rounds on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.cases import round_rules
from yuanba.web.nav import Item

NAV = (
    Item("rounds-walk", _("Knock at doors"), "rounds:walks", needs=round_rules.VISIT, order=8),
    Item("rounds-desk", _("Door-knock rounds: desk"), "rounds:desk", needs=round_rules.KEEP, order=9),
)
