"""The moves of a campaign, of its stages, of an entry and of what hangs on an entry."""

from yuanba.kernel.transitions import Table, move

# A campaign. RANKED means that the proposed list exists and nobody outside has seen it yet.
CAMPAIGN = Table(
    "campaign",
    "DRAFT",
    (
        move("open", "DRAFT", "ANNOUNCED", "approver", "policy basis", "approval document", "valid playbook"),
        move("start", "ANNOUNCED", "RUNNING", "clock", "first stage open"),
        move("rank", {"RUNNING", "RANKED"}, "RANKED", "organiser", "every scoring stage closed"),
        move("propose", "RANKED", "PROPOSED", "organiser", "public notice"),
        move("amend", "PROPOSED", "PROPOSED", "organiser", "upheld objection or withdrawal"),
        move("name", "PROPOSED", "NAMED", "approver", "concluded notice", "approved decision"),
        move("close", "NAMED", "CLOSED", "organiser", "prize list handed over"),
        move("cancel", {"DRAFT", "ANNOUNCED", "RUNNING", "RANKED", "PROPOSED"}, "CANCELLED", "approver", "reason"),
    ),
)
# The campaign is on the public site from the announcement on.
CAMPAIGN_PUBLIC = frozenset({"ANNOUNCED", "RUNNING", "RANKED", "PROPOSED", "NAMED", "CLOSED", "CANCELLED"})
CAMPAIGN_LIVE = frozenset({"ANNOUNCED", "RUNNING", "RANKED", "PROPOSED"})

# One run of one stage of the playbook.
STAGE = Table(
    "stage",
    "WAITING",
    (
        move("open", "WAITING", "OPEN", "clock or organiser", "opening date", "earlier stage closed"),
        move("close", {"OPEN", "REOPENED"}, "CLOSED", "clock or organiser", "closing date", "exit rule"),
        move("extend", "OPEN", "OPEN", "organiser", "reason"),
        move("reopen", "CLOSED", "REOPENED", "organiser", "reason"),
        move("reschedule", "WAITING", "WAITING", "organiser", "reason"),
        move("ask_secretly", "WAITING", "WAITING", "organiser", "survey", "reason"),
    ),
)
STAGE_RUNNING = frozenset({"OPEN", "REOPENED"})

# An entry. Whoever may still win is in ENTRY_ALIVE.
ENTRY = Table(
    "entry",
    "RECEIVED",
    (
        move("submit", "RECEIVED", "SUBMITTED", "applicant", "open window", "complete form"),
        move("confirm", "RECEIVED", "SUBMITTED", "second person", "signed scan"),
        move("discard", "RECEIVED", "DISCARDED", "second person", "reason"),
        move("return", "SUBMITTED", "RETURNED", "screener", "deadline"),
        move("resubmit", "RETURNED", "SUBMITTED", "applicant", "before the deadline"),
        move("lapse", "RETURNED", "LAPSED", "clock", "deadline gone by"),
        move("qualify", "SUBMITTED", "QUALIFIED", "screener", "every criterion settled"),
        move("propose_rejection", "SUBMITTED", "DOUBTED", "screener", "reason"),
        move("disagree", "DOUBTED", "SUBMITTED", "second screener", "reason"),
        move("reject", "DOUBTED", "REJECTED", "second screener", "reason"),
        move("appeal", {"REJECTED", "LAPSED"}, "APPEALED", "applicant", "within the appeal term"),
        move("allow", "APPEALED", "QUALIFIED", "third person", "reason"),
        move("reinstate", "APPEALED", "SUBMITTED", "third person", "reason", "lapsed before it was screened"),
        move("dismiss", "APPEALED", "DISMISSED", "third person", "reason"),
        move("drop", "QUALIFIED", "DROPPED", "clock", "shortlist"),
        move("restore", "DROPPED", "QUALIFIED", "organiser", "a place became free"),
        move("propose", {"QUALIFIED", "UNPLACED"}, "PROPOSED", "organiser", "ranking"),
        move("pass_over", "QUALIFIED", "UNPLACED", "organiser", "ranking"),
        move("remove", {"QUALIFIED", "UNPLACED", "PROPOSED"}, "REMOVED", "organiser", "upheld objection"),
        move("name", "PROPOSED", "NAMED", "approver", "published decision"),
        move("revoke", "NAMED", "REVOKED", "approver", "reason", "second person"),
        move(
            "withdraw",
            {
                "RECEIVED",
                "SUBMITTED",
                "RETURNED",
                "DOUBTED",
                "REJECTED",
                "APPEALED",
                "QUALIFIED",
                "UNPLACED",
                "PROPOSED",
            },
            "WITHDRAWN",
            "applicant",
        ),
    ),
)
ENTRY_ALIVE = frozenset({"QUALIFIED", "PROPOSED", "NAMED"})
ENTRY_IN_SCREENING = frozenset({"SUBMITTED", "RETURNED", "DOUBTED", "APPEALED"})
ENTRY_RANKED = frozenset({"PROPOSED", "UNPLACED", "NAMED"})
ENTRY_ENDED = frozenset(
    {"DISCARDED", "LAPSED", "REJECTED", "DISMISSED", "DROPPED", "UNPLACED", "REMOVED", "WITHDRAWN", "REVOKED"}
)

MATERIAL = Table(
    "material",
    "ATTACHED",
    (
        move("accept", "ATTACHED", "ACCEPTED", "screener"),
        move("return", {"ATTACHED", "ACCEPTED"}, "RETURNED", "screener", "reason"),
        move("replace", {"ATTACHED", "RETURNED"}, "REPLACED", "applicant", "new file"),
    ),
)
MATERIAL_COUNTS = frozenset({"ATTACHED", "ACCEPTED"})

SCREENING = Table(
    "screening",
    "PENDING",
    (
        move("pass", "PENDING", "PASSED", "screener"),
        move("return", "PENDING", "RETURNED", "screener", "deadline"),
        move("propose_rejection", "PENDING", "AWAITING_SECOND", "screener", "reason"),
        move("confirm", "AWAITING_SECOND", "REJECTED", "second screener", "reason"),
        move("disagree", "AWAITING_SECOND", "DISAGREED", "second screener", "reason"),
        move("abandon", {"PENDING", "AWAITING_SECOND"}, "ABANDONED", "clock", "withdrawal"),
    ),
)

APPEAL = Table(
    "appeal",
    "LODGED",
    (
        move("allow", "LODGED", "ALLOWED", "third person", "reason"),
        move("dismiss", "LODGED", "DISMISSED", "third person", "reason"),
        move("abandon", "LODGED", "ABANDONED", "clock", "withdrawal"),
    ),
)

TITLE = Table(
    "title",
    "PROPOSED",
    (
        move("name", "PROPOSED", "NAMED", "approver", "published decision"),
        move("drop", "PROPOSED", "DROPPED", "organiser", "upheld objection or withdrawal"),
        move("revoke", "NAMED", "REVOKED", "approver", "reason", "second person"),
    ),
)
TITLE_HELD = frozenset({"PROPOSED", "NAMED"})

DECISION = Table(
    "decision",
    "DRAFTED",
    (
        move("approve", "DRAFTED", "APPROVED", "approver", "another person than the drafter"),
        move("publish", "APPROVED", "PUBLISHED", "organiser", "concluded notice"),
        move("set_aside", {"DRAFTED", "APPROVED"}, "SET_ASIDE", "organiser", "amended list"),
    ),
)

TABLES = (CAMPAIGN, STAGE, ENTRY, MATERIAL, SCREENING, APPEAL, TITLE, DECISION)
