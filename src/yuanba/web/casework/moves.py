"""What may be done with a case at the desk: the one next step, and everything else behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.cases import actions, rules, states
from yuanba.cases.models import Case
from yuanba.web import clock, sent
from yuanba.web.acting import act, filled
from yuanba.web.casework import case_forms as forms
from yuanba.web.casework import frame
from yuanba.web.doors import staff

Text = Any
Do = Callable[[HttpRequest, Case, Any], object]


@dataclass(frozen=True)
class Move:
    """A small form before one action of a case."""

    form: type[forms.CaseForm]
    do: Do
    heading: Text
    button: Text
    done: Text
    lead: Text = ""


def _base(request: HttpRequest, case: Case, form: Any, *, revised: bool = True) -> dict[str, Any]:
    given = {"case_id": case.pk, **frame.by(request)}
    return given | {"revision": form.cleaned_data["revision"]} if revised else given


def _dispatch(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    return actions.dispatch(handler_ref=data["handler"], reason=data["reason"], **_base(request, case, form))


def _wait(request: HttpRequest, case: Case, form: Any) -> object:
    return actions.wait(until=form.moment(), reason=form.cleaned_data["reason"], **_base(request, case, form))


def _answer(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    kept = frame.stored(request, data["photo"])
    return actions.answer(
        outcome=data["outcome"], text=data["text"], handed_to=data["handed_to"],
        file_ids=(kept,) if kept else (), **_base(request, case, form),
    )  # fmt: skip


def _call_back(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    return actions.call_back(
        report_id=data["report"], result=data["result"], note_text=data["note_text"],
        **_base(request, case, form, revised=False),
    )  # fmt: skip


def _reroute(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    given = {"category": data["category"], "organ": data["organ"], "reason": data["reason"]}
    return actions.reroute(**given, **_base(request, case, form))


def _hand_over(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    return actions.hand_over(level=data["level"], reason=data["reason"], **_base(request, case, form))


def _ask(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    given = {"organisation_id": data["organisation"], "what": data["what"]}
    return actions.ask_to_help(**given, **_base(request, case, form, revised=False))


def _helped(request: HttpRequest, case: Case, form: Any) -> object:
    return actions.helped(text=form.cleaned_data["text"], **_base(request, case, form, revised=False))


def _merge(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    return actions.merge(into_id=data["into"].pk, reason=data["reason"], **_base(request, case, form))


def _split(request: HttpRequest, case: Case, form: Any) -> object:
    data = form.cleaned_data
    given = {"report_id": data["report"], "text": data["text"], "category": data["category"], "reason": data["reason"]}
    return actions.split(**given, **_base(request, case, form, revised=False))


def _note(request: HttpRequest, case: Case, form: Any) -> object:
    return actions.add_note(text=form.cleaned_data["text"], **_base(request, case, form, revised=False))


MOVES: dict[str, Move] = {
    "dispatch": Move(forms.DispatchForm, _dispatch, _("Give it to somebody"), _("Give it to them"),
                     _("Given. They were told.")),
    "wait": Move(forms.WaitForm, _wait, _("Let it wait"), _("Let it wait"), _("It waits; everybody who reported it was told."),
                 _("No deadline runs meanwhile. It goes on by itself in the morning of that day.")),
    "answer": Move(forms.AnswerForm, _answer, _("Answer"), _("Send the answer"), _("Answered. The reporters were told."),
                   _("Answered is not closed: it closes when the reporter, or a call-back, says that it is solved.")),
    "call-back": Move(forms.CallBackForm, _call_back, _("Record a call-back"), _("Record it"), _("Recorded."),
                      _("Solved closes the case, not solved takes it up again.")),
    "reroute": Move(forms.RerouteForm, _reroute, _("Send it elsewhere"), _("Send it there"), _("It lies elsewhere now.")),
    "hand-over": Move(forms.HandOverForm, _hand_over, _("Hand it up or down"), _("Hand it over"), _("Handed over.")),
    "ask": Move(forms.HelpForm, _ask, _("Ask somebody to help"), _("Ask them"), _("Asked. You stay the handler.")),
    "helped": Move(forms.HelpedForm, _helped, _("What we did to help"), _("Say it"), _("The handler was told.")),
    "merge": Move(forms.MergeForm, _merge, _("It is the same as another case"), _("Merge"), _("Merged. Everybody was told once."),
                  _("Everybody who reported this one waits for the answer of the other.")),
    "split": Move(forms.SplitForm, _split, _("Take something out as a case of its own"), _("Make it a case"),
                  _("There is a new case, with its own number and deadline.")),
    "note": Move(forms.NoteForm, _note, _("Write a remark"), _("Write it down"), _("Written down.")),
}  # fmt: skip
# One press, no form.
QUICK: dict[str, tuple[Callable[..., object], Text]] = {
    "accept": (actions.accept, _("Accepted. The reporter was told.")),
    "start": (actions.start, _("It is in your hands now.")),
    "resume": (actions.resume, _("It goes on; what was left of the deadline runs again.")),
}


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """One of the small forms; whoever was asked to help has one of their own."""
    case = frame.case_of(request, number)
    if verb not in MOVES:
        raise Http404
    one = MOVES[verb]
    asked = {"into": request.GET["into"]} if verb == "merge" and request.GET.get("into") else None
    form = filled(one.form, request, case=case, initial=asked)
    return act(
        request, form, lambda _data: one.do(request, case, form), heading=one.heading, button=one.button,
        done=one.done, lead=one.lead, notes=(f"{case.category.name} · {case.number}",),
        back=reverse("casework:case", args=[number]), active="casework",
    )  # fmt: skip


@frame.worker
@require_POST
def quick(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """One press: accept, start, go on."""
    case = frame.case_of(request, number)
    if verb not in QUICK:
        raise Http404
    action, done = QUICK[verb]
    revision = sent.whole(request.POST.get("revision"))
    action(case_id=case.pk, revision=-1 if revision is None else revision, **frame.by(request))
    messages.success(request, done)
    return frame.back_to(number)


@frame.worker
@require_POST
def board(request: HttpRequest, number: str) -> HttpResponse:
    """Onto the public board or off it; counted as a livelihood deed or not; one photo shown or not."""
    case = frame.case_of(request, number)
    verb, on = request.POST.get("verb", ""), request.POST.get("on") == "1"
    if verb == "publish":
        actions.publish(case_id=case.pk, shown=on, **frame.by(request))
    elif verb == "deed":
        actions.mark_deed(case_id=case.pk, counts=on, **frame.by(request))
    else:
        raise Http404
    messages.success(request, _("Changed."))
    return frame.back_to(number)


@dataclass(frozen=True)
class Button:
    """A way on: `verb` of MOVES (a page) or of QUICK (one press)."""

    verb: str
    label: Text
    is_press: bool = False
    why: Text = ""


LABELS: dict[str, Text] = {
    "accept": _("Take it on"), "dispatch": _("Give it to somebody"), "start": _("I begin with it"), "wait": _("Let it wait"),
    "resume": _("Go on with it"), "answer": _("Answer"), "call-back": _("Record a call-back"),
    "reroute": _("Send it elsewhere"), "hand-over": _("Hand it up or down"), "ask": _("Ask somebody to help"),
    "helped": _("What we did to help"), "merge": _("It is the same as another case"),
    "split": _("Take something out as a case of its own"), "note": _("Write a remark"),
}  # fmt: skip
# The one next step of each state, the first that the visitor may do; then what stands beside it.
NEXT = {
    states.REPORTED: ("dispatch", "accept"),
    states.ACCEPTED: ("dispatch", "start"),
    states.DISPATCHED: ("start",),
    states.IN_HAND: ("answer", "wait"),
    states.WAITING: ("resume",),
    states.ANSWERED: ("call-back",),
    states.LAPSED: ("call-back",),
}
OTHERS = {
    states.OPEN: ("dispatch", "answer", "wait", "reroute", "hand-over", "ask", "merge", "split", "note"),
    frozenset({states.ANSWERED, states.LAPSED, states.CLOSED}): ("note",),
}
STEERING = frozenset({"accept", "dispatch", "reroute", "merge", "split"})
TABLE_VERBS = {"call-back": "call_back", "hand-over": "hand_over"}
NO_MOVE = frozenset({"note", "ask", "split", "helped"})


def ways(request: HttpRequest, case: Case) -> tuple[list[Button], list[Button]]:
    """The next step with what stands beside it, and the other things that can be done; only what the visitor may do."""
    now = clock.now()
    steers = rules.may_steer(case, request.actor, now).ok
    handles = rules.may_handle(case, request.actor, now).ok

    def open_to(verb: str) -> bool:
        in_table = verb in NO_MOVE or states.CASE.may(case.state, TABLE_VERBS.get(verb, verb)).ok
        if verb == "call-back" and in_table and _answered(case, request.actor.id):
            return False  # somebody else calls
        return in_table and (steers if verb in STEERING else handles)

    first = [_button(verb) for verb in NEXT.get(case.state, ()) if open_to(verb)]
    shown = {one.verb for one in first}
    others = next((verbs for inside, verbs in OTHERS.items() if case.state in inside), ())
    return first, [_button(verb) for verb in others if verb not in shown and open_to(verb)]


def _answered(case: Case, actor_id: str) -> bool:
    """Whether the last answer is theirs."""
    return case.replies.order_by("-pk").values_list("by", flat=True).first() == actor_id


def _button(verb: str) -> Button:
    return Button(verb, LABELS[verb], is_press=verb in QUICK)
