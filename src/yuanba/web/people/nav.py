"""The rooms of people: one's own page, the desk, the roll and the registers."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item
from yuanba.web.people.me import unread

NAV = (
    Item("desk", _("Verify residents"), "people:desk", needs="people.verify", order=80),
    Item("me", _("Mine"), "people:me", needs="signed_in", order=90, count=unread),
)
