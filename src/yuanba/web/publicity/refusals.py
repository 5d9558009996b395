"""Words for what notices and objections refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.publicity.labels import NOTICE_STATES
from yuanba.web.refusals import Refusal

OFFICE = _("The office named at the foot of the notice")
ORGANISER = _("Whoever makes the notices of your subdistrict")
DECIDER = _("Whoever decides on objections in your subdistrict")
OTHER_WAYS = _(
    "Object with your name here, or come in person, write a letter or call: there it works without a name as well. "
    "On line it works again tomorrow. Nothing was sent."
)
LIST = (_("See all notices"), "publicity:index")

NOTICES = {
    "notice.not_yours": Refusal(
        _("Your appointments do not cover this in this place."),
        _("Ask a colleague of the place, or have your appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "notice.missing": Refusal(
        _("There has been no notice about this yet."),
        _("Put it on notice first; what follows waits for it."),
        ORGANISER,
    ),
    "notice.empty": Refusal(
        _("A notice needs a title and a text."), _("Write both; everything else is kept."), ORGANISER, status=422
    ),
    "notice.bad_block": Refusal(
        _("Part %(number)s of the text is not a heading, a paragraph, a list or a table."),
        _("Look at that part again; every row of a table has as many cells as its head."),
        ORGANISER,
        status=422,
    ),
    "notice.length": Refusal(
        _("A term has at least 1 working day; here it would have %(days)s."),
        _("Give a number of working days. Usual are 5."),
        ORGANISER,
        status=422,
    ),
    "notice.published": Refusal(
        _("What is public is never rewritten (now: %(state)s)."),
        _("Withdraw the notice with a reason, and put a corrected one up."),
        ORGANISER,
        words={"state": NOTICE_STATES},
    ),
    "notice.personal_numbers": Refusal(
        _("There are %(number)s personal numbers in the text (ID, mobile or bank card). They must not become public."),
        _("Take them out, or have them masked. Write a role and an office telephone instead."),
        ORGANISER,
        status=422,
    ),
    "notice.calendar_unknown": Refusal(
        _("The term would reach into %(year)s, and the holidays of that year are not entered yet."),
        _("Enter the holiday notice of the State Council for that year, then do this again."),
        _("Whoever runs this site"),
    ),
    "notice.not_open": Refusal(
        _("The notice does not run now (%(state)s)."),
        _("See on its page where it stands."),
        ORGANISER,
        link=LIST,
        words={"state": NOTICE_STATES},
    ),
    "notice.posting_day": Refusal(
        _("%(day)s lies before the notice was opened, or has not come yet."),
        _("Give the day on which it was really hung up, today at the latest."),
        ORGANISER,
        status=422,
    ),
    "notice.place_missing": Refusal(
        _("It is not said where the notice hangs."), _("Name the board, such as: east gate."), ORGANISER, status=422
    ),
    "notice.reason_missing": Refusal(
        _("Without a reason nobody can check it."), _("Write the reason in a few words."), ORGANISER, status=422
    ),
    "notice.term_over": Refusal(
        _("The term of this notice ended with %(until)s, 24:00. Objections are no longer taken here."),
        _("You can still tell the office that made the notice; its telephone and address stand on the page."),
        OFFICE,
        link=LIST,
    ),
    "notice.term_runs": Refusal(
        _("The notice runs until %(until)s, 24:00."),
        _("Wait until then: the term is whole, or it does not count."),
        ORGANISER,
    ),
    "notice.objection_open": Refusal(
        _("Objections without a decision: %(number)s."), _("Have each of them decided first."), DECIDER
    ),
    "notice.objection_upheld": Refusal(
        _("An objection against all of the notice was upheld."),
        _("Withdraw it with a reason; a corrected one then runs its own term."),
        ORGANISER,
    ),
    "notice.not_posted": Refusal(
        _("No photo proves yet that the notice hangs on the board."),
        _("Hang it up, take a photo, and hand it in."),
        _("A colleague of the community or the organiser"),
    ),
    "notice.photo_missing": Refusal(
        _("The proof is a picture that you hand in yourself."),
        _("Hang it up, take a photo, and hand it in."),
        _("A colleague of the community or the organiser"),
    ),
    "notice.posted_late": Refusal(
        _("It was hung up on %(posted)s only; counted from then its working days last until %(until)s."),
        _("Extend the term so that it reaches that day."),
        ORGANISER,
    ),
}

OBJECTIONS = {
    "objection.empty": Refusal(
        _("It is not said yet what is not right."), _("Write it in a few words."), OFFICE, status=422
    ),
    "objection.name_missing": Refusal(
        _("An objection with a name needs the name and a telephone or address."),
        _("Fill in both, or choose to object without a name."),
        OFFICE,
        status=422,
    ),
    "objection.anonymous_has_name": Refusal(
        _("You chose to object without a name, but a name or a telephone is filled in."),
        _("Empty both fields, or choose to object with your name. Nothing was sent."),
        OFFICE,
        status=422,
    ),
    "objection.anonymous_address_limit": Refusal(
        _("From this connection %(limit)s objections without a name have come today; on line no more are taken."),
        OTHER_WAYS,
        OFFICE,
        status=429,
    ),
    "objection.anonymous_day_limit": Refusal(
        _("Today %(limit)s objections without a name have come to this notice; on line no more are taken."),
        OTHER_WAYS,
        OFFICE,
        status=429,
    ),
    "objection.named_address_limit": Refusal(
        _("From this connection %(limit)s objections have come today; without signing in no more are taken on line."),
        _("Sign in with your phone and object then; or come in person, write a letter or call. Nothing was sent."),
        OFFICE,
        status=429,
    ),
    "objection.seal_missing": Refusal(
        _("An organisation objects with a letter that carries its seal."),
        _("Add a photo or a scan of the letter, or object as a person."),
        OFFICE,
        status=422,
    ),
    "objection.wrong_code": Refusal(
        _("No objection has this code."),
        _("Compare it with your receipt, sign by sign. It has 16 letters (a to f) and digits."),
        OFFICE,
        status=404,
    ),
    "objection.reason_missing": Refusal(
        _("A decision needs its reasons."), _("Write what you looked into and what you found."), DECIDER, status=422
    ),
    "objection.involved": Refusal(
        _("You made this notice, took in the objection, or are party to what it is about. Somebody else decides."),
        _("Leave it to a colleague who decides on objections. The text stays closed to you."),
        DECIDER,
        status=403,
        link=(_("To the objections"), "publicity:objections"),
    ),
}

REFUSALS = {**NOTICES, **OBJECTIONS}
