"""Words for what rounds refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal
from yuanba.web.rounds.labels import STATES

KEEPER = _("Whoever keeps the rounds in your office")

REFUSALS = {
    "cases.round_missing": Refusal(
        _("This round or door is not there."), _("Go back to the list."), KEEPER, status=404
    ),
    "cases.round_incomplete": Refusal(
        _("Title, purpose and a telephone belong to every round."), _("Fill in what is missing."), KEEPER
    ),
    "cases.round_dates": Refusal(
        _("A round ends after it begins, not in the past, and lasts at most %(most)s days."),
        _("Look at the days again."),
        KEEPER,
    ),
    "cases.round_empty": Refusal(
        _("There is no dwelling on the roll of this compound or these buildings."),
        _("Choose other buildings, or have the roll imported first."),
        KEEPER,
    ),
    "cases.round_not_walking": Refusal(
        _("Nobody knocks in this round now: %(state)s."),
        _("Tell the desk what you heard."),
        KEEPER,
        words={"state": STATES},
    ),
    "cases.round_not_begun": Refusal(_("The round begins on %(first)s."), _("Come back on that day."), KEEPER),
    "cases.round_refused": Refusal(
        _("This household does not want to be visited, and that is respected."),
        _("Leave the door in peace. If they come to you, write it down at the desk."),
        KEEPER,
    ),
    "cases.round_knocked_enough": Refusal(
        _("Nobody opened %(most)s times; the door is left in peace now."), _("Go on with the next door."), KEEPER
    ),
    "cases.round_result_missing": Refusal(
        _("It is not said what came of it."), _("Choose one of the results."), KEEPER
    ),
    "cases.round_appointment_missing": Refusal(
        _("The agreed time is missing or over."), _("Enter day and hour."), KEEPER
    ),
    "cases.round_told_without_visit": Refusal(
        _("Something was written down, but nobody was met."), _("Choose “somebody was met”, or take it out."), KEEPER
    ),
    "cases.round_too_many_told": Refusal(
        _("At most %(most)s things go in at one visit."), _("Write the others down in a second visit."), KEEPER
    ),
    "cases.round_correction_over": Refusal(
        _("Only whoever wrote it puts it right, within a day and before the next knock."),
        _("Tell whoever keeps the round."),
        KEEPER,
    ),
    "cases.round_demand_stands": Refusal(
        _("What was asked for there is a case already; the visit stands."), _("Mend it in the case."), KEEPER
    ),
    "cases.round_doors_left": Refusal(
        _("%(number)s doors can still be knocked at, until %(last)s."), _("Go on, or wait for the last day."), KEEPER
    ),
    "cases.round_survey_open": Refusal(
        _("The questionnaire can be answered until %(closes)s."), _("The round ends by itself then."), KEEPER
    ),
    "cases.round_not_over": Refusal(
        _("Texts are read and counted after the round is over."), _("Wait for its end."), KEEPER
    ),
}
