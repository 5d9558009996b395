"""The moves of a case. Answered is not closed: only whoever reported it, or a call-back that was logged, closes it."""

from yuanba.cases.ledger_states import RECTIFICATION, RECURRING, SPECIAL
from yuanba.cases.task_states import GRID_TASK
from yuanba.kernel.transitions import Table, move

__all__ = ["CASE", "GRID_TASK", "RECTIFICATION", "RECURRING", "SPECIAL"]

REPORTED = "REPORTED"
ACCEPTED = "ACCEPTED"
DISPATCHED = "DISPATCHED"
IN_HAND = "IN_HAND"
WAITING = "WAITING"
ANSWERED = "ANSWERED"
CLOSED = "CLOSED"
LAPSED = "LAPSED"
MERGED = "MERGED"

# The level's deadline runs in these; somebody of the office must act.
RUNNING = frozenset({REPORTED, ACCEPTED, DISPATCHED, IN_HAND})
OPEN = RUNNING | {WAITING}
ENDED = frozenset({CLOSED, LAPSED, MERGED})

CASE = Table(
    "case",
    REPORTED,
    (
        move("accept", REPORTED, ACCEPTED, "desk"),
        move("dispatch", (REPORTED, ACCEPTED, DISPATCHED, IN_HAND), DISPATCHED, "desk", "handler"),
        move("start", (ACCEPTED, DISPATCHED), IN_HAND, "handler"),
        move("wait", (DISPATCHED, IN_HAND), WAITING, "handler", "dated reason"),
        move("hand_over", REPORTED, REPORTED, "desk or handler", "level", "reason"),
        move("hand_over", (ACCEPTED, DISPATCHED, IN_HAND), ACCEPTED, "desk or handler", "level", "reason"),
        move("escalate", REPORTED, REPORTED, "clock", "the level's deadline passed"),
        move("escalate", (ACCEPTED, DISPATCHED, IN_HAND), ACCEPTED, "clock", "the level's deadline passed"),
        move("reroute", REPORTED, REPORTED, "desk", "organ or category", "reason"),
        move("reroute", (ACCEPTED, DISPATCHED, IN_HAND), ACCEPTED, "desk", "organ or category", "reason"),
        move("resume", WAITING, IN_HAND, "handler or clock"),
        move("answer", (ACCEPTED, DISPATCHED, IN_HAND), ANSWERED, "handler", "outcome", "reply"),
        move("confirm", (ANSWERED, LAPSED), CLOSED, "reporter"),
        move("call_back", (ANSWERED, LAPSED), CLOSED, "another than the handler", "logged call"),
        move("dissatisfied", (ANSWERED, CLOSED, LAPSED), IN_HAND, "reporter", "within the term"),
        move("lapse", ANSWERED, LAPSED, "clock", "silence until the stated day"),
        move("merge", (REPORTED, ACCEPTED, DISPATCHED, IN_HAND, WAITING), MERGED, "desk", "the other case"),
    ),
)

DRAFT = "DRAFT"
WALKING = "WALKING"
OVER = "OVER"
DROPPED = "DROPPED"
ROUND = Table(
    "door_round",
    DRAFT,
    (
        move("start_round", DRAFT, WALKING, "whoever keeps the rounds", "households"),
        move("end_round", WALKING, OVER, "whoever keeps the rounds, or the clock", "last day over, or nobody left"),
        move("drop_round", DRAFT, DROPPED, "whoever keeps the rounds", "reason"),
    ),
)
