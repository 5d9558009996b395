"""Codes of oversight in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "SAFETY_INCIDENT": _("Safety incident"),
    "CRITICISM": _("Notice of criticism"),
    "PENALTY": _("Administrative penalty"),
    "ABNORMAL_LIST": _("On the list of abnormal operation"),
    "DISHONESTY_LIST": _("On the list of serious dishonesty"),
    "INFRINGEMENT": _("Infringement of owners' interests, upheld"),
}
SEVERITIES = {
    "MINOR": pgettext_lazy("an incident", "minor"),
    "ORDINARY": pgettext_lazy("an incident", "ordinary"),
    "SERIOUS": pgettext_lazy("an incident", "larger"),
    "MAJOR": pgettext_lazy("an incident", "major"),
    "EXTRAORDINARY": pgettext_lazy("an incident", "extraordinary"),
}
ANSWERS = {"YES": pgettext_lazy("fees", "Paid"), "NO": pgettext_lazy("fees", "Not paid")}
