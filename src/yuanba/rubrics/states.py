"""What states a panel and a score sheet have, and which moves exist between them."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
POOL_ANNOUNCED = "POOL_ANNOUNCED"
DRAWN = "DRAWN"
SEATED = "SEATED"
OPEN = "OPEN"
CLOSED = "CLOSED"
CONCLUDED = "CONCLUDED"
DISSOLVED = "DISSOLVED"

PANEL = Table(
    "panel",
    DRAFT,
    (
        move("announce_pool", DRAFT, POOL_ANNOUNCED, "organiser", "pool", "seed source"),
        move("draw", POOL_ANNOUNCED, DRAWN, "organiser", "seed"),
        move("seat", DRAWN, SEATED, "organiser", "chair"),
        move("appoint", DRAFT, SEATED, "organiser", "named members"),
        move("open", SEATED, OPEN, "organiser", "declarations", "assignments"),
        move("extend", OPEN, OPEN, "organiser", "later close"),
        move("close", OPEN, CLOSED, "organiser or clock"),
        move("conclude", CLOSED, CONCLUDED, "chair", "signed summary"),
        move("dissolve", (DRAFT, POOL_ANNOUNCED, DRAWN, SEATED, OPEN), DISSOLVED, "organiser", "reason"),
    ),
)

SUBMITTED = "SUBMITTED"
RETURNED = "RETURNED"
VOID = "VOID"

SHEET = Table(
    "sheet",
    DRAFT,
    (
        move("submit", (DRAFT, RETURNED), SUBMITTED, "juror", "every criterion scored"),
        move("return", SUBMITTED, RETURNED, "chair", "reason"),
        move("void", (DRAFT, SUBMITTED, RETURNED), VOID, "organiser", "recusal or replacement"),
    ),
)
