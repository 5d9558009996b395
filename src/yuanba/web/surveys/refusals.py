"""Words for what surveys refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal
from yuanba.web.surveys.labels import STATES

ORGANISER = _("Whoever organises the survey in your subdistrict")
CLERK = _("The colleague who set up the paper forms")
LIST = (_("See all surveys"), "surveys:index")
STAY = _("Correct it below and send it again. What you filled in is still there.")


def _staff(rule, step, contact=ORGANISER, status=409):
    return Refusal(rule, step, contact, status=status)


REFUSALS = {
    "surveys.no_such_survey": Refusal(_("There is no such survey."), _("See which there are."), ORGANISER, 404, LIST),
    "surveys.not_yet_open": Refusal(
        _("The survey has not begun. It opens on %(opens)s."), _("Come back then."), ORGANISER, link=LIST
    ),
    "surveys.closed": Refusal(
        _("The survey is closed since %(closes)s."), _("The result will stand on its page."), ORGANISER, link=LIST
    ),
    "surveys.annulled": Refusal(
        _("This survey was annulled. It counts for nothing."),
        _("Ask the organiser for the reason."),
        ORGANISER,
        link=LIST,
    ),
    "surveys.not_verified": Refusal(
        _("Only residents whose home is confirmed are asked."),
        _("Confirm your home with the code in the letter, or at the service desk. It takes a minute."),
        status=403,
    ),
    "surveys.not_on_roll": Refusal(
        _("You are not on the roll of this survey. It asks who lives in the candidates' compounds."),
        _("If you live there and were left out, ask the service desk to look it up with you."),
        status=403,
        link=LIST,
    ),
    "surveys.already_answered": Refusal(
        _("An answer was there before. Each person (or household) answers once."),
        _("There is nothing more to do."),
        link=LIST,
    ),
    "surveys.nothing_answered": Refusal(
        _("Nothing is filled in yet."), _("Say what you think about at least one candidate."), ORGANISER, status=422
    ),
    "surveys.answer_missing": Refusal(_("An answer is missing here."), STAY, ORGANISER, status=422),
    "surveys.answer_out_of_range": Refusal(_("This answer does not fit the question."), STAY, ORGANISER, status=422),
    "surveys.target_unknown": Refusal(_("The form names a candidate who is not on it."), STAY, ORGANISER, status=422),
    "surveys.question_unknown": Refusal(_("The form names a question that is not asked."), STAY, ORGANISER, status=422),
    "surveys.scores_hidden": Refusal(
        _("Nobody sees scores before the survey is closed and scored, staff included."),
        _("Wait for the close."),
        ORGANISER,
        status=403,
    ),
    "surveys.not_published": Refusal(
        _("The result is not public yet: %(state)s."),
        _("Come back later. Everybody sees it at once."),
        ORGANISER,
        status=403,
        link=LIST,
        words={"state": STATES},
    ),
    "surveys.not_permitted": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "surveys.window_empty": _staff(_("The survey would close before it opens."), _("Give a later closing time.")),
    "surveys.sample_too_small": _staff(
        _("A score needs at least %(least)s answers."), _("Raise the minimum sample of the playbook.")
    ),
    "surveys.no_targets": _staff(_("The survey is about nobody."), _("Add a candidate.")),
    "surveys.target_twice": _staff(_("A candidate stands in it twice."), _("Take one of them off.")),
    "surveys.target_without_place": _staff(
        _("A candidate has neither a compound nor a declared service area."), _("Enter the service area.")
    ),
    "surveys.roll_empty": _staff(
        _("Nobody is on the roll of these compounds today."), _("Import the roll first."), _("The keeper of the roll")
    ),
    "surveys.not_yet_closing": _staff(
        _("The announced time runs until %(closes)s. A survey is not closed before."),
        _("Wait until then; it closes by itself."),
    ),
    "surveys.forms_open": _staff(
        _("%(forms)s paper forms are not decided yet."), _("Have them keyed by two clerks."), CLERK
    ),
    "surveys.forms_differ": _staff(_("These surveys used different forms."), _("Score them apart.")),
    "surveys.reason_missing": _staff(
        _("Without a reason nobody can check it."), _("Write the reason in a few words."), status=422
    ),
    "surveys.too_few_to_read": _staff(
        _("There are %(answers)s answers; below %(least)s a text could name its author."),
        _("Leave these unread."),
        status=403,
    ),
    "surveys.answered_secretly": Refusal(
        _("This survey is secret: answers go from your phone to a closed urn, never through this page."),
        _("Open the survey again; the page makes your voting code."),
        ORGANISER,
        link=LIST,
    ),
    "surveys.not_secret": _staff(
        _("Keys are made for a secret survey that has not opened yet. This one is not."),
        _("Go back to the survey."),
    ),
    "surveys.nothing_secret": _staff(
        _("A secret sheet has crosses only, and this form asks for words only."),
        _("Add a question with answers to choose from, or ask it as an ordinary survey."),
    ),
    "surveys.place_too_small": _staff(
        _("In %(place)s only %(rows)s would be asked. Below %(least)s nobody can hide among the others."),
        _("Leave this place out, or ask it as an ordinary survey."),
    ),
    "surveys.form_per_unknown": _staff(
        _("The form must count answers per person or per household."), _("Choose one of them.")
    ),
    "surveys.form_empty": _staff(_("The form asks nothing."), _("Add a question.")),
    "surveys.form_question_bad": _staff(
        _("The question “%(question)s” is not well formed: %(what)s."), _("Correct the form of the playbook.")
    ),
    "surveys.envelope_out": _staff(
        _("An envelope is already out for this resident."),
        _("If it was lost, take it out of use first, then hand out another."),
        CLERK,
    ),
    "surveys.no_such_envelope": _staff(
        _("There is no envelope with the number %(serial)s."), _("Type the number once more."), CLERK, 404
    ),
    "surveys.form_unknown": _staff(
        _("The code %(form)s was not printed for this survey."), _("Type the code on the form once more."), CLERK, 404
    ),
    "surveys.form_decided": _staff(
        _("This form is decided already."), _("Lay it on the pile of finished forms."), CLERK
    ),
    "surveys.same_clerk": _staff(
        _("You have read this form. The next reading is another clerk's."), _("Hand it to a colleague."), CLERK, 403
    ),
    "surveys.more_forms_than_envelopes": _staff(
        _("More forms than envelopes (%(envelopes)s) came back from this place."),
        _("Register the envelope first; a form without one does not count."),
        CLERK,
    ),
}
