"""Juries on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("jury", _("My panels"), "rubrics:index", needs="rubrics.judge", order=12),
    Item("jury-desk", _("Juries"), "rubrics:desk", needs="rubrics.manage", order=27),
    Item("jury-paper", _("Score sheets on paper"), "rubrics:paper_desk", needs="rubrics.key_paper", order=28),
)
