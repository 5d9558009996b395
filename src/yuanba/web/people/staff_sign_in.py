"""Staff sign in: name and password, then the code of the second factor, which is set up the first time."""

from io import BytesIO

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import Account
from yuanba.people.queries import open_account_by_id
from yuanba.people.rules import password_fresh
from yuanba.web import clock, sessions
from yuanba.web.doors import anyone
from yuanba.web.people import visitor
from yuanba.web.people.forms import NewPasswordForm, PasswordForm, SecondFactorForm, status
from yuanba.web.refusals import explain

GET_OR_POST = ["GET", "HEAD", "POST"]


@anyone
@require_http_methods(GET_OR_POST)
def password(request: HttpRequest) -> HttpResponse:
    """Asks for name and password."""
    target = visitor.target(request, request.GET.get("next", ""))
    form = PasswordForm(request.POST) if request.method == "POST" else PasswordForm()
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.check_password(
                login=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                address=visitor.address(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            visitor.start(request, account_id=account.pk, next=target)
            return next_step(account)
    return render(request, "people/staff_sign_in.html", {"form": form}, status=status(form))


def next_step(account: Account) -> HttpResponse:
    """A temporary password is replaced first, then the second factor set up or asked for."""
    if account.must_change_password:
        return redirect("people:staff_password")
    if account.totp_confirmed_at is None:
        return redirect("people:staff_enrol")
    return redirect("people:staff_code")


def half_way(request: HttpRequest) -> Account | None:
    """Whose password was right in this browser a moment ago."""
    kept = visitor.waiting(request, "account_id")
    return open_account_by_id(int(kept["account_id"])) if kept else None


@anyone
@require_http_methods(GET_OR_POST)
def first_password(request: HttpRequest) -> HttpResponse:
    """Asks for a password of one's own in place of the temporary one."""
    account = half_way(request)
    if account is None:
        return redirect("people:staff_sign_in")
    form = NewPasswordForm(request.POST) if request.method == "POST" else NewPasswordForm()
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.change_password(
                account_id=account.pk,
                old=form.cleaned_data["old_password"],
                new=form.cleaned_data["new_password"],
                address=visitor.address(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your own password is set."))
            return next_step(account)
    return render(request, "people/new_password.html", {"form": form}, status=status(form))


@anyone
@require_http_methods(GET_OR_POST)
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the second factor."""
    account = half_way(request)
    if account is None:
        return redirect("people:staff_sign_in")
    if account.must_change_password or account.totp_confirmed_at is None:
        return next_step(account)
    form = SecondFactorForm(request.POST) if request.method == "POST" else SecondFactorForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second_factor(
                account_id=account.pk,
                code=form.cleaned_data["code"],
                address=visitor.address(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return entered(request, account)
    return render(request, "people/second_factor.html", {"form": form}, status=status(form))


@anyone
@require_http_methods(GET_OR_POST)
def enrol(request: HttpRequest) -> HttpResponse:
    """Sets the second factor up: a QR code for the authenticator, and the first code as proof that it works."""
    account = half_way(request)
    if account is None:
        return redirect("people:staff_sign_in")
    if account.must_change_password or account.totp_confirmed_at is not None:
        return next_step(account)
    form = SecondFactorForm(request.POST) if request.method == "POST" else SecondFactorForm()
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.confirm_second_factor(
                account_id=account.pk, code=form.cleaned_data["code"], now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The second factor is set up. From now on its code is asked at every sign-in."))
            return entered(request, account)
    # The page shown again in this browser keeps its QR code; another browser gets a secret of its own.
    again = bool((visitor.waiting(request, "enrolling") or {}).get("enrolling"))
    enrolment = actions.begin_second_factor(account_id=account.pk, now=clock.now(), again=again)
    visitor.wait(request, enrolling=True)
    context = {"form": form, "secret": grouped(enrolment.secret), "picture": picture(enrolment.uri)}
    answer = render(request, "people/enrol.html", context, status=status(form))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture(text: str) -> Markup:
    """The text as a QR code, an SVG element without any style of its own."""
    stream = BytesIO()
    segno.make(text, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgns=False, omitsize=True, nl=False, border=4, light="#fff", svgclass="qr"
    )
    return Markup(stream.getvalue().decode())  # noqa: S704 - segno draws squares; the text is not in it


def entered(request: HttpRequest, account: Account) -> HttpResponse:
    """The browser is signed in with both factors; an old password gets a reminder, not a lock."""
    target = str((visitor.waiting(request, "account_id") or {}).get("next", "/"))
    visitor.done(request)
    sessions.begin(request, account, label=visitor.label(account), second_factor=True)
    fresh = password_fresh(account.password_set_at, clock.now())
    if not fresh:
        change = format_html('<a href="{}">{}</a>', reverse("people:password"), _("Change the password"))
        messages.info(request, format_html("{} {}", explain(fresh).rule, change))
    return visitor.reads_as_chosen(redirect(target), account)
