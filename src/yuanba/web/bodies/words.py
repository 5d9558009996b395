"""Thanks, questions and complaints: written by residents, read and answered by whoever they are for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yuanba.kernel.identifiers import mask_name
from yuanba.people import actions, queries
from yuanba.people.models import Appointment, Word
from yuanba.web.acting import act, filled
from yuanba.web.bodies import forms
from yuanba.web.bodies.labels import WORD_CHIPS, WORD_HINTS, WORD_KINDS, WORD_STATES
from yuanba.web.bodies.scope import both, by, today
from yuanba.web.doors import holding, resident, signed_in
from yuanba.web.people.labels import POSTS

SHOWN = 100


def whom(row: Appointment) -> str:
    return f"{POSTS[row.post]} {mask_name(row.person.name)}"


@resident
@both
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A word to whoever serves here: thanks, a question, a complaint."""
    row = queries.appointments_in_force(today()).filter(pk=pk).first()
    if row is None:
        raise Http404
    kind, colon = request.GET.get("kind", ""), _(": ")
    form = filled(forms.WordForm, request, initial={"kind": kind if kind in WORD_KINDS else "THANKS"})

    def do(values: dict) -> object:
        return actions.leave_word(
            appointment_id=pk, kind=values["kind"], text=values["text"], request_key=values["request_key"],
            **by(request),
        )  # fmt: skip

    return act(
        request, form, do, heading=_("Write to %(whom)s") % {"whom": whom(row)}, button=_("Send"),
        notes=tuple(f"{WORD_KINDS[one]}{colon}{WORD_HINTS[one]}" for one in ("QUESTION", "COMPLAINT")),
        back=reverse("bodies:words"),
        done=_("Sent. You find it here, with the answer once it comes."), active="me", desk=False,
    )  # fmt: skip


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I wrote, and, if I serve somewhere, what was written to me."""
    person_id = request.actor.person_id
    received = queries.words_for(person_id)[:SHOWN] if person_id else ()
    context = {
        "received": received,
        "sent": [(row, whom(row.about)) for row in queries.words_of(request.user.pk)[:SHOWN]],
        "kinds": WORD_KINDS,
        "states": WORD_STATES,
        "chips": WORD_CHIPS,
        "bodies": queries.own_bodies(person_id, today()) if person_id else (),
    }
    return render(request, "bodies/words.html", context)


@signed_in
@both
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to a question that was put to me."""
    row = queries.words_for(request.actor.person_id or 0).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _answer(request, row, reverse("bodies:words"), desk=False)


@holding("people.supervise")
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints about whoever serves in my places, open ones first; never those about me."""
    rows = queries.complaints_for(request.actor, today())[:SHOWN]
    context = {"rows": [(row, whom(row.about)) for row in rows], "states": WORD_STATES, "chips": WORD_CHIPS}
    return render(request, "bodies/complaints.html", context)


@holding("people.supervise")
@both
def answer_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor's answer, which whoever complained reads."""
    row = queries.complaints_for(request.actor, today()).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _answer(request, row, reverse("bodies:complaints"), desk=True)


def _answer(request: HttpRequest, row: Word, back: str, *, desk: bool) -> HttpResponse:
    def do(values: dict) -> object:
        return actions.answer_word(word_id=row.pk, text=values["text"], **by(request))

    return act(
        request, filled(forms.AnswerForm, request), do, heading=gettext_lazy("Answer"), button=_("Answer"),
        notes=(row.text,), back=back, done=_("Answered. Whoever wrote it has been told."), desk=desk,
        active="complaints" if desk else "me",
    )  # fmt: skip
