"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "cases.contact": _("Looked at the number of a reporter"),
    "category.learnt": _("Learnt to suggest categories"),
    "hotline.accept": _("Accepted a list of the hotline"),
    "hotline.done": _("Finished taking a list of the hotline"),
    "hotline.enter": _("Registered an order of the hotline"),
    "hotline.told": _("Recorded that the hotline has the answer"),
    "hotline.upload": _("Uploaded a list of the hotline"),
    "kind.add": _("Added a kind of case"),
    "kind.end": _("Ended a kind of case"),
    "rectification.list": _("Entered a line in the rectification ledger"),
    "rectification.postpone": _("Set another day in the rectification ledger"),
    "rectification.prove": _("Brought proof for the rectification ledger"),
    "rectification.send_back": _("Sent a line of the rectification ledger back"),
    "rectification.sign_off": _("Signed off a line of the rectification ledger"),
    "rectification.withdraw": _("Withdrew a line of the rectification ledger"),
    "recurring_issue.explain": _("Explained why a recurring issue needs no plan"),
    "recurring_issue.plan": _("Took a recurring issue into a plan"),
    "recurring_issue.raise": _("Raised a recurring issue"),
    "routing.add": _("Set a routing rule"),
    "routing.end": _("Ended a routing rule"),
    "special_matter.advise": _("Advised in a special matter"),
    "special_matter.drop": _("Dropped a special matter"),
    "special_matter.find_again": _("Rechecked a special matter: found again"),
    "special_matter.hand_over": _("Handed a special matter to the authority"),
    "special_matter.hear_back": _("Recorded what the authority said"),
    "special_matter.note": _("Noted a special matter"),
    "special_matter.order": _("Ordered that a special matter be put right"),
    "special_matter.settle": _("Rechecked a special matter: settled"),
}
