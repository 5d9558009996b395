"""Words for cases: states, levels, organs, outcomes. Names of categories and organs come from their rows."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanba.cases import states, template
from yuanba.cases.models import Attachment, CallBack, Case, Category, LevelTerm, Transfer

Text = str | Promise
STATES: dict[str, Text] = {
    states.REPORTED: _("Reported"),
    states.ACCEPTED: _("Accepted for handling"),
    states.DISPATCHED: _("Dispatched"),
    states.IN_HAND: _("In hand"),
    states.WAITING: _("Waiting for something"),
    states.ANSWERED: _("Answered, please confirm"),
    states.CLOSED: _("Closed"),
    states.LAPSED: _("Lapsed, not confirmed"),
    states.MERGED: _("Merged into another case"),
}
STATE_KINDS = {
    states.REPORTED: "amber",
    states.ACCEPTED: "sky",
    states.DISPATCHED: "sky",
    states.IN_HAND: "sky",
    states.WAITING: "amber",
    states.ANSWERED: "leaf",
    states.CLOSED: "plain",
    states.LAPSED: "plain",
    states.MERGED: "plain",
}
LEVELS: dict[str, Text] = {
    LevelTerm.Level.GRID: _("Micro-grid"),
    LevelTerm.Level.BUILDING: _("Building"),
    LevelTerm.Level.CLUSTER: _("Cluster of buildings"),
    LevelTerm.Level.COMMITTEE: _("Special committee of the compound"),
}
OUTCOMES: dict[str, Text] = {
    Case.Outcome.FIXED: _("Fixed"),
    Case.Outcome.EXPLAINED: _("Cannot be fixed, explained"),
    Case.Outcome.NOT_OURS: _("Not ours, handed on"),
}
SOURCES: dict[str, Text] = {
    Case.Source.REPORT: _("Reported by phone page"),
    Case.Source.DESK: _("At the desk"),
    Case.Source.ROUND: _("At the door"),
    Case.Source.HOTLINE: _("12345 hotline"),
    Case.Source.OPEN311: _("Another system"),
}
QUEUES: dict[str, Text] = {
    Category.Queue.HAZARD: _("Hazards"),
    Category.Queue.DISPUTE: _("Disputes"),
    Category.Queue.SERVICE: _("Services"),
}
TERM_CLASSES: dict[str, Text] = {
    Category.TermClass.INQUIRY: _("Inquiry"),
    Category.TermClass.HELP: _("Request for help"),
    Category.TermClass.COMPLAINT: _("Complaint"),
    Category.TermClass.URGENT: _("Urgent"),
}
TRANSFERS: dict[str, Text] = {
    Transfer.Kind.DISPATCH: _("Given to a handler"),
    Transfer.Kind.REROUTE: _("Sent to another organ"),
    Transfer.Kind.UP: _("Handed up"),
    Transfer.Kind.DOWN: _("Handed down"),
    Transfer.Kind.ESCALATION: _("Overdue, moved up"),
}
ATTACHMENTS: dict[str, Text] = {
    Attachment.Kind.PHOTO: _("Photo"),
    Attachment.Kind.VOICE: _("Voice note"),
    Attachment.Kind.PROOF: _("Proof of what was done"),
    Attachment.Kind.PAPER: _("Paper or scan"),
}
CALL_BACKS: dict[str, Text] = {
    CallBack.Result.CONTENT: _("Says it is solved"),
    CallBack.Result.DISCONTENT: _("Says it is not solved"),
    CallBack.Result.NOT_REACHED: _("Not reached"),
}
STEPS: dict[str, Text] = {
    "report": _("Reported"),
    "join": _("A neighbour joined"),
    "accept": _("Accepted for handling"),
    "dispatch": _("Dispatched"),
    "start": _("In hand"),
    "wait": _("Waiting for something"),
    "resume": _("Went on"),
    "answer": _("An answer was given"),
    "confirm": _("Confirmed by the reporter"),
    "confirm_joined": _("A neighbour confirmed"),
    "call_back": _("Closed after a call-back"),
    "called": _("Called back"),
    "dissatisfied": _("Not solved: taken up again"),
    "lapse": _("Lapsed: no word after the answer"),
    "merge": _("Merged into another case"),
    "split": _("Split"),
    "escalate": _("Overdue: moved up a level"),
    "overdue": _("Overdue at the highest level"),
    "reroute": _("Sent to another organ"),
    "hand_over": _("Handed to another level"),
    "ask_to_help": _("An organisation was asked to help"),
    "helped": _("An organisation helped"),
    "add_note": _("Remark"),
    "add_words": _("More was said"),
    "attach": _("A file was added"),
    "publish": _("Public board"),
    "mark_deed": _("Livelihood deed"),
}


def category_name(category: Category) -> str:
    """The name in the language of the page."""
    return category.name if (get_language() or "zh").startswith("zh") else category.name_en


def organ_name(key: str) -> str:
    """The service organ in the language of the page; an unknown key as it is."""
    chinese, english = template.organs().get(key, (key, key))
    return chinese if (get_language() or "zh").startswith("zh") else english
