"""Notices on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (Item("notices", _("Notices"), "publicity:index", order=40),)
