"""The moves of a task of the grids. What the admitted list does not name waits for somebody's approval."""

from yuanba.kernel.transitions import Table, move

ASKED = "ASKED"
OPEN = "OPEN"
REFUSED = "REFUSED"
ENDED = "ENDED"

GRID_TASK = Table(
    "grid_task",
    ASKED,
    (
        move("approve", ASKED, OPEN, "another than who asked"),
        move("refuse", ASKED, REFUSED, "another than who asked", "reason"),
        move("call_off", (ASKED, OPEN), ENDED, "who gives tasks", "reason"),
        move("end", OPEN, ENDED, "clock", "its last day is over"),
    ),
)
