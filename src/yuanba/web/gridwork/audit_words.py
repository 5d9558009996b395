"""What the audit log records of tasks of the grids, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "grid_task.admit": _("Put a kind of task on the admitted list"),
    "grid_task.approve": _("Approved a task that stands on no list"),
    "grid_task.call_off": _("Called off a task of the grids"),
    "grid_task.done": _("Reported a task done in a grid"),
    "grid_task.drop": _("Took a kind of task off the admitted list"),
    "grid_task.end": _("A task of the grids ended with its last day"),
    "grid_task.give": _("Gave grids something to do"),
    "grid_task.refuse": _("Did not approve a task of the grids"),
}
