"""Codes of funds in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LIST_STATES = {
    "DRAFT": pgettext_lazy("a prize list", "To be checked"),
    "CHECKED": pgettext_lazy("a prize list", "Checked, to be approved"),
    "APPROVED": pgettext_lazy("a prize list", "Approved, being paid"),
    "PAID": pgettext_lazy("a prize list", "All paid"),
    "RETURNED": pgettext_lazy("a prize list", "Sent back"),
}
LIST_CHIPS = {"DRAFT": "amber", "CHECKED": "amber", "APPROVED": "sky", "PAID": "leaf", "RETURNED": "brick"}
LINE_STATES = {
    "PENDING": pgettext_lazy("a prize", "To be paid"),
    "PAID": pgettext_lazy("a prize", "Paid"),
    "RETURNED": pgettext_lazy("a prize", "Returned by the bank"),
    "CANCELLED": pgettext_lazy("a prize", "Not paid"),
}
LINE_CHIPS = {"PENDING": "plain", "PAID": "leaf", "RETURNED": "brick", "CANCELLED": "plain"}
PAYEE_STATES = {
    "NOT_GIVEN": _("The winner has not said where to"),
    "GIVEN": pgettext_lazy("payee data", "Given"),
    "ERASED": _("Deleted after its term"),
}
RECIPIENTS = {"PERSON": _("persons"), "ORGANISATION": _("organisations")}
GRANTORS = {
    "BELOW_PROVINCE": _("a city, district or subdistrict"),
    "PROVINCE_OR_ABOVE": _("a province, ministry or above"),
}
TAX_CODES = {
    "INCIDENTAL_INCOME": _("incidental income, withheld"),
    "EXEMPT": _("exempt"),
    "OWN_INCOME": _("the body's own income, it declares itself"),
    "WAGES": _("wages of an employee"),
    "OTHER": pgettext_lazy("a tax treatment", "other"),
}
VERBS = {
    "draft": pgettext_lazy("a prize list's move", "handed over"),
    "check": pgettext_lazy("a prize list's move", "checked"),
    "approve": pgettext_lazy("a prize list's move", "approved"),
    "send_back": pgettext_lazy("a prize list's move", "sent back"),
    "reopen": pgettext_lazy("a prize list's move", "open again"),
    "settle": pgettext_lazy("a prize list's move", "settled"),
}
