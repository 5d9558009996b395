"""Codes of awards in words, for every page of the subject."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CAMPAIGN_STATES = {
    "DRAFT": _("Being set up"),
    "ANNOUNCED": _("Announced"),
    "RUNNING": _("Under way"),
    "RANKED": _("Ranked, not yet public"),
    "PROPOSED": _("List on notice"),
    "NAMED": _("Named"),
    "CLOSED": _("Over"),
    "CANCELLED": _("Called off"),
}
CAMPAIGN_CHIPS = {
    "DRAFT": "plain",
    "ANNOUNCED": "sky",
    "RUNNING": "leaf",
    "RANKED": "amber",
    "PROPOSED": "amber",
    "NAMED": "leaf",
    "CLOSED": "plain",
    "CANCELLED": "brick",
}
STAGE_STATES = {
    "WAITING": pgettext_lazy("a stage", "Not yet open"),
    "OPEN": pgettext_lazy("a stage", "Open"),
    "CLOSED": pgettext_lazy("a stage", "Ended"),
    "REOPENED": pgettext_lazy("a stage", "Open again"),
}
STAGE_KINDS = {
    "REGISTRATION": _("Registration"),
    "MATERIALS": _("Materials"),
    "SCREENING": _("Screening"),
    "SURVEY": _("Satisfaction survey"),
    "VOTE": _("Online vote"),
    "JURY": _("Jury"),
    "COMMENT": _("Comments"),
    "PUBLICITY": _("Public notice"),
}
# What somebody who runs the campaign reads of an entry.
ENTRY_STATES = {
    "RECEIVED": _("Second check"),
    "DISCARDED": _("Not taken in"),
    "SUBMITTED": _("To be screened"),
    "RETURNED": _("Sent back for mending"),
    "LAPSED": _("Not mended in time"),
    "QUALIFIED": _("Passed"),
    "DOUBTED": _("Rejection waits for a second person"),
    "REJECTED": _("Rejected"),
    "APPEALED": _("Appeal"),
    "DISMISSED": _("Appeal dismissed"),
    "DROPPED": _("Not on the shortlist"),
    "PROPOSED": _("On the proposed list"),
    "UNPLACED": _("Ranked, no place"),
    "REMOVED": _("Taken off the list"),
    "NAMED": _("Honoured"),
    "REVOKED": _("Honour revoked"),
    "WITHDRAWN": _("Withdrawn"),
}
ENTRY_CHIPS = {
    "RECEIVED": "amber",
    "SUBMITTED": "plain",
    "RETURNED": "amber",
    "QUALIFIED": "leaf",
    "DOUBTED": "brick",
    "REJECTED": "brick",
    "LAPSED": "brick",
    "APPEALED": "amber",
    "DISMISSED": "brick",
    "PROPOSED": "sky",
    "NAMED": "leaf",
    "REMOVED": "brick",
    "REVOKED": "brick",
}
CHANNELS = {
    "ONLINE": pgettext_lazy("a channel", "Online"),
    "COMMUNITY": pgettext_lazy("a channel", "Community desk"),
    "PAPER": pgettext_lazy("a channel", "Paper"),
    "EMAIL": pgettext_lazy("a channel", "E-mail"),
    "RECOMMENDATION": pgettext_lazy("a channel", "Recommended"),
}
DOCUMENT_KINDS = {"BASIS": _("Policy basis"), "APPROVAL": _("Approval of the activity")}
MATERIAL_STATES = {
    "ATTACHED": _("Handed in"),
    "ACCEPTED": _("Accepted"),
    "RETURNED": _("Sent back"),
    "REPLACED": _("Replaced"),
}
FINDINGS = {
    "MET": pgettext_lazy("a criterion", "Met"),
    "UNMET": pgettext_lazy("a criterion", "Unmet"),
    "UNCLEAR": pgettext_lazy("a criterion", "Unclear"),
    "NOT_APPLICABLE": pgettext_lazy("a criterion", "Not applicable"),
}
FINDING_CHIPS = {"MET": "leaf", "UNMET": "brick", "UNCLEAR": "amber", "NOT_APPLICABLE": "plain"}
CHECK_RESULTS = {
    "CLEAR": _("Nothing found"),
    "HIT": _("Found"),
    "NOT_APPLICABLE": _("No such register for this kind of body"),
    "UNKNOWN": _("No answer yet"),
}
CHECK_CHIPS = {"CLEAR": "leaf", "HIT": "brick", "NOT_APPLICABLE": "plain", "UNKNOWN": "amber"}
REGISTERS = {
    "SAFETY_INCIDENT": _("Safety incidents"),
    "CRITICISM": _("Notices of criticism"),
    "PENALTY": _("Administrative penalties"),
    "ABNORMAL_LIST": _("List of abnormal operation"),
    "DISHONESTY_LIST": _("List of serious dishonesty"),
    "INFRINGEMENT": _("Upheld infringements of owners' interests"),
    "FEE_STATUS": _("Service fees paid"),
}
TITLE_STATES = {
    "PROPOSED": _("Proposed"),
    "NAMED": _("Honoured"),
    "DROPPED": _("Given up"),
    "REVOKED": _("Revoked"),
}
# Why something came to its end, where no person wrote the reason.
CAUSES = {
    "objection_upheld": _("an objection to the notice was upheld"),
    "withdrawn": _("the applicant took it back"),
    "playbook: no screening": _("the rules ask for no screening"),
}
DECISION_STATES = {
    "DRAFTED": _("Drafted, to be approved by another person"),
    "APPROVED": _("Approved, not yet published"),
    "PUBLISHED": pgettext_lazy("a decision", "Published"),
    "SET_ASIDE": _("Set aside"),
}
SCORE_STATES = {
    "SCORED": _("Scored"),
    "INSUFFICIENT": _("Too few answers"),
    "ABSENT": _("Not concerned"),
}
# Why an entry took no place, by the code of the ranking ("missing:KEY" is looked up as "missing").
RANK_REASONS = {
    "quota": _("No place left"),
    "kind_quota": _("No place left for this sub-kind"),
    "least_score": _("Below the least score"),
    "objection": _("Taken off after an objection"),
    "withdrawn": _("Withdrawn"),
    "no_score": _("No score"),
    "missing": _("A score is missing"),
}
