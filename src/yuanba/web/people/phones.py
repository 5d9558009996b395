"""A new number to sign in with: one's own pages with both phones in hand, and the desk for a lost phone, in two pairs of eyes."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots.actions import end_tickets
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.queries import desk_person, names_behind, phone_changes
from yuanba.web import clock, sessions
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding, signed_in
from yuanba.web.forms import PageForm, ReasonForm
from yuanba.web.people import visitor
from yuanba.web.people.forms import CODE_ATTRIBUTES, status
from yuanba.web.people.labels import EVIDENCE
from yuanba.web.people.sign_in import send_code

TELEPHONE = {"type": "tel", "autocomplete": "off", "inputmode": "tel"}


class NewPhoneForm(PageForm):
    phone = forms.CharField(
        label=gettext_lazy("New mobile number"), max_length=30, widget=forms.TextInput(attrs=TELEPHONE)
    )


class BothCodesForm(PageForm):
    old_code = forms.CharField(
        label=gettext_lazy("Code on the old phone"), max_length=12, widget=forms.TextInput(attrs=CODE_ATTRIBUTES)
    )
    code = forms.CharField(
        label=gettext_lazy("Code on the new phone"), max_length=12, widget=forms.TextInput(attrs=CODE_ATTRIBUTES)
    )


class LostPhoneForm(PageForm):
    phone = forms.CharField(
        label=gettext_lazy("New mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs=TELEPHONE),
        help_text=gettext_lazy("Let them say it, do not copy it from a list. A colleague hears and types it again."),
    )
    evidence = forms.ChoiceField(
        label=gettext_lazy("What you looked at"), choices=list(EVIDENCE.items()), widget=forms.RadioSelect
    )


class HeardAgainForm(PageForm):
    phone = forms.CharField(
        label=gettext_lazy("The new number, heard from the person again"),
        max_length=30,
        widget=forms.TextInput(attrs=TELEPHONE),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_phone(request: HttpRequest) -> HttpResponse:
    """Asks for the new number, and sends a code to the old phone and to the new one."""
    if not request.user.phone:
        return redirect("people:me")
    form = filled(NewPhoneForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.phone_of(form.cleaned_data["phone"])
            send_code(request, number)
            send_code(request, request.user.phone)
        except Refused as refused:
            form.refuse(refused)
        else:
            visitor.start(request, new_phone=number)
            return redirect("people:phone_codes")
    context = {"form": form, "old": mask_mobile(request.user.phone)}
    return render(request, "people/new_phone.html", context, status=status(form))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def phone_codes(request: HttpRequest) -> HttpResponse:
    """Asks for both codes, changes the number and signs out."""
    kept = visitor.waiting(request, "new_phone")
    if kept is None:
        return redirect("people:new_phone")
    number = str(kept["new_phone"])
    form = BothCodesForm(request.POST) if request.method == "POST" else BothCodesForm()
    if request.method == "POST" and form.is_valid():
        codes = {name: form.cleaned_data[name] for name in ("old_code", "code")}
        try:
            actions.change_phone(
                account_id=request.user.pk,
                phone=number,
                actor=request.actor,
                now=clock.now(),
                ticket=visitor.ticket(request),
                **codes,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if request.user.person_id is not None:
                end_tickets(person_id=request.user.person_id, now=clock.now())
            visitor.done(request)
            sessions.end(request)
            messages.success(request, _("Done. From now on you sign in with the new number."))
            return redirect("people:sign_in")
    context = {"form": form, "old": mask_mobile(request.user.phone), "new": mask_mobile(number)}
    return render(request, "people/phone_codes.html", context, status=status(form))


@holding("people.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands at the desk who has lost the phone: takes down the new number; a colleague is to check it."""
    found = desk_person(actor=request.actor, person_id=pk, now=clock.now())

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("phone", "evidence")}
        return actions.ask_phone_change(person_id=pk, actor=request.actor, now=clock.now(), **facts)

    return act(
        request, filled(LostPhoneForm, request), do,
        heading=_("New number of %(name)s") % {"name": found.person.name},
        lead=_("For somebody whose phone is lost. The old number gets a warning, and a second colleague checks it."),
        button=_("Hand it to a colleague"), back=reverse("people:desk_person", args=[pk]),
        done=_("Taken down. A colleague now checks it under “Changes of number”."), active="desk",
    )  # fmt: skip


@holding("people.verify")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The changes of number that wait for a second pair of eyes."""
    rows = list(phone_changes(request.actor, local_date(clock.now()))[:50])
    names = names_behind(row.asked_by for row in rows)
    lines = [(row, mask_name(row.person.name), names.get(row.asked_by, row.asked_by)) for row in rows]
    return render(request, "people/phone_changes.html", {"lines": lines, "evidence": EVIDENCE})


@holding("people.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: the second person types the number again, or refuses it with a reason."""
    row = get_object_or_404(phone_changes(request.actor, local_date(clock.now())), pk=pk)
    form = filled(HeardAgainForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_phone_change(
                change_id=pk, phone=form.cleaned_data["phone"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            end_tickets(person_id=row.person_id, now=clock.now())
            messages.success(request, _("The number is changed. The old number and the person were told."))
            return redirect("people:phone_changes")
    context = {
        "form": form,
        "row": row,
        "found": desk_person(actor=request.actor, person_id=row.person_id, now=clock.now()),
        "asked_by": names_behind([row.asked_by]).get(row.asked_by, row.asked_by),
        "own": row.asked_by == request.actor.id,
        "evidence": EVIDENCE.get(row.evidence, row.evidence),
        "reason": ReasonForm(prefix="no"),
    }
    return render(request, "people/phone_change.html", context, status=status(form))


@holding("people.verify")
@require_POST
def refuse_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The number stays, with a reason that the person reads."""
    row = get_object_or_404(phone_changes(request.actor, local_date(clock.now())), pk=pk)
    form = ReasonForm(request.POST, prefix="no")
    if not form.is_valid():
        messages.warning(request, _("Please give a reason."))
        return redirect("people:phone_change", pk)
    actions.refuse_phone_change(
        change_id=row.pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now()
    )
    messages.success(request, _("The number stays. The person was told the reason."))
    return redirect("people:phone_changes")
