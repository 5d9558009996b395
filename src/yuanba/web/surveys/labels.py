"""Words for surveys: states, and the steps of a scale, so that nobody needs to guess what a 4 means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanba.surveys.models import Survey

STATES = {
    "DRAFT": _("Being prepared"),
    "OPEN": _("Open for answers"),
    "CLOSED": _("Closed, being scored"),
    "SCORED": _("Scored, not published yet"),
    "PUBLISHED": _("Result published"),
    "ANNULLED": _("Annulled"),
}
STATE_KINDS = {
    "DRAFT": "plain",
    "OPEN": "leaf",
    "CLOSED": "amber",
    "SCORED": "amber",
    "PUBLISHED": "leaf",
    "ANNULLED": "brick",
}
ENVELOPES = {"ISSUED": _("Handed out"), "RETURNED": _("Came back"), "REFUSED": _("Out of use")}
ENVELOPE_KINDS = {"ISSUED": "sky", "RETURNED": "leaf", "REFUSED": "plain"}
ENVELOPE_REASONS = {
    "late": _("It came back after the closing time; it stays shut."),
    "already_answered": _("An answer was there first; it stays shut."),
}
FORMS = {
    "READ": _("A second reading is due"),
    "DISPUTED": _("A third reading is due"),
    "ENTERED": _("Entered"),
    "UNREADABLE": _("Three readings differ: not counted"),
}
SCALES = {
    3: (_("Not satisfied"), _("So-so"), _("Satisfied")),
    4: (_("Very dissatisfied"), _("Rather dissatisfied"), _("Rather satisfied"), _("Very satisfied")),
    5: (
        _("Very dissatisfied"),
        _("Rather dissatisfied"),
        _("So-so"),
        _("Rather satisfied"),
        _("Very satisfied"),
    ),
}


def what(survey: Survey) -> Promise:
    """What a survey is in one word: what is scored says how satisfied people are, all else what they think."""
    return _("Survey") if any(one.get("scored") for one in survey.form.questions) else _("Your opinion")


MOVES = {
    "open": _("Open the survey"),
    "close": _("Close the survey"),
    "score": _("Work out the scores"),
    "publish": _("Publish the result"),
}
DONE = {
    "open": _("The survey is open. The roll of today is frozen."),
    "close": _("The survey is closed."),
    "score": _("The scores are there. The public sees them once they are published."),
    "publish": _("The result is public."),
}
