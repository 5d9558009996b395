"""Words for assemblies, candidates and committees."""

from django.utils.translation import gettext_lazy as _

from yuanba.assemblies import states

KINDS = {
    "FIRST": _("First owners’ assembly"),
    "RENEWAL": _("Change of term of the owners’ committee"),
    "COURTYARD": _("Election of a courtyard committee"),
}
STATES = {
    "FORMING": _("The group is being formed"),
    "NOMINATING": _("Names are taken"),
    "POSTED": _("Candidates are posted"),
    "CALLED": _("The vote is called"),
    "ELECTED": _("Elected, first meeting due"),
    "FAILED": _("The vote did not pass"),
    "MET": _("Chair elected, filing due"),
    "HANDED_IN": _("Filing handed in"),
    "FILED": _("Filed: done"),
    "CANCELLED": _("Called off"),
}
STATE_KINDS = {
    "FORMING": "plain",
    "NOMINATING": "sky",
    "POSTED": "sky",
    "CALLED": "leaf",
    "ELECTED": "amber",
    "FAILED": "brick",
    "MET": "amber",
    "HANDED_IN": "amber",
    "FILED": "leaf",
    "CANCELLED": "brick",
}
TRACK = (
    ("FORMING", _("Form the preparatory group")),
    ("NOMINATING", _("Take names and screen them")),
    ("POSTED", _("Post candidates and drafts")),
    ("CALLED", _("Notice, then the vote")),
    ("ELECTED", _("Result: who is elected")),
    ("MET", _("First meeting elects the chair")),
    ("HANDED_IN", _("Hand in the filing")),
    ("FILED", _("Filed")),
)
# Who must act while it stands there.
WHO = {
    "FORMING": _("The subdistrict"),
    "NOMINATING": _("The preparatory group"),
    "POSTED": _("The preparatory group"),
    "CALLED": _("The preparatory group"),
    "ELECTED": _("The new committee"),
    "FAILED": _("The preparatory group"),
    "MET": _("The new committee"),
    "HANDED_IN": _("The housing authority"),
    "FILED": "",
    "CANCELLED": "",
}
SIDES = {
    "OWNER": _("Owners"),
    "COMMUNITY": _("Residents’ committee of the community"),
    "SUBDISTRICT": _("Subdistrict"),
    "DEVELOPER": _("Developer"),
    "POLICE": _("Police station"),
    "OTHER": _("Other side"),
}
DOCUMENTS = {
    "RULES": _("Draft rules of procedure"),
    "COVENANT": _("Draft covenant"),
    "METHOD": _("How the committee is elected"),
    "MINUTES": _("Minutes"),
    "OTHER": _("Other paper"),
}
CHANNELS = {
    "SELF": _("named oneself"),
    "OWNERS": _("named by neighbours"),
    "GROUP": _("named by the preparatory group"),
}
CANDIDATE_STATES = {
    "NAMED": _("Signatures are being collected"),
    "NOMINATED": _("Waits for screening"),
    "ADMITTED": _("Stands"),
    "REJECTED": _("Not admitted"),
    "WITHDRAWN": _("No longer stands"),
}
CANDIDATE_KINDS = {
    "NAMED": "plain",
    "NOMINATED": "amber",
    "ADMITTED": "leaf",
    "REJECTED": "brick",
    "WITHDRAWN": "plain",
}
TIES = {
    "NONE": _("No tie to the property company"),
    "EMPLOYED": _("Works for the property company"),
    "RELATIVE": _("Relative of somebody at the property company"),
    "OFFICE": _("Works for the community or the subdistrict"),
}
TIE_WARNINGS = {
    "EMPLOYED": _("Works for the property company: stays out of matters of the company"),
    "RELATIVE": _("Relative of somebody at the property company: stays out of matters of the company"),
    "OFFICE": _("Works for the community or the subdistrict"),
}
TITLES = {
    "CHAIR": _("Chair of the committee"),
    "VICE_CHAIR": _("Vice chair"),
    "MEMBER": _("Member"),
    "ALTERNATE": _("Alternate"),
}
DEADLINES = {
    "group-posted": _("Post the list of the group"),
    "matters-posted": _("Post candidates and drafts"),
    "notice": _("Tell all owners and the residents’ committee"),
    "first-assembly": _("Open the vote of the first assembly"),
    "first-assembly-latest": _("Open the vote at the very latest"),
    "result-posted": _("Post the result"),
    "first-meeting": _("Hold the committee’s first meeting"),
    "filing": _("Hand in the filing"),
    "filing-decided": _("Decide about the filing"),
}
REACHES = {
    "national": _("national rule"),
    "model": _("after another city’s regulation; ours was not available for checking"),
    "practice": _("this platform’s own rule"),
}
BODIES = {"OWNERS_COMMITTEE": _("Owners’ committee"), "COURTYARD_COMMITTEE": _("Courtyard committee")}
ENDS = {
    "TERM": _("the term was over"),
    "RESIGNED": _("resigned"),
    "SOLD": _("no longer an owner here"),
    "RECALLED": _("recalled by the owners"),
    "MOVED_UP": _("moved up"),
}
PURPOSES = {
    "OFFICE": _("Running costs of the committee"),
    "REPAIR": _("Small repairs"),
    "INCOME": _("Out of the common income"),
    "OTHER": _("Something else"),
}
MANDATE_STATES = {
    "PROPOSED": _("The owners are being asked"),
    "IN_FORCE": _("In force now"),
    "REJECTED": _("The owners did not agree"),
    "ENDED": _("Replaced"),
}
MANDATE_KINDS = {"PROPOSED": "amber", "IN_FORCE": "leaf", "REJECTED": "brick", "ENDED": "plain"}
OBSERVATIONS = {
    "CHECK": _("Checked on site"),
    "QUESTION": _("Question to the company"),
    "RECTIFICATION": _("To be put right"),
}
SUPERVISION_STATES = {
    "OPEN": _("Waits for the company"),
    "ANSWERED": _("The company has answered"),
    "CLOSED": _("Settled"),
}
SUPERVISION_KINDS = {"OPEN": "amber", "ANSWERED": "sky", "CLOSED": "leaf"}
QUESTION_STATES = {
    "ASKED": _("Waits for an answer"),
    "ESCALATED": _("Overdue: with the community now"),
    "ANSWERED": _("Answered"),
}
QUESTION_KINDS = {"ASKED": "amber", "ESCALATED": "brick", "ANSWERED": "leaf"}
RECALL_STATES = {
    "COLLECTING": _("Signatures are being collected"),
    "DEMANDED": _("A fifth has signed: the assembly must be called"),
    "CALLED": _("The vote is called"),
    "REMOVED": _("Recalled"),
    "KEPT": _("Stays in office"),
    "LAPSED": _("Too few signatures in time"),
}
RECALL_KINDS = {
    "COLLECTING": "sky",
    "DEMANDED": "amber",
    "CALLED": "leaf",
    "REMOVED": "brick",
    "KEPT": "leaf",
    "LAPSED": "plain",
}
THINGS = {
    "SEAL": _("Seal"),
    "FILES": _("Files and minutes"),
    "ACCOUNTS": _("Accounts and vouchers"),
    "CONTRACTS": _("Contracts"),
    "PROPERTY": _("Other things of all owners"),
}
HAND_OVER_STATES = {
    "DUE": _("To be handed over"),
    "GIVEN": _("Given, not received yet"),
    "RECEIVED": _("Both have signed"),
}
HAND_OVER_KINDS = {"DUE": "amber", "GIVEN": "sky", "RECEIVED": "leaf"}

DUTIES = {
    "RECALL_VOTE": _("Call the extraordinary assembly that owners demanded"),
    "TERM_CHANGE": _("Prepare the election of the next committee"),
    "COMMITTEE": _("The committee's work: fewer than half of its members are left"),
}
DUTY_STATES = {
    states.ORDERED: _("Ordered"),
    states.TAKEN_OVER: _("The community does it"),
    states.DONE: _("Done by now"),
    states.WITHDRAWN: _("Taken back"),
}
DUTY_KINDS = {states.ORDERED: "amber", states.TAKEN_OVER: "brick", states.DONE: "leaf", states.WITHDRAWN: "sky"}
