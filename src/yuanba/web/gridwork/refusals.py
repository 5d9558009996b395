"""Words for what tasks of the grids refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.gridwork.labels import TASK_STATES
from yuanba.web.refusals import Refusal

APPROVER = _("The leader of the subdistrict")
TITLE = _("Give it a name.")

REFUSALS = {
    "grid_task.not_permitted": Refusal(
        _("Your appointments do not let you do this here."),
        _("Ask a colleague who has the post there."),
        APPROVER,
        status=403,
    ),
    "grid_task.untitled": Refusal(_("The name is missing."), TITLE),
    "grid_task.not_listed": Refusal(
        _("This stands on no admitted list, so that it cannot simply be given to grid workers."),
        _("Choose a kind of the list, or ask for approval with a reason and a last day."),
        APPROVER,
    ),
    "grid_task.no_reason": Refusal(
        _("What stands on no list needs a reason."),
        _("Write why the grids should do it now; somebody else approves it."),
        APPROVER,
    ),
    "grid_task.no_end": Refusal(_("The last day, %(day)s, is over already."), _("Choose a day that lies ahead.")),
    "grid_task.no_grid": Refusal(
        _("No grid of this community was chosen."), _("Tick the micro-grids that are to do it.")
    ),
    "grid_task.takes_two": Refusal(
        _("Whoever asked for it does not approve it."), _("Let somebody else look at it."), APPROVER, status=403
    ),
    "grid_task.unknown": Refusal(_("There is no such task any more."), _("Load the page again.")),
    "grid_task.over": Refusal(_("This task is over."), _("Nothing needs to be done.")),
    "grid_task.no_source": Refusal(
        _("It is not said which list names this."), _("Write which office published it, and when.")
    ),
    "grid_task.day_before": Refusal(
        _("A line of the list began on %(day)s; the change must come after it."), _("Choose a later day.")
    ),
    "grid_task.no_such_move": Refusal(
        _("The task is not waiting for this any more."), _("Load the page again."), words={"state": TASK_STATES}
    ),
}
