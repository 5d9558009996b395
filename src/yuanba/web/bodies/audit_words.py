"""What the audit log records of bodies and words, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "body_changed": _("Changed the name or the duties of a body"),
    "body_ended": _("Ended a body"),
    "body_founded": _("Founded a body"),
    "body_result_noted": _("Noted what a body brought about"),
    "force_task_done": _("Reported a task of a task force done"),
    "force_task_given": _("Gave a unit of a task force something to do"),
    "force_unit_added": _("Took a unit into a task force"),
    "force_unit_ended": _("A unit left a task force"),
    "organ_founded": _("Founded a service organ"),
    "word.answer": _("Answered a word to whoever serves"),
    "word_left": _("Left a word to whoever serves"),
}
