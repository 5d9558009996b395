"""Why a system is not admitted."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

REFUSALS = {
    "cases.client_nameless": Refusal(
        _("A system that reports has a name."), _("Write whose it is and what it does."), status=422
    ),
}
