"""Codes of grid work in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanba.cases.models import TaskKind

QUEUES = {"HAZARD": _("Hazards"), "DISPUTE": _("Disputes"), "SERVICE": _("Services")}

TASK_STATES = {
    "ASKED": _("Waits for approval"),
    "OPEN": _("Under way"),
    "REFUSED": _("Not approved"),
    "ENDED": _("Over"),
}
TASK_CHIPS = {"ASKED": "amber", "OPEN": "sky", "REFUSED": "brick", "ENDED": "plain"}


def kind_name(row: TaskKind) -> str:
    """The name of a line of the admitted list in the reader's language."""
    return row.name if (get_language() or "").startswith("zh") else row.name_en
