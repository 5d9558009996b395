"""The way to the prize lists."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("funds", _("Prize lists"), "funds:prize_lists", needs="funds.check", order=50),
    Item("funds", _("Prize lists"), "funds:prize_lists", needs="funds.approve", order=50),
)
