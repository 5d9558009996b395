"""Codes of bodies and words in words."""

from django.utils.translation import gettext_lazy as _

CAPACITIES = {
    "STREET": _("From the subdistrict"),
    "COMMUNITY": _("From the community"),
    "GRID_WORKER": _("Grid worker"),
    "MICRO_LEAD": _("Micro-grid lead"),
    "PARTY_MEMBER": _("Party member"),
    "KEY_RESIDENT": _("Key resident"),
    "RESIDENT": _("A resident"),
    "BUILDING_LEAD": _("Building lead"),
    "VOLUNTEER": _("Volunteer"),
    "SOCIAL_ORGANISATION": _("Social organisation"),
    "PROPERTY": _("Property company"),
    "OTHER": _("Other"),
}

# What a public page says: never a political status.
PUBLIC_CAPACITIES = {**CAPACITIES, "PARTY_MEMBER": CAPACITIES["RESIDENT"]}

WORD_KINDS = {"THANKS": _("Thanks"), "QUESTION": _("A question"), "COMPLAINT": _("A complaint")}
WORD_HINTS = {
    "THANKS": _("It reaches the person you thank."),
    "QUESTION": _("It reaches the person, who answers here. Neither of you sees the other's number."),
    "COMPLAINT": _("Only the supervisor reads it, not the person it is about."),
}
WORD_STATES = {"OPEN": _("Waits for an answer"), "ANSWERED": _("Answered")}
WORD_CHIPS = {"OPEN": "amber", "ANSWERED": "leaf"}
