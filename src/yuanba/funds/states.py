"""What states a prize list and its lines have, and which moves exist between them."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
CHECKED = "CHECKED"
APPROVED = "APPROVED"
PAID = "PAID"
RETURNED = "RETURNED"

PRIZE_LIST = Table(
    "prize_list",
    DRAFT,
    (
        move("check", DRAFT, CHECKED, "finance officer", "totals add up"),
        move("approve", CHECKED, APPROVED, "leader, not the checker"),
        move("send_back", (DRAFT, CHECKED), RETURNED, "finance officer or leader", "reason"),
        move("reopen", PAID, APPROVED, "finance officer", "the bank returned a payment"),
        move("settle", APPROVED, PAID, "finance officer", "no line waits"),
    ),
)

PENDING = "PENDING"
CANCELLED = "CANCELLED"

PRIZE_LINE = Table(
    "prize_line",
    PENDING,
    (
        move("pay", (PENDING, RETURNED), PAID, "finance officer", "bank proof"),
        move("bounce", PAID, RETURNED, "finance officer", "reason"),
        move("cancel", (PENDING, RETURNED), CANCELLED, "leader", "reason"),
    ),
)
