"""Words for what texts, comments and signatures refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.agreements.labels import STATES
from yuanba.web.refusals import SERVICE_DESK, Refusal

ORGANISER = _("Whoever organises for your compound or community")
LIST = (_("See all texts"), "agreements:index")

TEXTS = {
    "agreements.not_permitted": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "agreements.missing": Refusal(_("There is no such text."), _("See the list."), ORGANISER, status=404, link=LIST),
    "agreements.kind_unknown": Refusal(
        _("It is not said what kind of text it is, or who signs it."), _("Choose both."), ORGANISER, status=422
    ),
    "agreements.text_missing": Refusal(
        _("A text needs a title and at least one clause."), _("Write both."), ORGANISER, status=422
    ),
    "agreements.text_too_long": Refusal(
        _("The text has %(length)s characters; at most %(most)s are taken."),
        _("Shorten it, or split it into two texts."),
        ORGANISER,
        status=422,
    ),
    "agreements.personal_numbers": Refusal(
        _("There are %(number)s personal numbers in it (ID, mobile or bank card). They must not become public."),
        _("Take them out. Write a role and an office telephone instead."),
        ORGANISER,
        status=422,
    ),
    "agreements.in_preparation": Refusal(
        _("A version of “%(title)s” is being made already."),
        _("Go on with that one, or give it up first."),
        ORGANISER,
    ),
    "agreements.same_text": Refusal(
        _("This is word for word the version that holds."), _("Change what is to change."), ORGANISER, status=422
    ),
    "agreements.text_stands": Refusal(
        _("The text stands now (%(state)s): whoever comments or decides must find the same words."),
        _("Change it when the comments are over; after a decision write the next version."),
        ORGANISER,
        words={"state": STATES},
    ),
    "agreements.comments_too_short": Refusal(
        _("%(days)s days are too few: a text of this kind is up for comments for at least %(least)s days."),
        _("Give %(least)s days or more."),
        ORGANISER,
        status=422,
    ),
    "agreements.comments_run": Refusal(
        _("Comments are taken %(closes)s."), _("Wait until then: who has read it last has a say too."), ORGANISER
    ),
    "agreements.comments_unanswered": Refusal(
        _("Comments without an answer: %(number)s."), _("Answer each of them first, with a reason."), ORGANISER
    ),
    "agreements.decision_missing": Refusal(
        _("It is not said who decided, when, and with what result."),
        _("Name the ballot or the meeting, its day, and the result in one sentence."),
        ORGANISER,
        status=422,
    ),
    "agreements.decision_ahead": Refusal(
        _("%(day)s has not come yet; nobody can have decided then."),
        _("Give the day of the decision."),
        ORGANISER,
        status=422,
    ),
    "agreements.in_force_too_early": Refusal(
        _("It can hold from %(earliest)s at the earliest: after the decision, and after the version before it."),
        _("Give that day or a later one."),
        ORGANISER,
        status=422,
    ),
    "agreements.ends_before_it_began": Refusal(
        _("On %(day)s the text cannot end: it must have begun, and the day must not be past."),
        _("Give today or a later day."),
        ORGANISER,
        status=422,
    ),
    "agreements.filing_incomplete": Refusal(
        _("A filing names the office and a day between the decision and today."),
        _("Fill in both."),
        ORGANISER,
        status=422,
    ),
    "agreements.reason_missing": Refusal(
        _("Without a reason nobody can check it."), _("Write the reason in a few words."), ORGANISER, status=422
    ),
}
REMARKS = {
    "agreements.no_comments_now": Refusal(
        _("Comments on this version are not taken now (%(state)s)."),
        _("See on its page where it stands."),
        ORGANISER,
        link=LIST,
        words={"state": STATES},
    ),
    "agreements.comments_over": Refusal(
        _("Comments were taken %(closes)s."),
        _("You can still tell the service desk; the text is decided on next."),
        SERVICE_DESK,
    ),
    "agreements.not_verified": Refusal(
        _("We do not know yet that you live or own here."),
        _("Have your home confirmed; it takes a few minutes."),
        SERVICE_DESK,
        status=403,
        link=(_("Confirm my home"), "people:verify"),
    ),
    "agreements.not_of_here": Refusal(
        _("This text is of another place: whoever lives or owns there has a say."),
        _("If you live or own there, have that home confirmed."),
        SERVICE_DESK,
        status=403,
        link=(_("To my own page"), "people:me"),
    ),
    "agreements.comment_missing": Refusal(
        _("It is not said yet what you think."), _("Write it in a few words."), SERVICE_DESK, status=422
    ),
    "agreements.comment_too_long": Refusal(
        _("A comment has at most %(most)s characters."),
        _("Say the main thing, or send two comments."),
        SERVICE_DESK,
        status=422,
    ),
    "agreements.comments_enough": Refusal(
        _("You have commented %(most)s times on this version; more are not taken on line."),
        _("Take one back, or tell the service desk."),
        SERVICE_DESK,
        status=429,
    ),
    "agreements.comment_gone": Refusal(
        _("There is no such comment."), _("See the page of the text."), ORGANISER, status=404, link=LIST
    ),
    "agreements.not_yours": Refusal(
        _("Only whoever wrote or signed it can take it back."),
        _("Sign in with the phone with which you did it, or come to the desk."),
        SERVICE_DESK,
        status=403,
    ),
}
SIGNATURES = {
    "agreements.not_to_sign": Refusal(
        _("This version cannot be signed (%(state)s)."),
        _("See on its page which version holds."),
        ORGANISER,
        link=LIST,
        words={"state": STATES},
    ),
    "agreements.not_for_persons": Refusal(
        _("People do not sign this text: it holds by the decision, or organisations sign it."),
        _("You need not do anything."),
        ORGANISER,
    ),
    "agreements.not_for_parties": Refusal(
        _("Organisations do not sign this text."), _("People sign it, on line or on paper."), ORGANISER
    ),
    "agreements.not_adult": Refusal(
        _("Whoever signs is %(years)s or older."),
        _("Read it together with your parents; they can sign."),
        SERVICE_DESK,
        status=403,
    ),
    "agreements.not_owner": Refusal(
        _("Owners sign this text, and on the roll you own nothing here."),
        _("If you do own something here, have that home confirmed."),
        SERVICE_DESK,
        status=403,
        link=(_("To my own page"), "people:me"),
    ),
    "agreements.text_changed": Refusal(
        _("The text on your page is not the one that holds now."),
        _("Open the page again and read it; then sign."),
        SERVICE_DESK,
    ),
    "agreements.party_missing": Refusal(
        _("It is not said which organisation signed."), _("Write its name."), ORGANISER, status=422
    ),
    "agreements.scan_missing": Refusal(
        _("A signature on paper needs its photo or scan, which you hand in yourself."),
        _("Photograph the sheet and hand it in."),
        ORGANISER,
        status=422,
    ),
    "agreements.signed_when": Refusal(
        _("On %(day)s it cannot have been signed: the text was not decided on yet, or the day has not come."),
        _("Look at the date on the sheet."),
        ORGANISER,
        status=422,
    ),
    "agreements.no_signature": Refusal(
        _("There is no such signature."), _("See the page of the text."), SERVICE_DESK, status=404, link=LIST
    ),
}

REFUSALS = {**TEXTS, **REMARKS, **SIGNATURES}
