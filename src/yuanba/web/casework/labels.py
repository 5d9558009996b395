"""Words for the ledgers, the special matters, and the hotline's lists."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanba.cases import ledger_states as states
from yuanba.cases.models import Category, HotlineList

Text = str | Promise
RECTIFICATIONS: dict[str, Text] = {
    states.LISTED: _("Still to be put right"),
    states.PROVED: _("Done, to be looked at"),
    states.RETURNED: _("Sent back"),
    states.SIGNED_OFF: _("Signed off"),
    states.WITHDRAWN: _("Withdrawn"),
}
RECTIFICATION_KINDS = {
    states.LISTED: "amber",
    states.PROVED: "sky",
    states.RETURNED: "brick",
    states.SIGNED_OFF: "leaf",
    states.WITHDRAWN: "plain",
}
SPECIALS: dict[str, Text] = {
    states.NOTED: _("Clue noted"),
    states.ADVISED: _("Advised"),
    states.ORDERED: _("Ordered to put right"),
    states.FOUND_AGAIN: _("Found again at the recheck"),
    states.SETTLED: _("Settled"),
    states.HANDED_OVER: _("Handed to the authority"),
    states.ANSWERED: _("The authority answered"),
    states.DROPPED: _("Led to nothing"),
}
SPECIAL_KINDS = {
    states.NOTED: "amber",
    states.ADVISED: "sky",
    states.ORDERED: "amber",
    states.FOUND_AGAIN: "brick",
    states.SETTLED: "leaf",
    states.HANDED_OVER: "sky",
    states.ANSWERED: "leaf",
    states.DROPPED: "plain",
}
MODULES: dict[str, Text] = {
    Category.Special.DOGS: _("Dogs"),
    Category.Special.OBJECTS: _("Objects thrown from height"),
    Category.Special.EBIKES: _("E-bikes in lifts"),
}
RECURRINGS: dict[str, Text] = {
    states.RAISED: _("Asks for a plan"),
    states.PLANNED: _("Taken into a plan"),
    states.EXPLAINED: _("Needs no plan, explained"),
}
RECURRING_KINDS = {states.RAISED: "amber", states.PLANNED: "leaf", states.EXPLAINED: "plain"}
LEDGER_STEPS: dict[str, Text] = {
    "list": _("Entered in the ledger"),
    "postpone": _("Another day was set"),
    "prove": _("Proof was brought"),
    "sign_off": _("Signed off"),
    "send_back": _("Sent back"),
    "withdraw": _("Withdrawn"),
    "note": _("Clue noted"),
    "advise": _("Advised"),
    "order": _("Ordered to put right"),
    "settle": _("Rechecked: settled"),
    "find_again": _("Rechecked: found again"),
    "hand_over": _("Handed to the authority"),
    "hear_back": _("The authority answered"),
    "drop": _("Led to nothing"),
    "raise": _("Raised: it came again and again"),
    "plan": _("Taken into a plan"),
    "explain": _("Needs no plan, explained"),
}
LIST_STATES: dict[str, Text] = {
    HotlineList.State.READ: _("Read, to be looked at"),
    HotlineList.State.TAKING: _("Being taken"),
    HotlineList.State.DONE: _("Taken"),
    HotlineList.State.FAILED: _("Could not be taken"),
}
LIST_KINDS = {
    HotlineList.State.READ: "amber",
    HotlineList.State.TAKING: "sky",
    HotlineList.State.DONE: "leaf",
    HotlineList.State.FAILED: "brick",
}
FIELDS: dict[str, Text] = {
    "number": _("Order number"),
    "called_at": _("Time of the call"),
    "text": _("What the caller said"),
    "name": _("Caller"),
    "phone": _("Phone"),
    "place": _("Place"),
    "category": _("Kind"),
    "due": _("The hotline's deadline"),
}
