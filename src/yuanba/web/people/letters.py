"""Sealed letters: one clerk asks for them, another releases and prints, either may void them."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.documents.letters import SealedLetter, sealed_letters
from yuanba.kernel.calendar import local_date
from yuanba.people import actions
from yuanba.people.actions import Letter
from yuanba.people.models import LetterBatch
from yuanba.people.queries import letter_batches
from yuanba.places.queries import descendants, full_name_at, names_at
from yuanba.web import clock
from yuanba.web.acting import act
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm, ReasonForm
from yuanba.web.people.labels import BATCH_KINDS, BATCH_STATES

SHOWN = 50
DOOR = "people.letters_request"


class AskForm(PageForm):
    territory = forms.TypedChoiceField(label=gettext_lazy("For whom"), coerce=int)


def found(request: HttpRequest, pk: int) -> LetterBatch:
    return get_object_or_404(letter_batches(request.actor, local_date(clock.now())), pk=pk)


@holding(DOOR)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The print runs, who asked, who released, how many letters were used."""
    today = local_date(clock.now())
    rows = list(letter_batches(request.actor, today)[:SHOWN])
    names = names_at([row.territory_id for row in rows], today)
    context = {
        "rows": [
            (row, names.get(row.territory_id, ""), BATCH_STATES[row.state], BATCH_KINDS[row.state]) for row in rows
        ],
        "me": request.actor.id,
        "may_release": request.actor.holds_anywhere("people.letters_release"),
        "reason": ReasonForm(),
    }
    return render(request, "people/letters.html", context)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for letters to everybody of a place who is not confirmed yet."""
    today = local_date(clock.now())
    inside = {one for place in request.actor.territories(DOOR) for one in descendants(place, today)}
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    form.fields["territory"].choices = sorted(names_at(inside, today).items(), key=lambda item: item[1])

    def do(values: dict) -> object:
        return actions.request_letters(territory_id=values["territory"], actor=request.actor, now=clock.now())

    return act(
        request,
        form,
        do,
        heading=_("Ask for sealed letters"),
        lead=_("One letter to each person on the roll who is not confirmed yet. Another clerk has to release them."),
        button=_("Ask for them"),
        back=reverse("people:letters"),
        done=_("Asked for. Another clerk can release and print them now."),
    )


@holding("people.letters_release")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters as a PDF, once: the codes are kept nowhere. A lost print is voided and asked for anew."""
    batch = found(request, pk)
    made = actions.release_letters(batch_id=batch.pk, actor=request.actor, now=clock.now())
    sender = full_name_at(batch.territory_id, local_date(clock.now()))
    pages = [_page(letter, sender, f"{batch.pk}-{place}") for place, letter in enumerate(made, start=1)]
    answer = HttpResponse(sealed_letters(pages), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="letters-{batch.pk}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(letter: Letter, sender: str, serial: str) -> SealedLetter:
    return SealedLetter(
        recipient=letter.name,
        address_lines=(sender, letter.premises),
        code=letter.code,
        qr_text=settings.PUBLIC_URL.rstrip("/") + reverse("people:letter", args=[letter.code]),
        expires_date=local_date(letter.expires_at),
        sender=sender,
        contact=settings.CONTACT,
        serial=serial,
    )


@holding(DOOR)
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """The unused codes of the batch no longer work."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please give a reason."))
        return redirect("people:letters")
    batch = found(request, pk)
    actions.void_letters(batch_id=batch.pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
    messages.success(request, _("Void. Ask for new letters to print them again."))
    return redirect("people:letters")
