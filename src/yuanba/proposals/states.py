"""The moves of a call for proposals, of what it asks for, and of a proposal."""

from yuanba.kernel.transitions import Table, move

DRAFT = "DRAFT"
COLLECTING = "COLLECTING"
SCREENING = "SCREENING"
DISCUSSING = "DISCUSSING"
VOTING = "VOTING"
DECIDED = "DECIDED"
FINISHED = "FINISHED"
WITHDRAWN = "WITHDRAWN"

CALL = Table(
    "call",
    DRAFT,
    (
        move("announce", DRAFT, COLLECTING, "organiser", "what is asked for", "dates"),
        move("close_collecting", COLLECTING, SCREENING, "organiser or clock", "closing time"),
        move("extend", (COLLECTING, SCREENING), COLLECTING, "organiser", "reason"),
        move("publish_shortlist", SCREENING, DISCUSSING, "organiser", "every proposal and appeal decided"),
        move("start_vote", DISCUSSING, VOTING, "organiser", "comment period over", "objections decided"),
        move("take_result", VOTING, DECIDED, "organiser", "counted ballot"),
        move("run_off", DECIDED, VOTING, "organiser", "a tie"),
        move("finish", DECIDED, FINISHED, "whoever settles the last item"),
        move("withdraw_call", (DRAFT, COLLECTING, SCREENING, DISCUSSING), WITHDRAWN, "organiser", "reason"),
    ),
)
# Anybody may read a call in these states, and in WITHDRAWN if it was announced.
PUBLIC = frozenset({COLLECTING, SCREENING, DISCUSSING, VOTING, DECIDED, FINISHED})
# The shortlist is public from here on.
SHOWN = frozenset({DISCUSSING, VOTING, DECIDED, FINISHED})

OPEN = "OPEN"
TIED = "TIED"
CHOSEN = "CHOSEN"
FAILED = "FAILED"
ADOPTED = "ADOPTED"
NOT_ADOPTED = "NOT_ADOPTED"
ITEM = Table(
    "call_item",
    OPEN,
    (
        move("choose", (OPEN, TIED), CHOSEN, "ballot, or lots where a tie stays"),
        move("tie", (OPEN, TIED), TIED, "ballot"),
        move("fail", (OPEN, TIED), FAILED, "too few proposals, or the ballot"),
        move("adopt", CHOSEN, ADOPTED, "organiser, for a covenant the decision on its text"),
        move("decline", CHOSEN, NOT_ADOPTED, "organiser", "reason"),
    ),
)
SETTLED = frozenset({FAILED, ADOPTED, NOT_ADOPTED})

HANDED_IN = "HANDED_IN"
SHORTLISTED = "SHORTLISTED"
REFUSED = "REFUSED"
APPEALED = "APPEALED"
DISMISSED = "DISMISSED"
PROPOSAL = Table(
    "proposal",
    HANDED_IN,
    (
        move("shortlist", HANDED_IN, SHORTLISTED, "whoever screens, not the author"),
        move("refuse", HANDED_IN, REFUSED, "whoever screens, not the author", "rule", "reason"),
        move("appeal", REFUSED, APPEALED, "author, once, in time", "reason"),
        move("allow", APPEALED, SHORTLISTED, "another person than who refused", "reason"),
        move("dismiss", APPEALED, DISMISSED, "another person than who refused", "reason"),
        move("strike", SHORTLISTED, DISMISSED, "organiser", "objection upheld", "reason"),
        move("withdraw", (HANDED_IN, SHORTLISTED, REFUSED, APPEALED), WITHDRAWN, "author, before the vote"),
    ),
)
