"""My page: who I am here, where I live, what I was told, where I am signed in, and how I read."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots.actions import end_tickets
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.messaging import actions as messaging
from yuanba.messaging.queries import inbox, unread_count
from yuanba.people import actions
from yuanba.people.queries import appointments_at, homes_of, sessions_of, verification_of
from yuanba.places.queries import names_at
from yuanba.web import clock, paging, sessions
from yuanba.web.doors import signed_in
from yuanba.web.middleware import ELDER_COOKIE, LANGUAGE_COOKIE
from yuanba.web.people import visitor
from yuanba.web.people.forms import NewPasswordForm, status
from yuanba.web.people.labels import MESSAGE_WAYS, POSTS
from yuanba.web.people.my_forms import PreferencesForm
from yuanba.web.people.visitor import keep_choice

PAGE = 20


def references(request: HttpRequest) -> Collection[str]:
    """How the outbox knows the visitor."""
    mine = [f"account:{request.user.pk}"]
    return [*mine, f"person:{request.user.person_id}"] if request.user.person_id else mine


def unread(request: HttpRequest) -> int:
    """For the way through the rooms."""
    return unread_count(references(request))


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The first page of whoever is signed in."""
    on = local_date(clock.now())
    person_id = request.user.person_id
    served = list(appointments_at(on).filter(person_id=person_id)) if person_id else []
    names = names_at([row.territory_id for row in served], on)
    context = {
        "verification": None if request.user.is_staff_account else verification_of(request.user.pk),
        "homes": homes_of(person_id, on) if person_id else (),
        "posts": [(POSTS[row.post], names.get(row.territory_id, ""), row) for row in served],
        "unread": unread(request),
        "is_staff": request.user.is_staff_account,
        "takes_lists": request.user.is_staff_account or bool(request.actor.grants),
    }
    return render(request, "people/me.html", context)


@signed_in
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first."""
    page = paging.paged(
        inbox(references(request)),
        sort="-id",
        size=PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    ways = {kind: (label, reverse(name)) for kind, (label, name) in MESSAGE_WAYS.items()}
    return render(request, "people/inbox.html", {"page": page, "ways": ways})


@signed_in
@require_POST
def read_message(request: HttpRequest, pk: int) -> HttpResponse:
    """The message is read."""
    messaging.mark_read(message_id=pk, person_refs=references(request), now=clock.now())
    return redirect("people:inbox")


@signed_in
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    here = request.session.session_key
    rows = [(row, row.session_key == here) for row in sessions_of(request.user.pk)]
    return render(request, "people/devices.html", {"rows": rows})


@signed_in
@require_POST
def revoke_device(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my devices is signed out, and with it whatever ticket to vote it holds."""
    actions.revoke_session(session_id=pk, actor=request.actor, now=clock.now())
    if request.user.person_id is not None:
        end_tickets(person_id=request.user.person_id, now=clock.now())
    messages.success(request, _("That device is signed out."))
    return redirect("people:devices")


@signed_in
@require_POST
def revoke_all_devices(request: HttpRequest) -> HttpResponse:
    """Every device of mine is signed out, this one too."""
    actions.revoke_all(account_id=request.user.pk, actor=request.actor, now=clock.now())
    sessions.end(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("shell:home")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and size, for this browser and for every device that I sign in with."""
    account = request.user
    first = {"language": account.language, "elder_mode": account.elder_mode}
    form = PreferencesForm(request.POST) if request.method == "POST" else PreferencesForm(initial=first)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("language", "elder_mode")}
        actions.set_preferences(account_id=account.pk, actor=request.actor, now=clock.now(), **chosen)
        answer = redirect("people:me")
        keep_choice(answer, LANGUAGE_COOKIE, chosen["language"])
        keep_choice(answer, ELDER_COOKIE, "1" if chosen["elder_mode"] else "0")
        return answer
    return render(request, "people/preferences.html", {"form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Staff change their password; every device is signed out afterwards."""
    form = NewPasswordForm(request.POST) if request.method == "POST" else NewPasswordForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(
                account_id=request.user.pk,
                old=form.cleaned_data["old_password"],
                new=form.cleaned_data["new_password"],
                address=visitor.address(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            sessions.end(request)
            messages.success(request, _("The password is changed. Sign in with the new one."))
            return redirect("people:staff_sign_in")
    return render(request, "people/new_password.html", {"form": form}, status=status(form))
