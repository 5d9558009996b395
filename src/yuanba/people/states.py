"""The moves of letter batches, data requests, changes of number, roll imports and words to whoever serves."""

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

ASKED = "ASKED"
LAPSED = "LAPSED"
PHONE_CHANGE = Table(
    "phone_change",
    ASKED,
    (
        move("confirm", ASKED, DONE, "another worker"),
        move("refuse", ASKED, REFUSED, "worker", "reason"),
        move("lapse", ASKED, LAPSED, "clock"),
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

ANSWERED = "ANSWERED"
WORD = Table("word", OPEN, (move("answer", OPEN, ANSWERED, "whom it is for", "text"),))
