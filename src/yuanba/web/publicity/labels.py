"""Words for the states of notices."""

from django.utils.translation import gettext_lazy as _

from yuanba.publicity import states

NOTICE_STATES = {
    states.OPEN: _("On notice"),
    states.EXTENDED: _("Extended"),
    states.CONCLUDED: _("Concluded"),
    states.WITHDRAWN: _("Withdrawn"),
}
NOTICE_CHIPS = {states.OPEN: "amber", states.EXTENDED: "amber", states.CONCLUDED: "leaf", states.WITHDRAWN: "brick"}
