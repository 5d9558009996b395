"""Texts on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("agreements", _("Covenants and rules"), "agreements:index", order=35),
    Item("agreement-desk", _("Texts: organise"), "agreements:desk", needs="agreements.organise", order=36),
    Item("agreement-paper", _("Signatures on paper"), "agreements:paper_index", needs="agreements.paper", order=37),
)
