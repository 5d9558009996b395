"""The moves of letter batches, data requests and roll imports."""

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

QUEUED = "QUEUED"
READY = "READY"
IMPORTING = "IMPORTING"
FINISHED = "FINISHED"
DROPPED = "DROPPED"
FAILED = "FAILED"
ROLL_JOB = Table(
    "roll_job",
    QUEUED,
    (
        move("show", QUEUED, READY, "worker", "preview"),
        move("accept", READY, IMPORTING, "keeper"),
        move("finish", IMPORTING, FINISHED, "worker"),
        move("fail", (QUEUED, IMPORTING), FAILED, "worker", "verdict"),
        move("drop", (QUEUED, READY), DROPPED, "keeper"),
    ),
)
