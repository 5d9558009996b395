"""The moves of what is kept in the ledgers: things to put right, the three special matters, problems that come again."""

from yuanba.kernel.transitions import Table, move

LISTED = "LISTED"
PROVED = "PROVED"
RETURNED = "RETURNED"
SIGNED_OFF = "SIGNED_OFF"
WITHDRAWN = "WITHDRAWN"
TO_DO = frozenset({LISTED, RETURNED})

RECTIFICATION = Table(
    "rectification",
    LISTED,
    (
        move("postpone", LISTED, LISTED, "desk", "reason", "new day"),
        move("postpone", RETURNED, RETURNED, "desk", "reason", "new day"),
        move("prove", TO_DO, PROVED, "handler", "proof"),
        move("sign_off", PROVED, SIGNED_OFF, "another than the handler"),
        move("send_back", PROVED, RETURNED, "another than the handler", "reason"),
        move("withdraw", TO_DO, WITHDRAWN, "supervisor", "reason"),
    ),
)

NOTED = "NOTED"
ADVISED = "ADVISED"
ORDERED = "ORDERED"
FOUND_AGAIN = "FOUND_AGAIN"
SETTLED = "SETTLED"
HANDED_OVER = "HANDED_OVER"
ANSWERED = "ANSWERED"
DROPPED = "DROPPED"
RUNNING = frozenset({NOTED, ADVISED, ORDERED, FOUND_AGAIN})

SPECIAL = Table(
    "special_matter",
    NOTED,
    (
        move("advise", (NOTED, ADVISED), ADVISED, "handler", "what was said"),
        move("order", (ADVISED, FOUND_AGAIN), ORDERED, "handler", "day", "what is to be put right"),
        move("settle", (ADVISED, ORDERED), SETTLED, "another than the handler", "recheck"),
        move("find_again", (ADVISED, ORDERED), FOUND_AGAIN, "handler", "recheck"),
        move("hand_over", RUNNING, HANDED_OVER, "supervisor", "authority", "reason"),
        move("hear_back", HANDED_OVER, ANSWERED, "handler", "what the authority said"),
        move("drop", NOTED, DROPPED, "supervisor", "reason"),
    ),
)

RAISED = "RAISED"
PLANNED = "PLANNED"
EXPLAINED = "EXPLAINED"

RECURRING = Table(
    "recurring_issue",
    RAISED,
    (
        move("plan", RAISED, PLANNED, "desk", "plan"),
        move("explain", RAISED, EXPLAINED, "supervisor", "reason"),
    ),
)
