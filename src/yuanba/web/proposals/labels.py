"""Words for calls, what they ask for, and proposals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanba.proposals import states
from yuanba.proposals.models import Call, CallItem, Proposal

KINDS = {
    CallItem.Kind.THEME: _("Theme of the compound"),
    CallItem.Kind.LOGO: _("Logo"),
    CallItem.Kind.MOTTO: _("Motto"),
    CallItem.Kind.COVENANT: _("Neighbours’ covenant"),
}
# What the one line of a proposal is called, and what may be written below it.
TITLES = {
    CallItem.Kind.THEME: _("The theme, in one phrase"),
    CallItem.Kind.LOGO: _("Name of the logo"),
    CallItem.Kind.MOTTO: _("The motto"),
    CallItem.Kind.COVENANT: _("Title of the covenant"),
}
TEXTS = {
    CallItem.Kind.THEME: _("What is meant by it"),
    CallItem.Kind.LOGO: _("What the picture shows"),
    CallItem.Kind.MOTTO: _("Why this motto"),
    CallItem.Kind.COVENANT: _("The clauses, one on each line"),
}
RULES = {
    Call.Rule.APPROVAL: _("Tick as many as you like; the most ticks win"),
    Call.Rule.RANKED: _("Put them in order; the last goes out until one has more than half"),
}
LEVELS = {
    "S": _("Secret: nobody learns who chose what, not even whoever runs the server"),
    "N": _("Named to the operator: other residents never see it, whoever administers the server could"),
}
STATES = {
    states.DRAFT: _("Draft of a call"),
    states.COLLECTING: _("Proposals are taken"),
    states.SCREENING: _("Proposals are looked through"),
    states.DISCUSSING: _("Shortlist is up for comments"),
    states.VOTING: _("Residents vote"),
    states.DECIDED: _("The vote is counted"),
    states.FINISHED: _("The call is finished"),
    states.WITHDRAWN: _("Called off"),
}
CHIPS = {
    states.DRAFT: "plain",
    states.COLLECTING: "amber",
    states.SCREENING: "sky",
    states.DISCUSSING: "amber",
    states.VOTING: "amber",
    states.DECIDED: "leaf",
    states.FINISHED: "leaf",
    states.WITHDRAWN: "brick",
}
ITEM_STATES = {
    states.OPEN: _("Not decided yet"),
    states.TIED: _("A tie"),
    states.CHOSEN: _("Chosen by the vote"),
    states.FAILED: _("No result"),
    states.ADOPTED: _("Taken into use"),
    states.NOT_ADOPTED: _("Not taken into use"),
}
ITEM_CHIPS = {
    states.OPEN: "plain",
    states.TIED: "amber",
    states.CHOSEN: "leaf",
    states.FAILED: "brick",
    states.ADOPTED: "leaf",
    states.NOT_ADOPTED: "brick",
}
FAILED = {
    CallItem.Failed.TOO_FEW: _("Too few proposals came in for a choice. It can be asked again in a new call."),
    CallItem.Failed.NO_VOTES: _("Nobody voted for any of them. It can be asked again in a new call."),
    CallItem.Failed.NO_MAJORITY: _(
        "Not more than half of those who took part agreed. What was before goes on; a new call can be made."
    ),
}
PROPOSAL_STATES = {
    states.HANDED_IN: _("Handed in"),
    states.SHORTLISTED: _("On the shortlist"),
    states.REFUSED: _("Not on the shortlist"),
    states.APPEALED: _("Being looked at again"),
    states.DISMISSED: _("Not on the shortlist, for good"),
    states.WITHDRAWN: _("Taken back"),
}
PROPOSAL_CHIPS = {
    states.HANDED_IN: "sky",
    states.SHORTLISTED: "leaf",
    states.REFUSED: "brick",
    states.APPEALED: "amber",
    states.DISMISSED: "brick",
    states.WITHDRAWN: "plain",
}
# The rule behind each refusal, and what the author can do.
REFUSED_BY: dict[str, str | Promise] = {
    Proposal.Refusal.OFF_TOPIC: _("It is not what the call asks for"),
    Proposal.Refusal.NOT_OWN: _("It is not the author’s own work, or the rights are not clear"),
    Proposal.Refusal.PERSONAL: _("It shows people or tells of somebody who has not agreed"),
    Proposal.Refusal.UNLAWFUL: _("It uses the national flag or emblem, a brand, or offends against law or decency"),
    Proposal.Refusal.DUPLICATE: _("The same was handed in before"),
    Proposal.Refusal.UNREADABLE: _("The picture or the text cannot be made out"),
}
NEXT_STEPS: dict[str, str | Promise] = {
    Proposal.Refusal.OFF_TOPIC: _("While proposals are taken you can hand in another one."),
    Proposal.Refusal.NOT_OWN: _("If it is your own work, appeal and say how it came about; sketches help."),
    Proposal.Refusal.PERSONAL: _("While proposals are taken you can hand it in again without that."),
    Proposal.Refusal.UNLAWFUL: _("While proposals are taken you can hand it in again without that."),
    Proposal.Refusal.DUPLICATE: _("If yours is different, appeal and say in what."),
    Proposal.Refusal.UNREADABLE: _("While proposals are taken you can hand it in again, sharper."),
}
AUTHORS = {
    Proposal.Author.SELF: _("I made it myself"),
    Proposal.Author.CHILD: _("My child made it; I am its guardian and agree"),
}
VERBS = {
    "draft": _("Drafted"),
    "announce": _("Announced"),
    "extend": _("Collecting made longer"),
    "close_collecting": _("Collecting ended"),
    "publish_shortlist": _("Shortlist published"),
    "start_vote": _("Vote announced"),
    "take_result": _("Result taken over"),
    "run_off": _("Second vote announced"),
    "finish": _("Finished"),
    "withdraw_call": _("Called off"),
    "choose": _("Chosen"),
    "tie": _("A tie"),
    "fail": _("No result"),
    "adopt": _("Taken into use"),
    "decline": _("Not taken into use"),
    "strike": _("Struck from the shortlist"),
}
