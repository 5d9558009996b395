"""Surveys on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("surveys", _("Surveys"), "surveys:index", order=31),
    Item("survey-desk", _("Surveys: organise"), "surveys:desk", needs="surveys.organise", order=33),
    Item("survey-papers", _("Surveys on paper"), "surveys:paper_desk", needs="surveys.paper", order=34),
)
