"""Words for what consents to renovations refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

ORGANISER = _("The owners’ committee of your compound, or the subdistrict")

RENOVATION = {
    "renovation.unknown": Refusal(_("There is no such plan."), _("See which ones there are."), ORGANISER, status=404),
    "renovation.incomplete": Refusal(
        _("The plan lacks its title, its words or the stairwells that it concerns."), _("Fill it in."), ORGANISER
    ),
    "renovation.elsewhere": Refusal(
        _("One of the stairwells belongs to another compound."), _("Choose stairwells of this compound."), ORGANISER
    ),
    "renovation.window": Refusal(_("The last day is over already."), _("Draft it with a later day."), ORGANISER),
    "renovation.nobody": Refusal(
        _("Nobody is entered as an owner in these stairwells."), _("Have the roll mended first."), ORGANISER
    ),
    "renovation.no_law": Refusal(
        _("No threshold of the law is entered for this day."), _("Tell whoever looks after the platform."), ORGANISER
    ),
    "renovation.not_asked": Refusal(
        _("Only the owners of these stairwells are asked."),
        _("If you own a home there, have the roll corrected at the service desk."),
        ORGANISER,
        status=403,
    ),
    "renovation.not_running": Refusal(
        _("Answers were taken until %(closes)s."), _("See the result on the page of the plan."), ORGANISER
    ),
    "renovation.nothing_to_take_back": Refusal(
        _("Nothing was said yet that could be taken back."), _("Say whether you agree."), ORGANISER
    ),
    "renovation.said_meanwhile": Refusal(
        _("Somebody who owns the home with you has answered just now."), _("Look at the page again."), ORGANISER
    ),
    "renovation.note_empty": Refusal(_("Nothing is written."), _("Write what you want to say."), ORGANISER),
    "renovation.reason_missing": Refusal(
        _("The reason is missing; everybody reads it."), _("Write one sentence."), ORGANISER
    ),
}
