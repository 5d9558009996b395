"""Words for what is refused after a count: posting the result, the official tally, draws."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

ORGANISER = _("Whoever organises the vote in your subdistrict")
CLERK = _("The colleague who set up the paper channel")

AFTER = {
    "ballots.posting_place_missing": Refusal(
        _("It is not said where the result hangs."), _("Write the place."), ORGANISER
    ),
    "ballots.posting_day": Refusal(
        _("The result cannot have been posted on %(day)s."),
        _("Give a day from the count until today."),
        ORGANISER,
        status=422,
    ),
    "ballots.posting_photo_missing": Refusal(
        _("There is no photo of your own as proof."), _("Take a picture of the posted result and choose it."), ORGANISER
    ),
    "ballots.official_not_weighed": Refusal(
        _("No question of this ballot can be held against an official tally."),
        _("It takes questions of owners with one cross each, counted by heads and by area."),
        ORGANISER,
    ),
    "ballots.official_system_missing": Refusal(
        _("It is not said which system the tally comes from."), _("Write its name."), ORGANISER, status=422
    ),
    "ballots.official_wrong": Refusal(
        _("%(lines)s lines of the official tally cannot stand as they are."),
        _("Each reason stands beside its line. Nothing was kept."),
        ORGANISER,
        status=422,
    ),
    "ballots.official_file_missing": Refusal(
        _("The file of the official tally is not there."), _("Choose it once more."), ORGANISER
    ),
    "ballots.draw_too_early": Refusal(
        _("The day %(day)s is over; the draw must come after its announcement."),
        _("Name a later draw, whose number nobody can know yet."),
        ORGANISER,
        status=422,
    ),
    "ballots.draw_unnamed": Refusal(
        _("It is not said which public draw gives the number."),
        _("Name it so that anybody can look the number up."),
        ORGANISER,
        status=422,
    ),
    "ballots.draw_stands": Refusal(
        _("This draw is announced already, and it stays as it is."), _("Wait for its number."), ORGANISER
    ),
    "ballots.no_tie_waits": Refusal(
        _("No question waits for a draw."), _("Go back to the ballot and count it."), ORGANISER
    ),
    "ballots.not_closed_yet": Refusal(_("Draws come after the close."), _("Wait until the vote is closed."), ORGANISER),
    "ballots.sample_too_large": Refusal(
        _("There are %(sheets)s sheets of paper to draw from."),
        _("Draw at least one, and not more than there are."),
        ORGANISER,
    ),
    "ballots.no_such_draw": Refusal(_("There is no such draw."), _("Go back to the ballot."), ORGANISER, status=404),
    "ballots.draw_made": Refusal(
        _("The number was taken: %(seed)s. It cannot be taken twice."), _("Look at the draw."), ORGANISER
    ),
    "ballots.draw_not_yet": Refusal(
        _("The public draw is on %(day)s. Its number cannot be known before."), _("Come back then."), ORGANISER
    ),
    "ballots.seed_missing": Refusal(
        _("The number is missing."), _("Write it as it was published."), ORGANISER, status=422
    ),
    "ballots.not_in_sample": Refusal(
        _("The sheet %(serial)s was not drawn."), _("Go back to the list of drawn sheets."), CLERK, status=404
    ),
    "ballots.read_already": Refusal(
        _("The sheet %(serial)s was read once more already."), _("Go on with another sheet of the list."), CLERK
    ),
}
