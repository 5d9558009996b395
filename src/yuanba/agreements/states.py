"""The moves of a version of a text, of a comment on it, and of a signature under it."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
COMMENT = "COMMENT"
SETTLING = "SETTLING"
ADOPTED = "ADOPTED"
SUPERSEDED = "SUPERSEDED"
ENDED = "ENDED"
REJECTED = "REJECTED"
WITHDRAWN = "WITHDRAWN"

VERSION = Table(
    "agreement_version",
    DRAFT,
    (
        move("open_comments", DRAFT, COMMENT, "organiser", "a text", "no personal numbers"),
        move("close_comments", COMMENT, SETTLING, "organiser or clock", "comment period over"),
        move("reopen_comments", SETTLING, COMMENT, "organiser", "the text was changed"),
        move("adopt", SETTLING, ADOPTED, "organiser", "every comment answered", "decision"),
        move("reject", SETTLING, REJECTED, "organiser", "decision"),
        move("withdraw", (DRAFT, COMMENT, SETTLING), WITHDRAWN, "organiser", "reason"),
        move("supersede", ADOPTED, SUPERSEDED, "the next version"),
        move("end", ADOPTED, ENDED, "organiser", "decision"),
    ),
)
PREPARED = frozenset({DRAFT, COMMENT, SETTLING})
# Decided on, so that it has days in force and stays readable for good.
DECIDED = frozenset({ADOPTED, SUPERSEDED, ENDED})

FILED = "FILED"
ACCEPTED = "ACCEPTED"
DECLINED = "DECLINED"
REMARK = Table(
    "agreement_comment",
    FILED,
    (
        move("accept", FILED, ACCEPTED, "organiser", "reason"),
        move("decline", FILED, DECLINED, "organiser", "reason"),
        move("take_back", FILED, WITHDRAWN, "whoever commented"),
    ),
)

SIGNED = "SIGNED"
SIGNATURE = Table("agreement_signature", SIGNED, (move("unsign", SIGNED, WITHDRAWN, "whoever signed"),))
