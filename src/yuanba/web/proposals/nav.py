"""Calls on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("calls", _("Calls for proposals"), "proposals:index", order=34),
    Item("call-desk", _("Calls: organise"), "proposals:desk", needs="proposals.organise", order=34),
    Item("call-paper", _("Proposals on paper"), "proposals:paper_index", needs="proposals.desk", order=34),
    Item("appeal-desk", _("Appeals about proposals"), "proposals:appeals", needs="proposals.appeal", order=34),
)
