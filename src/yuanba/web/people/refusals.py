"""Words for what signing in, verification, the roll and the registers of people refuse."""

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanba.people.roll_texts import said
from yuanba.web.people.labels import PASSWORD_PROBLEMS, POSTS
from yuanba.web.refusals import Refusal

SECURITY_ADMIN = _("The security administrator of your office")
APPOINTER = _("Whoever keeps the appointments in your office")

SIGNING_IN = {
    "people.phone_malformed": Refusal(
        _("This is not a mobile number of mainland China."),
        _("Type the eleven digits, for example starting with 13, 15 or 18. A +86 in front is fine."),
    ),
    "people.code_too_soon": Refusal(
        _("A code was sent to this number less than a minute ago."),
        _("Use it where you asked for it, or wait %(seconds)s seconds and ask for another here."),
        status=429,
    ),
    "people.code_phone_limit": Refusal(
        _("This number has had %(limit)s codes today; that is the most."),
        _("Try again tomorrow, or let the service desk do it for you today."),
        status=429,
    ),
    "people.code_address_limit": Refusal(
        _("Too many codes were asked for from this connection today."),
        _("Use another network, or let the service desk do it for you."),
        status=429,
    ),
    "people.code_wrong": Refusal(
        _("That code is not right, or no longer good."),
        _("Look at the newest message and type its six digits. After five wrong tries ask for a new code."),
    ),
    "people.locked_out": Refusal(
        _("Too many wrong tries: this is locked until %(until)s."),
        _("Try again in %(minutes)s minutes. It opens by itself; nothing of yours was lost."),
        status=429,
    ),
    "people.account_locked": Refusal(
        _("This account is locked."), _("Ask why, and have it opened again."), SECURITY_ADMIN, status=403
    ),
    "people.sign_in_refused": Refusal(
        _("Name or password is not right."),
        _(
            "Look at capital letters and the keyboard's language, then try again. After five wrong tries it locks for a while."
        ),
        SECURITY_ADMIN,
        status=403,
    ),
    "people.second_factor_missing": Refusal(
        _("This account has no second factor yet."),
        _("Sign in from the beginning; you are led through it."),
        SECURITY_ADMIN,
        status=403,
    ),
    "people.second_factor_wrong": Refusal(
        _("That code is not right, or was used already."),
        _("Wait for the next code in your authenticator. If it never fits, set the phone's clock to automatic."),
        SECURITY_ADMIN,
        status=403,
    ),
    "people.second_factor_exists": Refusal(
        _("The second factor of this account is set up already."),
        _("Sign in with its code. If the phone is gone, have it reset."),
        SECURITY_ADMIN,
    ),
    "people.password_same": Refusal(_("The new password is the old one."), _("Choose another."), SECURITY_ADMIN),
    "people.password_weak": Refusal(
        _("The new password is %(reasons)s."),
        _("Take at least 10 characters of three kinds; four unrelated words with a digit are easy to keep in mind."),
        SECURITY_ADMIN,
        words={"reasons": PASSWORD_PROBLEMS},
    ),
    "people.password_old": Refusal(
        _("Your password is older than %(days)s days."),
        _("Change it on your own page when you have a minute."),
        SECURITY_ADMIN,
    ),
}

ROLL = {
    "people.not_allowed": Refusal(
        _("Your appointments do not cover this."),
        _("Ask a colleague who has the post for this place."),
        APPOINTER,
        status=403,
    ),
    "people.not_your_place": Refusal(
        _("This person belongs to a place that is not yours."),
        _("Ask a colleague of that place; data is seen by those who need it there."),
        APPOINTER,
        status=403,
    ),
    "people.not_your_account": Refusal(
        _("This concerns another account."), _("Sign in with the account that it concerns."), status=403
    ),
    "people.not_your_session": Refusal(
        _("That device is not one of yours."), _("Look at your list of devices again."), status=403
    ),
    "people.language_unknown": Refusal(_("This language is not there yet."), _("Choose one of the list.")),
    "people.letter_wrong": Refusal(
        _("This code does not open anything: mistyped, used already, or too old."),
        _(
            "Look at the letter again; there is no 0, O, 1 or I in it. Or go to the service desk with your identity card."
        ),
    ),
    "people.person_taken": Refusal(
        _("Another account is already confirmed to be this person."),
        _("If that is not you, tell the service desk at once; they take it back and confirm you."),
    ),
    "people.account_taken": Refusal(
        _("This account is already confirmed to be somebody."),
        _("One number stands for one person. Somebody else of the family uses another number, or paper."),
    ),
    "people.desk_self": Refusal(
        _("Nobody verifies themselves."), _("Let a colleague look at your document."), APPOINTER, status=403
    ),
    "people.desk_relative": Refusal(
        _("You live or own together with this person, or are relatives."),
        _("Let a colleague look at the document."),
        APPOINTER,
        status=403,
    ),
    "people.desk_own_phone": Refusal(
        _("This number is your own."), _("Let them say the number with which they sign in."), APPOINTER, status=403
    ),
    "people.evidence_unknown": Refusal(_("Say which document you looked at."), _("Choose one of the list.")),
    "people.verification_ended": Refusal(_("This was taken back already."), _("Load the page again.")),
    "people.reason_missing": Refusal(
        _("A reason is needed."), _("Write at least %(shortest)s characters that another person understands.")
    ),
    "people.field_unknown": Refusal(_("This field is never shown."), _("Choose the name or the number.")),
    "people.consent_outdated": Refusal(
        _("The text has changed since you opened the page."), _("Read version %(version)s, then decide.")
    ),
    "people.consent_of_other": Refusal(
        _("Only the person concerned can decide this."),
        _("Let them decide, on their own page or at the desk."),
        status=403,
    ),
    "people.text_waits": Refusal(
        _("A new version of this text waits for its day already (%(from_at)s)."),
        _("Take that one back first, or wait until it is in force."),
    ),
    "people.text_in_force": Refusal(
        _("Version %(version)s is in force: people may have agreed to it."), _("Publish a new version instead.")
    ),
    "people.under_14": Refusal(
        _("A child under 14 does not agree alone (until %(until)s)."),
        _("A parent or guardian of the same home agrees, under “What I agreed to” on their own page."),
        status=403,
    ),
    "people.not_a_child": Refusal(
        _("This person is not known to be under 14."), _("From 14 on, people agree for themselves.")
    ),
    "people.not_same_household": Refusal(
        _("By the roll you do not live with this child."),
        _("A guardian of the same home agrees. If the roll is wrong, tell the service desk; bring the household book."),
        status=403,
    ),
    "people.guardian_minor": Refusal(
        _("A guardian is of age."), _("Let a parent or another grown-up of the home agree."), status=403
    ),
    "people.guardian_unverified": Refusal(
        _("Only somebody confirmed on the roll agrees for a child."), _("Confirm your home first."), status=403
    ),
    "people.age_known": Refusal(
        _("This is known already."), _("If it is wrong, let the service desk correct it, with a document.")
    ),
    "people.age_impossible": Refusal(
        _("%(day)s cannot be the 14th birthday of a child."), _("Give the day on which the child turns 14.")
    ),
    "people.text_missing": Refusal(_("There is no such text to agree to."), _("Load the page again.")),
    "people.kind_unknown": Refusal(_("This kind is not known."), _("Choose one of the list.")),
    "people.asked_already": Refusal(
        _("You asked this already, and the answer is still to come."),
        _("Wait for the answer; it comes to your messages."),
    ),
    "people.account_closed": Refusal(_("This account is closed already."), _("Sign in anew if you want to come back.")),
    "people.still_on_roll": Refusal(
        _("This person still owns or lives somewhere by the roll (%(rows)s rows)."),
        _("The roll rests on law, not on consent. Correct the roll first, if the person has moved away."),
    ),
    "people.still_appointed": Refusal(
        _("This person still holds %(appointments)s posts."), _("End the appointments first."), APPOINTER
    ),
    "people.phone_taken": Refusal(_("Another account uses this number."), _("Use another, or ask the service desk.")),
    "people.phone_same": Refusal(_("This is the number until now."), _("Type the new one.")),
    "people.old_code_wrong": Refusal(
        _("The code of the old phone is not right, or no longer good."),
        _(
            "Look at the newest message on the old phone. If it is lost, go to the service desk with your identity card."
        ),
    ),
    "people.not_verified": Refusal(
        _("No account is confirmed to be this person."), _("Verify them with a document; then they have a number.")
    ),
    "people.phone_change_waits": Refusal(
        _("A change of this person's number waits already."), _("Let a colleague check it, or take it back first.")
    ),
    "people.phone_takes_two": Refusal(
        _("You took this change down yourself."),
        _("Another colleague hears and types the number."),
        APPOINTER,
        status=403,
    ),
    "people.phone_differs": Refusal(
        _("This is not the number that was taken down."),
        _("Let the person say it again. If the first one was wrong, refuse it and take it down anew."),
    ),
    "people.phone_change_late": Refusal(
        _("This was taken down more than %(days)s days ago."), _("Take it down anew, with the person before you.")
    ),
    "people.relative_unknown": Refusal(
        _("Nobody of this name and number is known here."),
        _("Then there is nothing that could be given to you. If the name is right, look at the number again."),
    ),
    "people.relation_self": Refusal(_("Nobody is their own relative."), _("Choose the other person.")),
    "message.not_yours": Refusal(_("This message is for somebody else."), _("Look at your own messages."), status=403),
    "message.no_address": Refusal(_("There is no address to send this to."), _("Enter a mobile number first.")),
}

REGISTERS = {
    "people.name_missing": Refusal(_("The name is missing."), _("Write the name.")),
    "people.uscc_malformed": Refusal(
        _("The unified social credit code has a wrong check digit."),
        _("Copy it again from the licence: 18 letters and digits."),
    ),
    "people.organisation_exists": Refusal(
        _("This body stands in the register already."), _("Look it up in the list; perhaps under another kind.")
    ),
    "people.organisation_ended": Refusal(_("This body ended on %(ended_date)s."), _("Nothing needs to be done.")),
    "people.term_ended": Refusal(_("This term ended on %(to_date)s."), _("Nothing needs to be done.")),
    "people.period_empty": Refusal(
        _("The end must come after the beginning (%(from_date)s to %(to_date)s)."), _("Choose a later day.")
    ),
    "people.post_unknown": Refusal(_("This post is not known."), _("Choose one of the list.")),
    "people.appoint_self": Refusal(
        _("Nobody appoints themselves."), _("Let another security administrator do it."), APPOINTER, status=403
    ),
    "people.administrators_apart": Refusal(
        _("%(post)s cannot be held together with another of the three administrators' posts."),
        _("System, security and audit administration are three people. Choose somebody else."),
        APPOINTER,
        words={"post": POSTS},
    ),
    "people.administrators_incomplete": Refusal(
        _("A deployment needs a system, a security and an audit administrator."), _("Name three different people.")
    ),
    "people.founded_already": Refusal(
        _("This deployment is founded already."), _("Appoint more people on the page of the body."), APPOINTER
    ),
    "people.appointed_already": Refusal(
        _("This person holds this post here already."), _("End the older appointment first, or leave it."), APPOINTER
    ),
    "people.appointment_ended": Refusal(_("This appointment ended on %(to_date)s."), _("Nothing needs to be done.")),
    "people.relay_line_private": Refusal(
        _("This contact line is somebody's own mobile."),
        _("Enter a duty phone or the line of the community; it passes calls on."),
    ),
    "people.other_place": Refusal(_("The building or grid lies elsewhere."), _("Choose one of this place.")),
    "people.has_staff_account": Refusal(_("This person has a staff account already."), _("Reset that one instead.")),
    "people.login_malformed": Refusal(
        _("This sign-in name cannot be used."), _("Take letters and digits, such as zhoumin.")
    ),
    "people.login_taken": Refusal(_("Somebody else has this sign-in name."), _("Add a number to it.")),
    "people.recover_self": Refusal(
        _("Nobody resets their own second factor."),
        _("Let another security administrator do it."),
        SECURITY_ADMIN,
        status=403,
    ),
    "people.honour_incomplete": Refusal(
        _("Title, granting body and a year that has come are needed."), _("Fill all three.")
    ),
    "people.honour_no_consent": Refusal(
        _("A person's honour is kept only if the person agrees in writing."),
        _("Ask the person, keep the signed paper, then tick that they agree."),
    ),
    "people.letters_take_two": Refusal(
        _("You asked for these letters yourself."), _("Another clerk has to release them."), APPOINTER, status=403
    ),
    "people.letters_for_nobody": Refusal(
        _("Everybody on this roll is confirmed already, or the roll is empty."),
        _("Import the roll first; if it is there, no letter is needed."),
    ),
    "people.roll_no_compound": Refusal(_("There is no such compound."), _("Found it in the tree first.")),
    "people.roll_date_future": Refusal(
        _("%(as_of_date)s is still to come."), _("Give the day on which the list was right.")
    ),
    "people.likeness_unknown": Refusal(_("An answer is one owner, or two people."), _("Choose one of the two.")),
    "people.likeness_own": Refusal(
        _("One of the two entries is your own."), _("Let a colleague who keeps the roll answer it.")
    ),
    "people.not_alike": Refusal(
        _(
            "These two entries are no question in your compounds: they do not look alike, or are not owners there any more."
        ),
        _("Look at the list again. Whoever lives elsewhere is asked about by the keeper of that roll."),
    ),
    "people.roll_older": Refusal(
        _("A list of %(last)s was imported already; this one of %(as_of_date)s is older."),
        _("Import lists in the order of their days."),
    ),
    "people.roll_has_errors": Refusal(
        _("The list has %(errors)s mistakes."),
        _("Let them be corrected and upload it again, or tick that only the good rows are imported."),
    ),
    "people.roll_vanished_with_errors": Refusal(
        _("With %(errors)s mistakes in the list nobody can tell who has really gone."),
        _("Import the good rows now, and end people with a list without mistakes."),
    ),
    "people.roll_nothing_good": Refusal(
        _("No row of the list can be imported."), _("Take the list of mistakes along and correct it first.")
    ),
    "people.roll_file_gone": Refusal(_("The file was erased meanwhile."), _("Upload the list again.")),
}


def _spoken(code: str) -> str:
    """The reader's own sentence, in the language of the page."""
    text_zh, text_en = said(code)
    return text_en if (get_language() or "").startswith("en") else text_zh


spoken = lazy(_spoken, str)
FILES = {
    code: Refusal(spoken(code), _("Then upload it again. Nothing was changed."))
    for code in (
        "people.roll_empty", "people.roll_too_large", "people.roll_old_xls", "people.roll_encrypted",
        "people.roll_html", "people.roll_not_excel", "people.roll_damaged", "people.roll_bomb",
    )
}  # fmt: skip

REFUSALS = {**SIGNING_IN, **ROLL, **REGISTERS, **FILES}
