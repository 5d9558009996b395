"""Words for the states of notices and objections."""

from django.utils.translation import gettext_lazy as _

from yuanba.publicity import states
from yuanba.publicity.models import Objection

NOTICE_STATES = {
    states.DRAFT: _("Draft of a notice"),
    states.OPEN: _("On notice now"),
    states.EXTENDED: _("Extended"),
    states.CONCLUDED: _("Concluded"),
    states.WITHDRAWN: _("Withdrawn"),
}
NOTICE_CHIPS = {
    states.DRAFT: "plain",
    states.OPEN: "amber",
    states.EXTENDED: "amber",
    states.CONCLUDED: "leaf",
    states.WITHDRAWN: "brick",
}
OBJECTION_STATES = {
    states.FILED: _("Being looked into"),
    states.UPHELD: _("Upheld"),
    states.DISMISSED: _("Not upheld"),
    states.WITHDRAWN: _("Taken back"),
}
OBJECTION_CHIPS = {states.FILED: "amber", states.UPHELD: "brick", states.DISMISSED: "leaf", states.WITHDRAWN: "plain"}
# For whoever objected: it is good news that one was right.
MY_OBJECTION_CHIPS = OBJECTION_CHIPS | {states.UPHELD: "leaf", states.DISMISSED: "plain"}
OBJECTION_KINDS = {
    Objection.Kind.NAMED.value: _("With my name"),
    Objection.Kind.ANONYMOUS.value: _("Without a name"),
    Objection.Kind.ORGANISATION.value: _("For an organisation, with its seal"),
}
KIND_WORDS = {
    Objection.Kind.NAMED.value: _("With a name"),
    Objection.Kind.ANONYMOUS.value: _("Anonymous"),
    Objection.Kind.ORGANISATION.value: _("An organisation"),
}
OBJECTION_CHANNELS = {
    Objection.Channel.ONLINE.value: _("On line"),
    Objection.Channel.PHONE.value: _("By telephone"),
    Objection.Channel.LETTER.value: _("By letter"),
    Objection.Channel.VISIT.value: _("In person"),
}
VERBS = {
    "open": _("Opened to the public"),
    "extend": _("Made longer"),
    "conclude": _("Brought to its conclusion"),
    "withdraw": _("Withdrawn"),
    "uphold": _("Upheld"),
    "dismiss": _("Not upheld"),
    "take_back": _("Taken back"),
    "unmask": _("Looked up who objected"),
}
NUMBERS = {"ID_NUMBER": _("an ID number"), "MOBILE": _("a mobile number"), "BANK_CARD": _("a bank card number")}
