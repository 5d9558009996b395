"""The moves of a joint consultation, a plan, an item of a plan, and a micro project."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
SETTLED = "SETTLED"
DROPPED = "DROPPED"
CONSULTATION = Table(
    "consultation",
    DRAFT,
    (
        move("settle", DRAFT, SETTLED, "keeper of the plans", "cause, responsibility, remedy", "two sides heard"),
        move("drop_sheet", DRAFT, DROPPED, "keeper of the plans", "reason"),
    ),
)

RUNNING = "RUNNING"
CLOSED = "CLOSED"
PLAN = Table(
    "compound_plan",
    DRAFT,
    (
        move("adopt", DRAFT, RUNNING, "keeper of the plans", "decision", "items"),
        move("close", RUNNING, CLOSED, "keeper of the plans", "every item settled", "what came of it"),
        move("drop_plan", DRAFT, DROPPED, "keeper of the plans", "reason"),
    ),
)
# Anybody may read a plan in these states.
PUBLIC = frozenset({RUNNING, CLOSED})

PLANNED = "PLANNED"
UNDER_WAY = "UNDER_WAY"
STALLED = "STALLED"
DONE = "DONE"
ACCEPTED = "ACCEPTED"
ITEM = Table(
    "plan_item",
    PLANNED,
    (
        move("start", PLANNED, UNDER_WAY, "whoever reports on the plans"),
        move("stall", (PLANNED, UNDER_WAY), STALLED, "whoever reports on the plans", "reason"),
        move("resume", STALLED, UNDER_WAY, "whoever reports on the plans"),
        move("report_done", UNDER_WAY, DONE, "whoever reports on the plans", "what proves it"),
        move("send_back", DONE, UNDER_WAY, "another person than who reported", "reason"),
        move("sign_off", DONE, ACCEPTED, "another person than who reported"),
        move("drop_item", (PLANNED, UNDER_WAY, STALLED), DROPPED, "keeper of the plans", "reason"),
    ),
)
ITEM_OVER = frozenset({ACCEPTED, DROPPED})
ITEM_MOVES = frozenset({PLANNED, UNDER_WAY, STALLED, DONE})

PROPOSED = "PROPOSED"
DELIBERATING = "DELIBERATING"
CHOSEN = "CHOSEN"
DECLINED = "DECLINED"
WITHDRAWN = "WITHDRAWN"
MICRO_PROJECT = Table(
    "micro_project",
    PROPOSED,
    (
        move("deliberate", PROPOSED, DELIBERATING, "keeper of the plans", "day and place"),
        move("choose", DELIBERATING, CHOSEN, "keeper of the plans", "minutes of the deliberation"),
        move("decline", (PROPOSED, DELIBERATING), DECLINED, "keeper of the plans", "reason"),
        move("withdraw", (PROPOSED, DELIBERATING), WITHDRAWN, "whoever proposed it"),
        move("take_up", CHOSEN, UNDER_WAY, "keeper of the plans", "an item of a plan"),
        move("accept", UNDER_WAY, ACCEPTED, "sign-off of the item"),
        move("give_up", UNDER_WAY, CHOSEN, "the item was dropped"),
    ),
)
MICRO_OPEN = frozenset({PROPOSED, DELIBERATING, CHOSEN, UNDER_WAY})
