"""Reporting and one's own reports on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("report", _("Report something"), "cases:choose", order=12),
    Item("case-figures", _("Figures of the cases"), "cases:numbers", needs="cases.handle", order=9),
    Item("case-figures", _("Figures of the cases"), "cases:numbers", needs="cases.supervise", order=9),
    Item("deadlines", _("Deadlines of the levels"), "cases:deadlines", needs="cases.supervise", order=79),
    Item("my-cases", _("My reports"), "cases:mine", needs="signed_in", order=13),
)
