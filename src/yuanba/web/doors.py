"""Who may enter a page. Every view wears exactly one door; a test walks all routes and looks for it.

A door asks who somebody is and what they hold at all; whether they may do this with that is the action's rule.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yuanba.kernel.verdict import YES, Verdict, no, require
from yuanba.people.posts import POSTS, RESIDENT_POSTS
from yuanba.web import drafts, sessions
from yuanba.web.refusals import explain

View = Callable[..., HttpResponse]
Test = Callable[[HttpRequest], Verdict]


def _hung(name: str, test: Test | None, *, staff: bool = False) -> Callable[[View], View]:
    """The decorator that hangs door `name`: sign in first, then `test` must say yes.

    With `staff` a visitor is sent to the staff's sign-in. A staff account always needs its second factor.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if test is not None:
                if not request.user.is_authenticated:
                    return to_sign_in(request, staff=staff)
                if request.user.is_staff_account and not sessions.has_second_factor(request):
                    return to_sign_in(request, staff=True)
                require(test(request))
            return view(request, *args, **kwargs)

        entered.door = name  # type: ignore[attr-defined]
        return entered

    return hang


def to_sign_in(request: HttpRequest, *, staff: bool = False) -> HttpResponse:
    """Sends the browser to the sign-in page and back again; what was typed waits in the session."""
    target = request.get_full_path()
    if request.method == "POST":
        target = drafts.keep(request)
    if not request.signed_out:  # type: ignore[attr-defined]
        messages.info(request, explain(request.signed_out).rule)  # type: ignore[attr-defined]
    address = f"{settings.STAFF_LOGIN_URL if staff else settings.LOGIN_URL}?{urlencode({'next': target})}"
    if request.headers.get("HX-Request"):
        return drafts.give_key(request, HttpResponse(status=204, headers={"HX-Redirect": address}))
    return drafts.give_key(request, HttpResponseRedirect(address))


def anyone(view: View) -> View:
    """No sign-in needed."""
    return _hung("anyone", None)(view)


def signed_in(view: View) -> View:
    """Any account, verified against the roll or not."""
    return _hung("signed_in", lambda request: YES)(view)


def resident(view: View) -> View:
    """An account whose person was verified against the roll. Staff come with their own phone: a staff account was
    made by an administrator, and nobody verified who holds it."""
    return _hung("resident", _verified)(view)


def staff(view: View) -> View:
    """Password and TOTP in this session, and at least one appointment in force."""
    return _hung("staff", _appointed, staff=True)(view)


def holding(permission: str) -> Callable[[View], View]:
    """Somebody whose appointment gives `permission` somewhere; the action checks the place.

    Staff posts count for staff accounts only (with TOTP); posts of residents count for their own account.
    """

    def held(request: HttpRequest) -> Verdict:
        if request.actor.holds_anywhere(permission):  # type: ignore[attr-defined]
            return YES
        return no("door.not_held", permission=permission)

    from_home = any(permission in POSTS[post] for post in RESIDENT_POSTS)
    return _hung(f"holding:{permission}", held, staff=not from_home)


def _verified(request: HttpRequest) -> Verdict:
    verified = request.actor.person_id is not None and not request.user.is_staff_account  # type: ignore[attr-defined,union-attr]
    return YES if verified else no("door.not_verified")


def _appointed(request: HttpRequest) -> Verdict:
    appointed = request.user.is_staff_account and request.actor.grants  # type: ignore[attr-defined,union-attr]
    return YES if appointed else no("door.no_appointment")
