"""The moves of a ballot, a paper, a paper-channel sheet, a review case, an authorisation, a meeting, a show of hands."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
ANNOUNCED = "ANNOUNCED"
OPEN = "OPEN"
CLOSED = "CLOSED"
COUNTED = "COUNTED"
PUBLISHED = "PUBLISHED"
ANNULLED = "ANNULLED"

BALLOT = Table(
    "ballot",
    DRAFT,
    (
        move("announce", DRAFT, ANNOUNCED, "organiser", "items"),
        move("open", ANNOUNCED, OPEN, "organiser or clock", "roll", "manifest"),
        move("close", OPEN, CLOSED, "organiser or clock", "closing time"),
        move("count", CLOSED, COUNTED, "organiser or clock", "every review and sheet decided"),
        move("publish", COUNTED, PUBLISHED, "organiser"),
        move("annul", (DRAFT, ANNOUNCED, OPEN, CLOSED, COUNTED, PUBLISHED), ANNULLED, "organiser", "reason"),
    ),
)
# Counts exist, and may be read, in these states only (rules.may_see_tally).
TALLIED = frozenset({COUNTED, PUBLISHED})

VALID = "VALID"
VOIDED = "VOIDED"
PAPER = Table("paper", VALID, (move("void", VALID, VOIDED, "two reviewers", "review case"),))

ISSUED = "ISSUED"
RECEIVED = "RECEIVED"
DISPUTED = "DISPUTED"
ENTERED = "ENTERED"
REJECTED = "REJECTED"
CANCELLED = "CANCELLED"
SHEET = Table(
    "paper_sheet",
    ISSUED,
    (
        move("receive", ISSUED, RECEIVED, "clerk", "scan", "before the closing time"),
        move("dispute", RECEIVED, DISPUTED, "second clerk", "two readings differ"),
        move("enter", (RECEIVED, DISPUTED), ENTERED, "clerk", "two equal readings"),
        move("reject", (ISSUED, RECEIVED, DISPUTED), REJECTED, "clerk", "reason"),
        move("cancel", ISSUED, CANCELLED, "clerk", "reason"),
    ),
)

PROPOSED = "PROPOSED"
CLEARED = "CLEARED"
REVIEW = Table(
    "vote_review",
    OPEN,
    (
        move("propose", OPEN, PROPOSED, "reviewer", "reason"),
        move("clear", (OPEN, PROPOSED), CLEARED, "reviewer", "reason"),
        move("void", PROPOSED, VOIDED, "a second reviewer"),
    ),
)

TAKEN = "TAKEN"
GIVEN_BACK = "GIVEN_BACK"
TURN = Table(
    "secret_turn", TAKEN, (move("give_back", TAKEN, GIVEN_BACK, "clerk", "the seed", "before any vote is cast"),)
)

OFFERED = "OFFERED"
IN_FORCE = "IN_FORCE"
DECLINED = "DECLINED"
REVOKED = "REVOKED"
AUTHORISATION = Table(
    "authorisation",
    OFFERED,
    (
        move("agree", OFFERED, IN_FORCE, "proxy"),
        move("decline", (OFFERED, IN_FORCE), DECLINED, "proxy"),
        move("revoke", (OFFERED, IN_FORCE), REVOKED, "principal or desk", "reason"),
    ),
)

TAKING = "TAKING"
CHECKED = "CHECKED"
MEETING = Table("meeting", TAKING, (move("check", TAKING, CHECKED, "a second clerk", "signed sheet"),))

KEYED = "KEYED"
CONFIRMED = "CONFIRMED"
DROPPED = "DROPPED"
HALL = Table(
    "hall_count",
    KEYED,
    (
        move("confirm", KEYED, CONFIRMED, "a second clerk", "before the closing time"),
        move("drop", KEYED, DROPPED, "clerk", "reason"),
    ),
)

TABLES = (BALLOT, PAPER, SHEET, REVIEW, AUTHORISATION, MEETING, HALL, TURN)
