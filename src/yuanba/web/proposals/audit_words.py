"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "proposals.adopt": _("Adopted what a call chose"),
    "proposals.allow": _("Allowed an appeal about a proposal"),
    "proposals.announce": _("Announced a call for proposals"),
    "proposals.appeal": _("Appealed about a proposal"),
    "proposals.choose": _("Recorded what a call chose"),
    "proposals.chosen": _("Recorded the chosen proposal"),
    "proposals.close_collecting": _("Ended the collecting of proposals"),
    "proposals.decline": _("Recorded that a chosen proposal is not adopted"),
    "proposals.dismiss": _("Dismissed an appeal about a proposal"),
    "proposals.draft": _("Drafted a call for proposals"),
    "proposals.extend": _("Took proposals longer"),
    "proposals.fail": _("Recorded that a call had no result for an item"),
    "proposals.finish": _("Finished a call for proposals"),
    "proposals.hand_in": _("Handed in a proposal"),
    "proposals.publish_shortlist": _("Published a shortlist"),
    "proposals.redraft": _("Changed the draft of a call"),
    "proposals.refuse": _("Refused a proposal"),
    "proposals.run_off": _("Announced a second vote on proposals"),
    "proposals.shortlist": _("Put a proposal on the shortlist"),
    "proposals.start_vote": _("Announced the vote on proposals"),
    "proposals.strike": _("Struck a proposal from the shortlist"),
    "proposals.take_result": _("Took over the result of a vote on proposals"),
    "proposals.tie": _("Recorded a tie between proposals"),
    "proposals.withdraw": _("Took back a proposal"),
    "proposals.withdraw_call": _("Called off a call for proposals"),
}
