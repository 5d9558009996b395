"""What the audit log records of this subject, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "panel.add_subjects": _("Gave a jury entries to judge"),
    "panel.add_to_pool": _("Added experts to the pool"),
    "panel.announce_pool": _("Published the pool of experts"),
    "panel.appoint": _("Appointed members of a jury"),
    "panel.call_up": _("Called up a work for judging on the spot"),
    "panel.close": _("Closed the scoring of a jury"),
    "panel.conclude": _("Concluded a jury's work"),
    "panel.create": _("Set up a jury"),
    "panel.declare_conflicts": _("Declared conflicts of interest"),
    "panel.dissolve": _("Dissolved a jury"),
    "panel.draft_summary": _("Drafted the minutes of a jury"),
    "panel.draw": _("Drew the members of a jury"),
    "panel.extend": _("Extended the scoring of a jury"),
    "panel.note_conflicts": _("Noted conflicts that the system knows"),
    "panel.open": _("Opened the scoring of a jury"),
    "panel.recuse": _("A juror was recused from an entry"),
    "panel.replace_member": _("Replaced a member of a jury"),
    "panel.seat": _("Seated the members of a jury"),
    "panel.show": _("Showed the scores of a jury"),
    "panel.sign_summary": _("Signed the minutes of a jury"),
    "panel.withdraw_member": _("A member left the jury"),
    "panel.withdraw_subject": _("Took an entry away from a jury"),
    "rubric.define": _("Defined a score sheet"),
    "sheet.key_paper": _("Keyed a juror's paper sheet"),
    "sheet.return": _("Handed a work back unread"),
    "sheet.settle_paper": _("Settled two keyings of a juror's sheet"),
    "sheet.submit": _("Handed a score sheet in"),
    "sheet.void": _("Voided a score sheet"),
}
