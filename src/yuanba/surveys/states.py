"""The moves of a survey, of a numbered envelope, and of the form inside it."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
OPEN = "OPEN"
CLOSED = "CLOSED"
SCORED = "SCORED"
PUBLISHED = "PUBLISHED"
ANNULLED = "ANNULLED"

SURVEY = Table(
    "survey",
    DRAFT,
    (
        move("open", DRAFT, OPEN, "organiser or clock", "roll", "targets"),
        move("close", OPEN, CLOSED, "organiser or clock", "closing time"),
        move("score", CLOSED, SCORED, "organiser or clock", "every paper form decided"),
        move("publish", SCORED, PUBLISHED, "organiser"),
        move("annul", (DRAFT, OPEN, CLOSED, SCORED, PUBLISHED), ANNULLED, "organiser", "reason"),
    ),
)
# Scores exist, and may be read, in these states only.
TALLIED = frozenset({SCORED, PUBLISHED})

ISSUED = "ISSUED"
RETURNED = "RETURNED"
REFUSED = "REFUSED"
ENVELOPE = Table(
    "survey_envelope",
    ISSUED,
    (
        move("return", ISSUED, RETURNED, "clerk", "before the closing time", "not answered yet"),
        move("refuse", ISSUED, REFUSED, "clerk", "reason"),
    ),
)

READ = "READ"
DISPUTED = "DISPUTED"
ENTERED = "ENTERED"
UNREADABLE = "UNREADABLE"
PAPER_FORM = Table(
    "survey_paper_form",
    READ,
    (
        move("dispute", READ, DISPUTED, "second clerk", "two readings differ"),
        move("enter", (READ, DISPUTED), ENTERED, "clerk", "two equal readings"),
        move("give_up", DISPUTED, UNREADABLE, "third clerk", "three different readings"),
    ),
)

TABLES = (SURVEY, ENVELOPE, PAPER_FORM)
