"""The way to the awards: what anyone sees, one's own entries, the community's desk, and the desks of those who run them."""

from django.utils.translation import gettext_lazy as _

from yuanba.awards import rules
from yuanba.web.nav import Item

NAV = (
    Item("award-desk", _("Award desk"), "awards:desk", needs=rules.DESK, order=22),
    # Of several with one key the first that opens is shown: whoever runs campaigns comes to their board.
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.ORGANISE, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.APPROVE, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.SCREEN, order=20),
    Item("awards", _("Awards"), "awards:campaigns", needs=rules.APPEAL, order=20),
    Item("awards", _("Awards"), "awards:shown", order=21),
    Item("my-entries", _("My entries"), "awards:my_entries", needs="signed_in", order=22),
)
