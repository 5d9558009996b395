"""The moves of an owners' assembly and of those who stand in it."""

from yuanba.kernel.transitions import Table, move

FORMING = "FORMING"
NOMINATING = "NOMINATING"
POSTED = "POSTED"
CALLED = "CALLED"
ELECTED = "ELECTED"
FAILED = "FAILED"
MET = "MET"
HANDED_IN = "HANDED_IN"
FILED = "FILED"
CANCELLED = "CANCELLED"
ASSEMBLY = Table(
    "assembly",
    FORMING,
    (
        move("post_group", FORMING, NOMINATING, "subdistrict", "members of the group"),
        move("post_candidates", NOMINATING, POSTED, "preparatory group", "candidates screened", "drafts posted"),
        move("call", POSTED, CALLED, "head of the group", "ballot announced"),
        move("elect", CALLED, ELECTED, "head of the group", "published result"),
        move("fail", CALLED, FAILED, "head of the group", "published result"),
        move("repeat", FAILED, NOMINATING, "head of the group"),
        move("meet", ELECTED, MET, "committee", "chair"),
        move("hand_in", MET, HANDED_IN, "committee", "documents"),
        move("send_back", HANDED_IN, MET, "housing authority", "reason"),
        move("file", HANDED_IN, FILED, "housing authority", "number"),
        move("cancel", (FORMING, NOMINATING, POSTED, CALLED, FAILED), CANCELLED, "subdistrict", "reason"),
    ),
)
# An assembly that is over leaves room for another one in the same compound.
OVER = frozenset({FILED, CANCELLED})

NAMED = "NAMED"
NOMINATED = "NOMINATED"
ADMITTED = "ADMITTED"
REJECTED = "REJECTED"
WITHDRAWN = "WITHDRAWN"
CANDIDATE = Table(
    "candidate",
    NAMED,
    (
        move("stand", NAMED, NOMINATED, "owner, neighbours or group", "signatures where neighbours name"),
        move("admit", (NOMINATED, REJECTED), ADMITTED, "preparatory group"),
        move("reject", (NOMINATED, ADMITTED), REJECTED, "preparatory group", "reason"),
        move("withdraw", (NAMED, NOMINATED, ADMITTED), WITHDRAWN, "candidate"),
    ),
)

DUE = "DUE"
GIVEN = "GIVEN"
RECEIVED = "RECEIVED"
HAND_OVER_ITEM = Table(
    "hand_over_item",
    DUE,
    (
        move("give", DUE, GIVEN, "whoever leaves"),
        move("receive", GIVEN, RECEIVED, "another person of the committee, or the community"),
    ),
)

PROPOSED = "PROPOSED"
IN_FORCE = "IN_FORCE"
ENDED = "ENDED"
MANDATE = Table(
    "mandate",
    PROPOSED,
    (
        move("adopt", PROPOSED, IN_FORCE, "chair", "decided ballot"),
        move("drop", PROPOSED, REJECTED, "chair", "ballot that did not pass"),
        move("end", IN_FORCE, ENDED, "a later mandate"),
    ),
)

OPEN = "OPEN"
ANSWERED = "ANSWERED"
CLOSED = "CLOSED"
SUPERVISION = Table(
    "supervision",
    OPEN,
    (
        move("reply", (OPEN, ANSWERED), ANSWERED, "property company"),
        move("insist", ANSWERED, OPEN, "committee", "reason"),
        move("close", (OPEN, ANSWERED), CLOSED, "committee", "finding"),
    ),
)

ASKED = "ASKED"
ESCALATED = "ESCALATED"
QUESTION = Table(
    "owner_question",
    ASKED,
    (
        move("escalate", ASKED, ESCALATED, "clock"),
        move("answer", (ASKED, ESCALATED), ANSWERED, "committee or community"),
    ),
)

COLLECTING = "COLLECTING"
DEMANDED = "DEMANDED"
REMOVED = "REMOVED"
KEPT = "KEPT"
LAPSED = "LAPSED"
RECALL = Table(
    "recall",
    COLLECTING,
    (
        move("demand", COLLECTING, DEMANDED, "owners", "signatures"),
        move("lapse", COLLECTING, LAPSED, "clock"),
        move("summon", DEMANDED, CALLED, "subdistrict or committee", "ballot announced"),
        move("remove", CALLED, REMOVED, "subdistrict or committee", "published result"),
        move("keep", CALLED, KEPT, "subdistrict or committee", "published result"),
    ),
)

ORDERED = "ORDERED"
TAKEN_OVER = "TAKEN_OVER"
DONE = "DONE"
DUTY_ORDER = Table(
    "duty_order",
    ORDERED,
    (
        move("take_over", ORDERED, TAKEN_OVER, "community, guided by the subdistrict", "the day has passed"),
        move("finish", (ORDERED, TAKEN_OVER), DONE, "clock", "the duty was done"),
        move("withdraw", (ORDERED, TAKEN_OVER), WITHDRAWN, "subdistrict", "reason"),
    ),
)

ASKING = "ASKING"
AGREED = "AGREED"
NOT_AGREED = "NOT_AGREED"
VOTING = "VOTING"
DECIDED = "DECIDED"
RENOVATION = Table(
    "renovation",
    "DRAFT",
    (
        move("announce", "DRAFT", ASKING, "committee or subdistrict", "plan", "owners of the stairwells on the roll"),
        move("agree", ASKING, AGREED, "clock", "both shares reached at the end"),
        move("refuse", ASKING, NOT_AGREED, "clock", "a share missing at the end"),
        move("call_vote", AGREED, VOTING, "committee or subdistrict", "ballot announced"),
        move("resume", VOTING, AGREED, "clock", "the ballot was annulled"),
        move("decide", VOTING, DECIDED, "clock", "published result that passed"),
        move("fail", VOTING, NOT_AGREED, "clock", "published result that did not pass"),
        move("cancel", ("DRAFT", ASKING, AGREED, NOT_AGREED), CANCELLED, "committee or subdistrict", "reason"),
    ),
)
