"""The rectification ledger: its list, one line with its next step, and the small forms before each move."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions import rectifying
from yuanba.cases.models import Case, LedgerStep, Rectification
from yuanba.cases.queries.ledgers import rectifications, steps_of
from yuanba.cases.queries.workers import bodies_near, workers
from yuanba.files.queries import chosen
from yuanba.places import queries as places
from yuanba.web import downloads, sent
from yuanba.web.acting import act, filled
from yuanba.web.casework import frame
from yuanba.web.casework.case_forms import words
from yuanba.web.casework.labels import LEDGER_STEPS, RECTIFICATION_KINDS, RECTIFICATIONS
from yuanba.web.dates import by, moment
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field
from yuanba.web.tables import Chip, Column, Filter, Link, Table

Text = Any
PHOTO = {"accept": "image/jpeg,image/png,application/pdf"}


class LineForm(PageForm):
    problem = words(_("What is to be put right"), _("No names and numbers: neighbours may read it."), most=200)
    responsible = forms.TypedChoiceField(label=_("Which organisation is responsible"), coerce=int)
    handler = forms.ChoiceField(label=_("Who sees to it"), help_text=_("Somebody else signs it off."))
    due_date = day_field(_("Until which day"))

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [(one.pk, one.name) for one in bodies_near(place, frame.today())]
        self.fields["handler"].choices = workers(place, frame.today())


class PostponeForm(PageForm):
    due_date = day_field(_("The new day"))
    reason = words(_("Why"))


class ProofForm(PageForm):
    text = words(_("What was done"))
    photo = forms.FileField(
        label=_("Photo or paper"), required=False, widget=forms.ClearableFileInput(attrs=PHOTO),
        help_text=_("Helpful, never a must."),
    )  # fmt: skip


class SignForm(PageForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WhyForm(PageForm):
    reason = words(_("Why"))


def table(names: dict[int, str]) -> Table:
    """The ledger as a list; `names` are those of the places in it."""
    return Table(
        "rectifications",
        _("Rectification ledger"),
        [
            Column("problem", _("Problem"), lambda row: Link(row.problem, reverse("casework:line", args=[row.pk])), head=True),
            Column("place", _("Place"), lambda row: names.get(row.territory_id, "")),
            Column("responsible", _("Responsible"), lambda row: row.responsible.name),
            Column("due", _("Due"), lambda row: by(row.due_date), sort="due_date", sheet=lambda row: row.due_date),
            Column("state", _("State"), _chip, sheet=lambda row: str(RECTIFICATIONS[row.state])),
        ],
        [
            Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(RECTIFICATIONS.items())),
            Filter("place", _("Place"), lambda rows, value: rows.filter(territory_id=sent.whole(value) or 0),
                   sorted(((str(pk), name) for pk, name in names.items()), key=lambda one: one[1])),
        ],
        sort="due_date", empty_title=_("Nothing is to be put right"),
        empty_text=_("A line names a problem, who is responsible, until when; another colleague signs it off."),
    )  # fmt: skip


def _chip(row: Rectification) -> Chip:
    if row.state in states.TO_DO and row.due_date < frame.today():
        return Chip(_("overdue"), "brick")
    return Chip(RECTIFICATIONS[row.state], RECTIFICATION_KINDS[row.state])


@frame.worker
@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """The lines of the visitor's places, the next deadline first."""
    inside = frame.inside(request)
    rows = rectifications(inside)
    names = places.names_at(rows.order_by().values_list("territory_id", flat=True).distinct(), frame.today())
    listed = table(names)
    if listed.wants_sheet(request):
        return listed.sheet(request, rows)
    context = {"table": listed.view(request, rows), "here": "ledger", "heading": _("Rectification ledger"),
               "new_url": reverse("casework:line_new"), "new_label": _("Enter a line"),
               "may_add": request.actor.holds_anywhere(rules.DESK) or request.actor.holds_anywhere(rules.SUPERVISE)}  # fmt: skip
    return frame.page(request, "casework/list.html", context)


def case_asked(request: HttpRequest, place: int) -> Case | None:
    """The case of the address (?case=), in the same place."""
    number = request.GET.get("case", "")
    if not number:
        return None
    case = frame.case_of(request, number)
    if case.territory_id != place:
        raise Http404
    return case


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: HttpRequest) -> HttpResponse:
    """A problem enters the ledger, from a case or by itself."""
    keep = (rules.DESK, rules.SUPERVISE)
    place, asked = frame.chosen_place(request, keep, heading=_("Enter a line"), route="casework:line_new")
    if asked is not None:
        return asked
    case = case_asked(request, place)
    initial = {"problem": case.public_text[:200] if case else "", "handler": case.handler_ref if case else ""}
    form = filled(LineForm, request, place=place, initial=initial)

    def do(data: dict[str, Any]) -> object:
        line = rectifying.NewLine(
            place, data["problem"], data["responsible"], data["handler"], data["due_date"], case.pk if case else None
        )
        return rectifying.list_line(line=line, **frame.by(request))

    back = reverse("casework:case", args=[case.number]) if case else reverse("casework:ledger")
    return act(request, form, do, heading=_("Into the rectification ledger"), button=_("Enter it"), back=back,
               done=_("Entered. Whoever sees to it was told."), active="casework",
               lead=places.full_name_at(place, frame.today()))  # fmt: skip


def line_of(request: HttpRequest, pk: int) -> Rectification:
    found = rectifications(frame.inside(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Move:
    """A small form before one action in a ledger. `is_first`: it is the next step where it is open."""

    form: type[PageForm]
    do: Callable[..., object]
    heading: Text
    button: Text
    done: Text
    permissions: tuple[str, ...]
    is_first: bool = False
    lead: Text = ""


def _prove(request: HttpRequest, pk: int, data: dict[str, Any]) -> object:
    kept = frame.stored(request, data["photo"])
    return rectifying.prove(line_id=pk, text=data["text"], file_id=kept, **frame.by(request))


KEEP = (rules.DESK, rules.SUPERVISE)
MOVES: dict[str, Move] = {
    "prove": Move(ProofForm, _prove, _("It has been put right"), _("Bring the proof"), _("Another colleague looks at it next."),
                  (rules.HANDLE, *KEEP), is_first=True),
    "sign_off": Move(SignForm, lambda request, pk, data: rectifying.sign_off(
        line_id=pk, revision=data["revision"], **frame.by(request)), _("Sign it off"), _("Sign it off"), _("Signed off."),
        KEEP, is_first=True, lead=_("You say that you looked, and that it is put right.")),
    "send_back": Move(WhyForm, lambda request, pk, data: rectifying.send_back(
        line_id=pk, reason=data["reason"], **frame.by(request)), _("Send it back"), _("Send it back"),
        _("Sent back. Whoever sees to it was told."), KEEP),
    "postpone": Move(PostponeForm, lambda request, pk, data: rectifying.postpone(
        line_id=pk, due_date=data["due_date"], reason=data["reason"], **frame.by(request)), _("Set another day"),
        _("Set it"), _("Another day holds; the one before stays in the history."), KEEP),
    "withdraw": Move(WhyForm, lambda request, pk, data: rectifying.withdraw(
        line_id=pk, reason=data["reason"], **frame.by(request)), _("Withdraw it"), _("Withdraw it"),
        _("Withdrawn. The line stays, with the reason."), (rules.SUPERVISE,)),
}  # fmt: skip


def open_moves(
    request: HttpRequest, row: Any, moves: dict[str, Move], verbs: frozenset[str]
) -> tuple[list[Any], list[Any]]:
    """(next steps, others) that the table allows from here and the visitor's appointments allow there."""
    mine = getattr(row, "handler_ref", "") == request.actor.id
    found = [
        (verb, one)
        for verb, one in moves.items()
        if verb in verbs
        and (any(frame.may(request, permission, row.territory_id) for permission in one.permissions)
             or (mine and rules.HANDLE in one.permissions))
    ]  # fmt: skip
    return [pair for pair in found if pair[1].is_first], [pair for pair in found if not pair[1].is_first]


def history(rows: list[LedgerStep]) -> list[dict[str, str]]:
    """The steps of a ledger with who, when and why."""
    names = frame.people(row.by for row in rows)
    return [
        {"state": "done", "title": str(LEDGER_STEPS.get(row.verb, row.verb)),
         "detail": " · ".join(one for one in (moment(row.at), names.get(row.by, ""), row.text) if one)}
        for row in rows
    ]  # fmt: skip


@frame.worker
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line with its next step and history."""
    row = line_of(request, pk)
    own = request.actor.id in (row.handler_ref, row.proved_by)
    first, others = open_moves(request, row, MOVES, states.RECTIFICATION.verbs(row.state))
    is_blocked = own and row.state == states.PROVED
    if is_blocked:
        first, others = [], []
    context = {
        "row": row, "state": RECTIFICATIONS[row.state], "kind": RECTIFICATION_KINDS[row.state],
        "place": places.full_name_at(row.territory_id, frame.today()), "first": first, "others": others,
        "handler": frame.people([row.handler_ref]).get(row.handler_ref, ""), "track": history(steps_of(row)),
        "is_blocked": is_blocked, "late": row.state in states.TO_DO and row.due_date < frame.today(),
        "is_over": row.ended_at is not None,
    }  # fmt: skip
    return frame.page(request, "casework/line.html", context)


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def line_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the small forms of a line."""
    row = line_of(request, pk)
    if verb not in MOVES:
        raise Http404
    one = MOVES[verb]
    form = filled(one.form, request, initial={"revision": row.revision, "due_date": row.due_date})
    return act(request, form, partial(one.do, request, pk), heading=one.heading, button=one.button, done=one.done,
               lead=one.lead, notes=(row.problem, *((row.proof_text,) if row.proof_text else ())),
               back=reverse("casework:line", args=[pk]), active="casework")  # fmt: skip


@frame.worker
@require_safe
def line_proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo or paper of the proof."""
    row = line_of(request, pk)
    stored = chosen([row.proof_file_id]).get(row.proof_file_id) if row.proof_file_id else None
    if stored is None or stored.erased_at is not None:
        raise Http404
    return downloads.picture(stored)
