"""What the audit log records of rounds, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "cases.code_texts": _("Counted what the texts of a questionnaire speak of"),
    "cases.correct_visit": _("Put a wrong code of a round right"),
    "cases.draft_round": _("Drafted a door-knock round"),
    "cases.drop_round": _("Put a draft of a round away"),
    "cases.end_round": _("Ended a door-knock round"),
    "cases.start_round": _("Started a door-knock round"),
}
