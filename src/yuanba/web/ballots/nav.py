"""Ballots on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("votes", _("Votes"), "ballots:index", order=30),
    Item("ballot-desk", _("Ballots: organise"), "ballots:desk", needs="ballots.organise", order=32),
    Item("paper-desk", _("Paper ballots"), "ballots:paper_desk", needs="ballots.paper", order=33),
    Item("review-desk", _("Conspicuous votes"), "ballots:review_desk", needs="ballots.review", order=34),
)
