"""The moves of the selection of a property company, of a hand-over between two companies, and of one of its items."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
PUBLISHED = "PUBLISHED"
VOTING = "VOTING"
DECIDED = "DECIDED"
NOT_PASSED = "NOT_PASSED"
CONTRACTED = "CONTRACTED"
CANCELLED = "CANCELLED"

SELECTION = Table(
    "company_selection",
    DRAFT,
    (
        move("publish", DRAFT, PUBLISHED, "owners' committee", "plan", "public notice"),
        move("call_vote", PUBLISHED, VOTING, "owners' committee", "notice run", "session held", "opinions asked"),
        move("resume", VOTING, PUBLISHED, "owners' committee or clock", "the ballot was annulled"),
        move("decide", VOTING, DECIDED, "owners' committee or clock", "published result that passed"),
        move("fail", VOTING, NOT_PASSED, "owners' committee or clock", "published result that did not pass"),
        move("fall_through", DECIDED, NOT_PASSED, "owners' committee", "reason"),
        move("sign", DECIDED, CONTRACTED, "owners' committee", "contract"),
        move("again", NOT_PASSED, DRAFT, "owners' committee"),
        move("cancel", (DRAFT, PUBLISHED, DECIDED, NOT_PASSED), CANCELLED, "owners' committee", "reason"),
    ),
)
# Anybody may read a selection in these states: everything but what is still being written.
OPEN_TO_ALL = frozenset({PUBLISHED, VOTING, DECIDED, NOT_PASSED, CONTRACTED})

BID = "BID"
EXCLUDED = "EXCLUDED"
WITHDRAWN = "WITHDRAWN"
CANDIDATE = Table(
    "company_candidate",
    BID,
    (
        move("exclude", BID, EXCLUDED, "owners' committee or register", "reason"),
        move("admit", EXCLUDED, BID, "owners' committee", "reason"),
        move("withdraw", (BID, EXCLUDED), WITHDRAWN, "company or owners' committee", "reason"),
    ),
)

PREPARED = "PREPARED"
RUNNING = "RUNNING"
OVERDUE = "OVERDUE"
CLOSED_OPEN = "CLOSED_OPEN"
FINISHED = "FINISHED"
HANDOVER = Table(
    "company_handover",
    PREPARED,
    (
        move("start", PREPARED, RUNNING, "owners' committee", "items"),
        move("fall_due", RUNNING, OVERDUE, "clock", "last day over"),
        move("finish", (RUNNING, OVERDUE, CLOSED_OPEN), FINISHED, "owners' committee", "every item signed"),
        move("close_open", (RUNNING, OVERDUE), CLOSED_OPEN, "owners' committee", "open items listed publicly"),
        move("cancel", PREPARED, CANCELLED, "owners' committee", "reason"),
    ),
)
UNDER_WAY = frozenset({RUNNING, OVERDUE, CLOSED_OPEN})

LISTED = "LISTED"
CHECKED = "CHECKED"
DISPUTED = "DISPUTED"
SIGNED = "SIGNED"
DROPPED = "DROPPED"
HANDOVER_ITEM = Table(
    "handover_item",
    LISTED,
    (
        move(
            "check", (LISTED, CHECKED, DISPUTED), CHECKED, "either company or owners' committee", "count", "condition"
        ),
        move("dispute", (LISTED, CHECKED), DISPUTED, "either company or owners' committee", "reason", "who must act"),
        move("sign_off", CHECKED, SIGNED, "both companies", "two signatures"),
        move("drop", LISTED, DROPPED, "owners' committee", "before the start"),
    ),
)
UNRESOLVED = frozenset({LISTED, CHECKED, DISPUTED})

TABLES = (SELECTION, CANDIDATE, HANDOVER, HANDOVER_ITEM)
