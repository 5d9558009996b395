"""Codes of renovations in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RENOVATION_KINDS = {
    "LIFT": _("Add a lift"),
    "ROOF": _("Mend the roof"),
    "PIPES": _("Renew the pipes"),
    "FACADE": _("Renew the outside"),
    "OTHER": _("Something else"),
}
RENOVATION_STATES = {
    "DRAFT": pgettext_lazy("a renovation", "being drafted"),
    "ASKING": pgettext_lazy("a renovation", "owners are asked"),
    "AGREED": pgettext_lazy("a renovation", "enough agree"),
    "NOT_AGREED": pgettext_lazy("a renovation", "not enough agree"),
    "VOTING": pgettext_lazy("a renovation", "owners vote"),
    "DECIDED": pgettext_lazy("a renovation", "decided"),
    "CANCELLED": pgettext_lazy("a renovation", "cancelled"),
}
RENOVATION_CHIPS = {
    "DRAFT": "plain", "ASKING": "amber", "AGREED": "leaf", "NOT_AGREED": "brick", "VOTING": "amber", "DECIDED": "leaf",
    "CANCELLED": "plain",
}  # fmt: skip
SHOWN = {
    "NAMED": _("The owners asked read each other’s answers by door"),
    "COUNTED": _("Only numbers are shown, none of a floor with fewer than five owners"),
}
SAID = {
    "AGREE": pgettext_lazy("a consent", "agrees"),
    "AGAINST": pgettext_lazy("a consent", "is against"),
    "": pgettext_lazy("a consent", "has not said"),
}
SAID_CHIPS = {"AGREE": "leaf", "AGAINST": "brick", "": "plain"}
RESULTS = {
    "OPEN": pgettext_lazy("an objection", "to be talked about"),
    "SETTLED": pgettext_lazy("an objection", "settled"),
    "NOT_SETTLED": pgettext_lazy("an objection", "not settled"),
}
RESULT_CHIPS = {"OPEN": "amber", "SETTLED": "leaf", "NOT_SETTLED": "brick"}
