"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "notice.conclude": _("Concluded a public notice"),
    "notice.draft": _("Drafted a public notice"),
    "notice.extend": _("Extended a public notice"),
    "notice.open": _("Put up a public notice"),
    "notice.post": _("Recorded where a notice hangs"),
    "notice.revise": _("Changed the draft of a notice"),
    "notice.withdraw": _("Withdrew a public notice"),
    "objection.dismiss": _("Dismissed an objection"),
    "objection.file": _("Filed an objection"),
    "objection.take_back": _("Took an objection back"),
    "objection.unmask": _("Looked who objected"),
    "objection.uphold": _("Upheld an objection"),
}
