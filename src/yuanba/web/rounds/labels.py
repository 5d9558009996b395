"""Words for door-knock rounds."""

from django.utils.translation import gettext_lazy as _

from yuanba.cases import states
from yuanba.cases.models import RoundHousehold

Result = RoundHousehold.Result
STATES = {
    states.DRAFT: _("Draft of a round"),
    states.WALKING: _("Under way from door to door"),
    states.OVER: _("The round is over"),
    states.DROPPED: _("Put away"),
}
CHIPS = {states.DRAFT: "plain", states.WALKING: "sky", states.OVER: "leaf", states.DROPPED: "plain"}
RESULTS = {
    "": _("Not visited yet"),
    Result.VISITED: _("Somebody was met"),
    Result.NOBODY: _("Nobody opened"),
    Result.REFUSED: _("Does not want to"),
    Result.APPOINTMENT: _("Another time was agreed"),
    Result.EMPTY: _("Nobody lives there"),
}
RESULT_CHIPS = {
    "": "plain",
    Result.VISITED: "leaf",
    Result.NOBODY: "amber",
    Result.REFUSED: "plain",
    Result.APPOINTMENT: "sky",
    Result.EMPTY: "plain",
}
