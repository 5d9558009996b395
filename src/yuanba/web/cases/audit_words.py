"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "cases.accept": _("Accepted a case"),
    "cases.add_note": _("Wrote a remark on a case"),
    "cases.anonymise": _("Forgot the personal data of a case"),
    "cases.answer": _("Answered a case"),
    "cases.ask_to_help": _("Asked an organisation to help with a case"),
    "cases.attach": _("Added a file to a case"),
    "cases.call_back": _("Closed a case after a call-back"),
    "cases.called": _("Called a reporter back"),
    "cases.confirm": _("Closed a case by the word of its reporter"),
    "cases.confirm_joined": _("Recorded that a neighbour finds a case solved"),
    "cases.dispatch": _("Dispatched a case"),
    "cases.dissatisfied": _("Took a case up again: its reporter was not satisfied"),
    "cases.escalate": _("Moved an overdue case up a level"),
    "cases.hand_over": _("Handed a case to another level"),
    "cases.helped": _("Recorded what an organisation did to help"),
    "cases.join": _("Joined a case"),
    "cases.lapse": _("Let an answered case lapse"),
    "cases.mark_deed": _("Counted a case as a livelihood deed, or no longer"),
    "cases.merge": _("Merged a case into another"),
    "cases.overdue": _("Recorded that a case is overdue at the highest level"),
    "cases.photo_blurred": _("Blurred a spot of a photo"),
    "cases.photo_hidden": _("Took a photo off the public board"),
    "cases.photo_shown": _("Showed a photo to everybody"),
    "cases.photo_unblurred": _("Threw the blurred copy of a photo away"),
    "cases.publish": _("Put a case on the public board, or took it off"),
    "cases.report": _("Reported a case"),
    "cases.reroute": _("Sent a case to another organ"),
    "cases.resume": _("Went on with a case that waited"),
    "cases.split": _("Split a case"),
    "cases.start": _("Took a case in hand"),
    "cases.wait": _("Let a case wait"),
}
