"""The rooms of people: one's own page, the desk, the roll and the registers."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item
from yuanba.web.people.me import unread

NAV = (
    Item("desk", _("Verify residents"), "people:desk", needs="people.verify", order=80),
    Item("roll", _("Rolls"), "people:roll", needs="people.import_roll", order=81),
    Item("letters", _("Sealed letters"), "people:letters", needs="people.letters_request", order=82),
    Item("organisations", _("Bodies and appointments"), "people:organisations", needs="people.appoint", order=83),
    Item("staff", _("Staff accounts"), "people:staff", needs="people.recover", order=84),
    Item("consent_texts", _("Texts to agree to"), "people:consent_texts", needs="people.appoint", order=84),
    Item("requests", _("Requests about data"), "people:requests", needs="people.answer", order=85),
    Item("audit", _("Audit trail"), "people:audit", needs="audit.read", order=86),
    Item("me", _("Mine"), "people:me", needs="signed_in", order=90, count=unread),
)
