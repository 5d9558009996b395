"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "payee.erase": _("Erased a payee's data when its term was over"),
    "payee.give": _("Gave the data for payment"),
    "payee.unmask": _("Looked at a payee's data in full"),
    "prize_line.bounce": _("A payment came back"),
    "prize_line.cancel": _("Cancelled a prize payment"),
    "prize_line.pay": _("Recorded a prize payment"),
    "prize_list.approve": _("Approved a prize list"),
    "prize_list.check": _("Checked a prize list"),
    "prize_list.draft": _("Made a prize list"),
    "prize_list.reopen": _("Opened a prize list again"),
    "prize_list.send_back": _("Sent a prize list back"),
    "prize_list.settle": _("Settled a prize list"),
    "tax_rule.set": _("Set a tax rule"),
}
