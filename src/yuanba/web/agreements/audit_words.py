"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "agreements.accept": _("Accepted a comment on a text"),
    "agreements.adopt": _("Adopted a text"),
    "agreements.close_comments": _("Closed the comments on a text"),
    "agreements.comment": _("Commented on a text"),
    "agreements.decline": _("Declined a comment on a text"),
    "agreements.draft": _("Drafted a text"),
    "agreements.end": _("Ended a text"),
    "agreements.file": _("Recorded the filing of a text"),
    "agreements.open_comments": _("Put a text up for comments"),
    "agreements.reject": _("Recorded that a text was not adopted"),
    "agreements.reopen_comments": _("Put a text up for comments again"),
    "agreements.revise": _("Changed the draft of a text"),
    "agreements.show_name": _("Changed whether a signature shows its name"),
    "agreements.sign": _("Signed a text"),
    "agreements.supersede": _("Replaced a text by its next version"),
    "agreements.take_back": _("Took back a comment on a text"),
    "agreements.text": _("Kept the hash of a text"),
    "agreements.unsign": _("Took back a signature"),
    "agreements.withdraw": _("Gave up a version of a text"),
}
