"""Juries on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("jury", _("My panels"), "rubrics:index", needs="rubrics.judge", order=12),
    Item("jury-desk", _("Juries"), "rubrics:desk", needs="rubrics.manage", order=27),
)
