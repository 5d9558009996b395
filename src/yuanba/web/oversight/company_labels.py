"""Codes of the choice of a property company, of contracts and of hand-overs in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SELECTION_STATES = {
    "DRAFT": pgettext_lazy("a choice of company", "being drafted"),
    "PUBLISHED": pgettext_lazy("a choice of company", "plan public"),
    "VOTING": pgettext_lazy("a choice of company", "owners vote"),
    "DECIDED": pgettext_lazy("a choice of company", "decided, to be signed"),
    "NOT_PASSED": pgettext_lazy("a choice of company", "not passed"),
    "CONTRACTED": pgettext_lazy("a choice of company", "contract signed"),
    "CANCELLED": pgettext_lazy("a choice of company", "cancelled"),
}
SELECTION_CHIPS = {
    "DRAFT": "plain", "PUBLISHED": "sky", "VOTING": "amber", "DECIDED": "leaf", "NOT_PASSED": "brick",
    "CONTRACTED": "leaf", "CANCELLED": "plain",
}  # fmt: skip
KINDS_OF_CHOICE = {"RENEW": _("Renew with the present company"), "SELECT": _("Choose a company")}
PAYMENTS = {
    "LUMP_SUM": _("Lump sum"),
    "COMMISSION": _("Commission"),
    "TRUST": _("Trust"),
}
PAYMENT_HINTS = {
    "LUMP_SUM": _("A fixed fee; the company keeps what is left and bears what is missing."),
    "COMMISSION": _("The company takes an agreed commission; the rest is spent for the compound and accounted for."),
    "TRUST": _("The fees belong to all owners, the accounts are open; the company takes an agreed commission."),
}
METHODS = {"NEGOTIATION": _("Negotiation"), "TENDER": _("Tender (at least three companies)")}
CANDIDATE_STATES = {
    "BID": pgettext_lazy("a candidate company", "stands"),
    "EXCLUDED": pgettext_lazy("a candidate company", "excluded"),
    "WITHDRAWN": pgettext_lazy("a candidate company", "withdrawn"),
}
CANDIDATE_CHIPS = {"BID": "leaf", "EXCLUDED": "brick", "WITHDRAWN": "plain"}
NOTICES = {
    "DISMISSAL": _("The owners dismiss the company"),
    "NO_RENEWAL": _("The company does not renew"),
    "END_INDEFINITE": _("A contract without a fixed term is ended"),
}
NOTICE_SIDES = {"OWNERS": _("The owners"), "COMPANY": _("The property company")}
DAYS = {
    "NOTICED": _("The contract ends by the notice that was given"),
    "RAN_OUT": _("The term is over; the contract goes on without a fixed one"),
    "EARLIEST_END": _("If either side gave notice today, it would end"),
    "LAST_TO_REFUSE": _("Last day for the company to say that it does not renew"),
    "ENDS": _("The contract ends"),
    "EARLIEST_DISMISSAL": _("If the owners had decided to dismiss and told it today, it would end"),
}
HANDOVER_STATES = {
    "PREPARED": pgettext_lazy("a hand-over", "being prepared"),
    "RUNNING": pgettext_lazy("a hand-over", "under way"),
    "OVERDUE": pgettext_lazy("a hand-over", "overdue"),
    "CLOSED_OPEN": pgettext_lazy("a hand-over", "over, with open lines"),
    "FINISHED": pgettext_lazy("a hand-over", "finished"),
    "CANCELLED": pgettext_lazy("a hand-over", "cancelled"),
}
HANDOVER_CHIPS = {
    "PREPARED": "plain", "RUNNING": "amber", "OVERDUE": "brick", "CLOSED_OPEN": "brick", "FINISHED": "leaf",
    "CANCELLED": "plain",
}  # fmt: skip
ITEM_STATES = {
    "LISTED": pgettext_lazy("a line of a hand-over", "not counted"),
    "CHECKED": pgettext_lazy("a line of a hand-over", "counted, to be signed"),
    "DISPUTED": pgettext_lazy("a line of a hand-over", "open"),
    "SIGNED": pgettext_lazy("a line of a hand-over", "handed over"),
    "DROPPED": pgettext_lazy("a line of a hand-over", "not here"),
}
ITEM_CHIPS = {"LISTED": "plain", "CHECKED": "amber", "DISPUTED": "brick", "SIGNED": "leaf", "DROPPED": "plain"}
CATEGORIES = {
    "ROOMS": pgettext_lazy("a part of a hand-over", "rooms"),
    "DOCUMENTS": _("Papers"),
    "FACILITIES": _("Facilities"),
    "FUNDS": _("Money of the owners"),
    "DEPOSITS": _("Deposits"),
    "KEYS": _("Keys"),
    "ACCESS": _("Access systems"),
    "SEALS": _("Seals"),
    "WORK_ORDERS": _("Unfinished repairs"),
    "OTHER": _("Other things"),
}
CONDITIONS = {
    "GOOD": pgettext_lazy("a thing handed over", "good"),
    "USABLE": pgettext_lazy("a thing handed over", "usable"),
    "DAMAGED": pgettext_lazy("a thing handed over", "damaged"),
    "INCOMPLETE": pgettext_lazy("a thing handed over", "incomplete"),
    "MISSING": pgettext_lazy("a thing handed over", "missing"),
}
SIDES = {
    "OLD": _("The old company"),
    "NEW": _("The new company"),
    "COMMITTEE": _("The owners’ committee"),
    "AUTHORITY": _("The subdistrict"),
}
