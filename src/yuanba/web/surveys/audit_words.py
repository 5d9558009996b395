"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "surveys.annul": _("Annulled a survey"),
    "surveys.close": _("Closed a survey"),
    "surveys.dispute": _("Two keyings of a paper answer differ"),
    "surveys.draft": _("Drafted a survey"),
    "surveys.enter": _("Entered a paper answer into the score"),
    "surveys.give_up": _("Gave a paper answer up as unreadable"),
    "surveys.issue_envelope": _("Handed out a survey envelope"),
    "surveys.key_paper_form": _("Keyed a paper answer"),
    "surveys.open": _("Opened a survey"),
    "surveys.open_texts": _("Opened the free texts of a survey"),
    "surveys.publish": _("Published the scores of a survey"),
    "surveys.refuse": _("Refused a survey envelope"),
    "surveys.refuse_envelope": _("Did not take a survey envelope in"),
    "surveys.return": _("A survey envelope came back"),
    "surveys.return_envelope": _("Took a survey envelope in"),
    "surveys.score": _("Computed the scores of a survey"),
}
