"""What the record says of systems that report."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "cases.admit_client": _("Admitted another system to report cases"),
    "cases.end_client": _("Ended the key of another system"),
}
