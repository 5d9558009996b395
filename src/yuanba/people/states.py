"""The moves of letter batches and data requests."""

from yuanba.kernel.transitions import Table, move

REQUESTED = "REQUESTED"
RELEASED = "RELEASED"
VOIDED = "VOIDED"
LETTERS = Table(
    "letters",
    REQUESTED,
    (
        move("release", REQUESTED, RELEASED, "another clerk"),
        move("void", (REQUESTED, RELEASED), VOIDED, "clerk", "reason"),
    ),
)

OPEN = "OPEN"
DONE = "DONE"
REFUSED = "REFUSED"
DATA_REQUEST = Table(
    "data_request",
    OPEN,
    (
        move("grant", OPEN, DONE, "officer"),
        move("refuse", OPEN, REFUSED, "officer", "reason"),
    ),
)
