"""Notices on the way through the rooms."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("notices", _("Notices"), "publicity:index", order=40),
    Item("notice-desk", _("Notices: desk"), "publicity:desk", needs="publicity.post", order=41),
    Item("objections", _("Objections to decide"), "publicity:objections", needs="publicity.decide", order=42),
)
