"""A resident becomes somebody of the roll: by the code of a sealed letter, which a QR code carries here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import Account
from yuanba.people.queries import homes_of, open_account_by_id, verification_of
from yuanba.web import clock
from yuanba.web.doors import anyone, signed_in
from yuanba.web.people import visitor
from yuanba.web.people.forms import status
from yuanba.web.people.my_forms import LetterForm

KEPT = "letter_code"
CODE_LIMIT = 40


@anyone
@require_safe
@never_cache
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Where the letter's QR code leads: the code waits in this browser until somebody is signed in."""
    request.session[KEPT] = code[:CODE_LIMIT]
    return redirect("people:verify")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Says who the account is, or asks for the code of the letter."""
    form = (
        LetterForm(request.POST)
        if request.method == "POST"
        else LetterForm(initial={"code": request.session.get(KEPT, "")})
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim_by_letter(
                account_id=request.user.pk, code=form.cleaned_data["code"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            request.session.pop(KEPT, None)
            request.session["label"] = visitor.label(current(request.user.pk))
            return redirect("people:verified")
    return render(request, "people/verify.html", {"form": form, **standing(request)}, status=status(form))


def current(account_id: int) -> Account:
    account = open_account_by_id(account_id)
    assert account is not None, "signed in a moment ago"
    return account


def standing(request: HttpRequest) -> dict[str, object]:
    """The verification, and the homes that it opens."""
    row = verification_of(request.user.pk)
    homes = homes_of(row.person_id, local_date(clock.now())) if row else ()
    return {"verification": row, "homes": homes}


@signed_in
@require_safe
def verified(request: HttpRequest) -> HttpResponse:
    """It worked: what a verified resident can do now."""
    found = standing(request)
    if found["verification"] is None:
        return redirect("people:verify")
    return render(request, "people/verified.html", found)
