"""Residents sign in: the phone, then the code from the message. Every answer is the same whether a phone is known or not."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.kernel.identifiers import mask_mobile
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import Account
from yuanba.people.rules import CODE_RESEND
from yuanba.web import clock, sessions
from yuanba.web.doors import anyone, signed_in
from yuanba.web.people import visitor
from yuanba.web.people.forms import CodeForm, PhoneForm, status
from yuanba.web.refusals import explain


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Asks for the phone and sends the code."""
    target = visitor.target(request, request.GET.get("next", ""))
    form = PhoneForm(request.POST) if request.method == "POST" else PhoneForm()
    if request.method == "POST" and form.is_valid():
        try:
            number = send_code(request, form.cleaned_data["phone"])
        except Refused as refused:
            form.refuse(refused)
        else:
            visitor.start(request, phone=number, next=target, sent_at=clock.now().isoformat())
            return redirect("people:sign_in_code")
    context = {"form": form, "next": target}
    return render(request, "people/sign_in.html", context, status=status(form))


def send_code(request: HttpRequest, text: str) -> str:
    """A code is on its way, or was sent to this browser less than a minute ago; the number."""
    number, ticket, now = actions.phone_of(text), visitor.ticket(request), clock.now()
    try:
        actions.request_code(phone=number, address=visitor.address(request), now=now, ticket=ticket)
    except Refused as refused:
        mine = actions.code_waits(phone=number, ticket=ticket, now=now)
        if refused.verdict.code != "people.code_too_soon" or not mine:
            raise
        messages.info(request, explain(refused.verdict).rule)
    return number


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code and signs in."""
    kept = visitor.waiting(request, "phone")
    if kept is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.sign_in_by_code(
                phone=str(kept["phone"]),
                code=form.cleaned_data["code"],
                address=visitor.address(request),
                now=clock.now(),
                ticket=visitor.ticket(request),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return entered(request, account, str(kept["next"]))
    context = {"form": form, "phone": mask_mobile(str(kept["phone"])), "seconds": seconds_left(str(kept["sent_at"]))}
    return render(request, "people/sign_in_code.html", context, status=status(form))


def seconds_left(sent_at: str) -> int:
    """How long until the next code may be asked for."""
    left = CODE_RESEND - (clock.now() - datetime.fromisoformat(sent_at))
    return max(0, int(left.total_seconds()) + 1)


def entered(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """The browser is signed in and on its way to where it wanted to go."""
    visitor.done(request)
    sessions.begin(request, account, label=visitor.label(account), second_factor=False)
    return visitor.reads_as_chosen(redirect(target), account)


@anyone
@require_POST
def code_again(request: HttpRequest) -> HttpResponse:
    """Sends another code to the same phone."""
    kept = visitor.waiting(request, "phone")
    if kept is None:
        return redirect("people:sign_in")
    try:
        actions.request_code(
            phone=str(kept["phone"]),
            address=visitor.address(request),
            now=clock.now(),
            ticket=visitor.ticket(request),
        )
    except Refused as refused:
        messages.warning(request, explain(refused.verdict).rule)
    else:
        visitor.wait(request, sent_at=clock.now().isoformat())
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect("people:sign_in_code")


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The browser is signed out; drafts on this device are forgotten by the page's script."""
    sessions.end(request)
    messages.success(request, _("You are signed out."))
    return redirect("shell:home")
