"""Words for what cases refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.cases.labels import STATES
from yuanba.web.refusals import Refusal

DESK = _("The service desk of your community")
COLLEAGUE = _("Whoever keeps the appointments in your office")
STILL_THERE = _("What you wrote is still there.")

REPORTING = {
    "cases.missing": Refusal(
        _("There is no such case, or it is not yours to see."),
        _("Check the number, or look in your own list."),
        DESK,
        status=404,
    ),
    "cases.sign_in_first": Refusal(
        _("We need a number at which to tell you what came of it."),
        _("Check your phone number once by SMS; nobody else sees it."),
        DESK,
        status=403,
        link=(_("Sign in with your phone"), "people:sign_in"),
    ),
    "cases.no_category": Refusal(_("This kind does not exist."), _("Choose another kind."), DESK, status=422),
    "cases.category_ended": Refusal(
        _("“%(category)s” is not used any more."),
        _("Choose another kind, or “Something else”. What you wrote is still there."),
        DESK,
        status=422,
    ),
    "cases.no_place": Refusal(
        _("It is not said in which compound or community this is."), _("Choose the place."), DESK, status=422
    ),
    "cases.place_mismatch": Refusal(
        _("The building or door does not lie in this compound."), _("Choose the place again."), DESK, status=422
    ),
    "cases.no_source": Refusal(_("It is not said where the report came from."), _("Choose one."), DESK, status=422),
    "cases.nothing_told": Refusal(
        _("There is nothing in it that we could look after."), _("Write a sentence, or take a photo."), DESK, status=422
    ),
    "cases.text_too_long": Refusal(
        _("The text has %(length)s characters; %(most)s fit."),
        _("Shorten it, or send a photo of a paper. What you wrote is still there."),
        DESK,
        status=422,
    ),
    "cases.too_many_files": Refusal(
        _("More than %(most)s pictures."), _("Leave some out; more can be added later."), DESK, status=422
    ),
    "cases.file_missing": Refusal(_("A picture did not arrive."), _("Choose it again."), DESK, status=422),
    "cases.too_many_today": Refusal(
        _("You have sent %(most)s reports since yesterday."),
        _("Send the next one tomorrow, or call the service desk; in an emergency call the emergency number."),
        DESK,
        status=429,
    ),
    "cases.too_many_uploads": Refusal(
        _("You have sent %(most)s photos and voice notes since yesterday."),
        _("Send it without one, or tomorrow; in an emergency call the emergency number."),
        DESK,
        status=429,
    ),
    "cases.phone_wrong": Refusal(
        _("This is no mobile number."), _("Eleven digits that begin with 1."), DESK, status=422
    ),
    "cases.key_missing": Refusal(
        _("The form came without its mark."), _("Open the page again; what you wrote is still there."), DESK, status=422
    ),
    "cases.key_taken": Refusal(_("This form was sent from another account already."), _("Open the page again."), DESK),
    "cases.try_again": Refusal(_("Too many reports came at once."), _("Send it again in a moment."), DESK),
    "cases.joined_too_late": Refusal(
        _("This case is not open any more (%(state)s)."),
        _("Report it anew if it is there again."),
        DESK,
        words={"state": STATES},
    ),
    "cases.confidential_no_joining": Refusal(
        _("This case is confidential; nobody joins it."), _("Report yours on its own."), DESK, status=403
    ),
    "cases.personal_numbers": Refusal(
        _("There is a phone, ID or card number in the text (%(number)s)."), _("Take it out."), DESK, status=422
    ),
}
ANSWERING = {
    "cases.not_reporter": Refusal(
        _("Only somebody who reported this says whether it is solved."),
        _("Join the case, or report what is not solved."),
        DESK,
        status=403,
    ),
    "cases.own_answer": Refusal(
        _("Whoever answered does not say themselves that it is solved."), _("A colleague calls and asks."), DESK
    ),
    "cases.call_back_by_handler": Refusal(
        _("Whoever answered does not make the call-back."), _("A colleague calls and asks."), DESK
    ),
    "cases.not_among_reports": Refusal(
        _("This person did not report the case."), _("Choose one of its reporters."), DESK, status=422
    ),
    "cases.reopening_over": Refusal(
        _("More than %(days)s days have passed since the case ended."), _("Report it anew."), DESK
    ),
    "cases.outcome_missing": Refusal(
        _("It is not said what came of it."), _("Choose fixed, explained, or not ours."), DESK, status=422
    ),
    "cases.handed_to_missing": Refusal(
        _("It is not said whose it is."), _("Name the office or company that it was handed to."), DESK, status=422
    ),
    "cases.reply_missing": Refusal(
        _("An answer without words helps nobody."), _("Write what was done, or why not."), DESK, status=422
    ),
}
WORKING = {
    "cases.not_permitted": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        COLLEAGUE,
        status=403,
    ),
    "cases.changed_meanwhile": Refusal(
        _("A colleague was quicker: the case is “%(state)s” now."),
        _("Look at it again and decide anew."),
        COLLEAGUE,
        words={"state": STATES},
    ),
    "cases.no_photo": Refusal(_("There is no such photo on a case of yours."), _("Look at the case again."), COLLEAGUE),
    "cases.not_public": Refusal(
        _("This case is not on the public board, so its photos are not either."),
        _("Put the case on the board first."),
        COLLEAGUE,
    ),
    "cases.reason_missing": Refusal(_("A reason is missing."), _("Write it in a sentence."), COLLEAGUE, status=422),
    "cases.waits_backwards": Refusal(
        _("The day until which it waits is over."), _("Choose a later day."), COLLEAGUE, status=422
    ),
    "cases.waits_too_long": Refusal(
        _("A case waits at most %(days)s days at a time."),
        _("Choose an earlier day; it can wait again, with a reason."),
        COLLEAGUE,
        status=422,
    ),
    "cases.no_handler": Refusal(
        _("This account handles no cases in this place."), _("Choose a colleague of the place."), COLLEAGUE, status=422
    ),
    "cases.no_organ": Refusal(_("There is no such service organ."), _("Choose one of the list."), COLLEAGUE, status=422),
    "cases.nothing_changes": Refusal(_("Nothing would change."), _("Choose something else."), COLLEAGUE, status=422),
    "cases.no_such_level": Refusal(
        _("The case cannot go to this level."), _("Choose another level."), COLLEAGUE, status=422
    ),
    "cases.case_ended": Refusal(
        _("The case is over (%(state)s)."),
        _("Its reporter can have it taken up again."),
        COLLEAGUE,
        words={"state": STATES},
    ),
    "cases.helps_already": Refusal(_("This organisation helps already."), _("Wait for what it does."), COLLEAGUE),
    "cases.no_helper": Refusal(
        _("This organisation was not asked to help, or has finished."), _("Look at the case again."), COLLEAGUE
    ),
    "cases.merged_into_itself": Refusal(
        _("A case is not merged into itself."), _("Choose the other one."), COLLEAGUE, status=422
    ),
    "cases.merge_target_ended": Refusal(
        _("The other case is over (%(state)s)."),
        _("Choose one that is open."),
        COLLEAGUE,
        words={"state": STATES},
    ),
    "cases.merge_elsewhere": Refusal(
        _("The two cases lie in different compounds."), _("Merge only what is the same problem."), COLLEAGUE
    ),
    "cases.merge_confidential": Refusal(
        _("A confidential case is not merged with another."), _("Handle each on its own."), COLLEAGUE, status=403
    ),
    "cases.term_unknown": Refusal(
        _("There is no such level or class, or the time is none."), _("Choose again."), COLLEAGUE, status=422
    ),
    "cases.term_backwards": Refusal(
        _("A new deadline holds from a later day than %(day)s."),
        _("Choose tomorrow or later; what runs keeps its date."),
        COLLEAGUE,
        status=422,
    ),
    "cases.hours_unreadable": Refusal(
        _("These office hours cannot be read."), _("Write them like 09:00-12:00 13:00-17:00."), COLLEAGUE, status=422
    ),
    "cases.source_missing": Refusal(
        _("It is not said on what rule or decision this rests."), _("Write its name and number."), COLLEAGUE, status=422
    ),
    "cases.confidential_stays": Refusal(
        _("What is confidential stays with its handler and the supervisor."),
        _("Handle it without showing it to others."),
        COLLEAGUE,
        status=403,
    ),
    "cases.nothing_to_split": Refusal(
        _("There is nothing to take out of this case."), _("Choose a report, or write what is handled on its own."),
        COLLEAGUE, status=422,
    ),
}  # fmt: skip
REFUSALS = REPORTING | ANSWERING | WORKING
