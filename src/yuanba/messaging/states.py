"""The life of a message."""

from yuanba.kernel.transitions import Table, move

QUEUED, SENT, FAILED, READ = "QUEUED", "SENT", "FAILED", "READ"

MESSAGE = Table(
    "message",
    QUEUED,
    (
        move("send", QUEUED, SENT, "tick", "gateway"),
        move("give_up", QUEUED, FAILED, "tick", "attempts"),
        move("read", SENT, READ, "addressee"),
    ),
)
