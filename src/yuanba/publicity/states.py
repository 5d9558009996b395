"""What states a public notice and an objection have, and which moves exist between them."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
OPEN = "OPEN"
EXTENDED = "EXTENDED"
CONCLUDED = "CONCLUDED"
WITHDRAWN = "WITHDRAWN"

NOTICE = Table(
    "notice",
    DRAFT,
    (
        move("open", DRAFT, OPEN, "organiser", "no personal numbers", "known calendar"),
        move("extend", (OPEN, EXTENDED), EXTENDED, "organiser", "reason"),
        move("conclude", (OPEN, EXTENDED), CONCLUDED, "organiser", "term over", "objections decided", "proof"),
        move("withdraw", (DRAFT, OPEN, EXTENDED), WITHDRAWN, "organiser", "reason"),
    ),
)

# Anybody may read a notice in these states, and in WITHDRAWN if it was open before.
RUNNING = frozenset({OPEN, EXTENDED})
PUBLIC = RUNNING | {CONCLUDED}

FILED = "FILED"
UPHELD = "UPHELD"
DISMISSED = "DISMISSED"

OBJECTION = Table(
    "objection",
    FILED,
    (
        move("uphold", FILED, UPHELD, "somebody not involved", "reason"),
        move("dismiss", FILED, DISMISSED, "somebody not involved", "reason"),
        move("take_back", FILED, WITHDRAWN, "whoever objected"),
    ),
)
