"""The way to one's own grid, to tasks of the grids, and to the admitted list."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (
    Item("grid", _("My grid"), "gridwork:home", needs="cases.grid", order=5),
    Item("grid-tasks", _("Tasks of the grids"), "gridwork:tasks", needs="cases.give_tasks", order=14),
)
