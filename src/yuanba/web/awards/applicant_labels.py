"""What codes are called on the pages of people who enter, read or help: never what staff among themselves say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CAMPAIGN_STATES = {
    "ANNOUNCED": _("Announced"),
    "RUNNING": _("Under way"),
    "RANKED": _("Under way"),
    "PROPOSED": _("List on notice"),
    "NAMED": _("Winners named"),
    "CLOSED": _("Over"),
    "CANCELLED": _("Cancelled"),
}
CAMPAIGN_CHIPS = {
    "ANNOUNCED": "sky",
    "RUNNING": "leaf",
    "RANKED": "leaf",
    "PROPOSED": "amber",
    "NAMED": "leaf",
    "CLOSED": "plain",
    "CANCELLED": "brick",
}
STAGE_STATES = {
    "WAITING": _("Still to come"),
    "OPEN": _("Under way"),
    "CLOSED": _("Over"),
    "REOPENED": _("Open again"),
}
STAGE_MEANINGS = {
    "REGISTRATION": _("Entries come in, online, at the community's desk, on paper or by e-mail."),
    "MATERIALS": _("Documents are completed. What was accepted stays."),
    "SCREENING": _("Every condition is checked, with a reason. Turning an entry down takes two people."),
    "SURVEY": _("Residents of the candidates' compounds say how satisfied they are."),
    "VOTE": _("Verified residents vote. The vote never decides alone."),
    "JURY": _("A jury drawn by lot reads and scores, without seeing each other's points."),
    "COMMENT": _("Residents say what they think of the candidates. Nothing is counted."),
    "PUBLICITY": _("The proposed list hangs out. Anybody may object, also without a name."),
}
CHANNELS = {
    "ONLINE": _("Online"),
    "COMMUNITY": _("At the desk"),
    "PAPER": _("On paper"),
    "EMAIL": _("By e-mail"),
    "RECOMMENDATION": _("Recommended"),
}
ENTRY_STATES = {
    "RECEIVED": _("Waits for a second look"),
    "SUBMITTED": _("Handed in"),
    "RETURNED": _("To be mended"),
    "LAPSED": _("Not mended in time"),
    "DOUBTED": _("Being checked"),
    "QUALIFIED": _("Takes part"),
    "REJECTED": _("Did not pass"),
    "APPEALED": _("Appeal under way"),
    "DISMISSED": _("Appeal dismissed"),
    "DROPPED": _("Not in the next round"),
    "PROPOSED": _("On the proposed list"),
    "UNPLACED": _("Ranked, without a prize"),
    "REMOVED": _("Taken off the list"),
    "NAMED": _("Honoured"),
    "REVOKED": _("Honour revoked"),
    "WITHDRAWN": _("Withdrawn"),
    "DISCARDED": _("Not confirmed"),
}
ENTRY_CHIPS = {
    "RECEIVED": "amber",
    "SUBMITTED": "sky",
    "RETURNED": "amber",
    "LAPSED": "brick",
    "DOUBTED": "sky",
    "QUALIFIED": "leaf",
    "REJECTED": "brick",
    "APPEALED": "amber",
    "DISMISSED": "brick",
    "DROPPED": "plain",
    "PROPOSED": "leaf",
    "UNPLACED": "plain",
    "REMOVED": "brick",
    "NAMED": "leaf",
    "REVOKED": "brick",
    "WITHDRAWN": "plain",
    "DISCARDED": "brick",
}
MATERIAL_STATES = {
    "ATTACHED": _("Handed in"),
    "ACCEPTED": _("Accepted"),
    "RETURNED": _("To be replaced"),
    "REPLACED": _("Replaced"),
}
MATERIAL_CHIPS = {"ATTACHED": "sky", "ACCEPTED": "leaf", "RETURNED": "amber", "REPLACED": "plain"}
NOMINEES = {
    "PERSON": _("a person"),
    "ORGANISATION": _("a body or group"),
    "CASE": _("a case"),
    "WORK": _("a work"),
}
PERSONAL = {
    "ID_NUMBER": _("an ID number"),
    "MOBILE": _("a mobile number"),
    "BANK_CARD": _("a bank card number"),
}
FILE_KINDS: dict[str, str | Promise] = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "jpeg": _("photo (JPG)"),
    "png": _("picture (PNG)"),
    "mp4": _("film (MP4)"),
    "mp3": _("sound (MP3)"),
    "txt": _("text (.txt)"),
    "zip": "ZIP",
}
# What an applicant may expect next, by the state of the entry.
NEXT = {
    "RECEIVED": _("A second person compares the form with the signed paper. You need do nothing."),
    "SUBMITTED": _("It is with the screeners. If something is missing, you are asked for it."),
    "RETURNED": _("Please add what is asked for below. What was accepted stays."),
    "LAPSED": _("The time for mending went by. You may still appeal."),
    "DOUBTED": _("Somebody has doubts; a second person looks at it now. You need do nothing."),
    "QUALIFIED": _("It takes part in the stages that follow. You need do nothing."),
    "REJECTED": _("You may appeal. Somebody decides who had no part in it."),
    "APPEALED": _("A third person decides about your appeal. You get a message."),
    "DISMISSED": _("The decision is final for this campaign. Thank you for taking part."),
    "DROPPED": _("It did not reach the next round. Thank you for taking part."),
    "PROPOSED": _("The list is on public notice. When nobody’s objection stands, it becomes final."),
    "UNPLACED": _("The places went to others this time. Your own points stand below."),
    "REMOVED": _("After an inquiry it was taken off the list. The reason stands below."),
    "NAMED": _("Congratulations! The certificate can be checked on this site."),
    "REVOKED": _("The honour was taken back. The reason stands below."),
    "WITHDRAWN": _("It takes no further part."),
    "DISCARDED": _("What was typed and the signed paper did not agree. Please come to the desk again."),
}
STEPS = {
    "submit": _("Handed in"),
    "confirm": _("Confirmed by a second person"),
    "discard": _("Not confirmed"),
    "return": _("Sent back to be mended"),
    "resubmit": _("Mended and sent again"),
    "lapse": _("Not mended in time"),
    "qualify": _("Passed the screening"),
    "propose_rejection": _("A second person looks at it"),
    "disagree": _("The second person saw it otherwise"),
    "reject": _("Did not pass"),
    "appeal": _("Appealed"),
    "allow": _("Appeal allowed"),
    "dismiss": _("Appeal dismissed"),
    "drop": _("Not in the next round"),
    "restore": _("Moved up"),
    "propose": _("Put on the proposed list"),
    "pass_over": _("Ranked, without a place"),
    "remove": _("Taken off the list"),
    "name": _("Honoured"),
    "revoke": _("Honour revoked"),
    "withdraw": _("Withdrawn"),
}
# Steps of which an applicant reads the words that staff wrote.
TOLD = frozenset({"discard", "return", "reject", "allow", "dismiss", "remove", "revoke"})
