"""The way to the systems that may report."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (Item("open311", _("Connected systems"), "open311:clients", needs="cases.supervise", order=95),)
