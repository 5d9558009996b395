"""Words for what signing in, verification, the roll and the registers of people refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.people.labels import DATA_REQUEST_KINDS, ORGANISATION_KINDS, PASSWORD_PROBLEMS, POSTS
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
        _("Use that one, or wait %(seconds)s seconds and ask for another."),
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

REFUSALS = {**SIGNING_IN}
_USED_LATER = (DATA_REQUEST_KINDS, ORGANISATION_KINDS, POSTS, APPOINTER)
