"""Words that belong to no subject."""

from django.utils.translation import gettext_lazy as _

STATEMENTS = {
    "about": _("About this site"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "limits": _("What this site does not do"),
}
