"""The three special matters: dogs, objects thrown from height, e-bikes in lifts. Advice first, never a fine."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions import special
from yuanba.cases.models import SpecialMatter
from yuanba.cases.queries.ledgers import special_matters, steps_of
from yuanba.cases.queries.workers import bodies_near, workers
from yuanba.places import lists as place_lists
from yuanba.places import queries as places
from yuanba.web.acting import act, filled
from yuanba.web.casework import frame
from yuanba.web.casework.case_forms import words
from yuanba.web.casework.labels import MODULES, SPECIAL_KINDS, SPECIALS
from yuanba.web.casework.ledgers import PHOTO, Move, case_asked, history, open_moves
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field
from yuanba.web.tables import Chip, Column, Filter, Link, Table


class ClueForm(PageForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(MODULES.items()), widget=forms.RadioSelect)
    what = words(_("What was seen"), _("No names and numbers."), most=200)
    building = forms.TypedChoiceField(label=_("Building"), coerce=int, empty_value=None, required=False)
    who = forms.CharField(
        label=_("Whose it is, without a name"),
        max_length=80,
        required=False,
        help_text=_("Such as: a home in 3栋1单元."),
    )
    responsible = forms.TypedChoiceField(label=_("Which organisation advises and rechecks"), coerce=int)
    handler = forms.ChoiceField(label=_("Who sees to it"), help_text=_("Another colleague says that it is settled."))

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [(one.pk, one.name) for one in bodies_near(place, frame.today())]
        self.fields["handler"].choices = workers(place, frame.today())
        buildings = [(one.pk, one.name) for one in place_lists.buildings_of(place)]
        self.fields["building"].choices = [("", "–"), *buildings]


class SaidForm(PageForm):
    text = words(_("What was said and done"), _("No names and numbers."))


class OrderForm(PageForm):
    text = words(_("What is to be put right"))
    due_date = day_field(_("Until which day"))


class RecheckForm(PageForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    result = forms.ChoiceField(
        label=_("What the recheck found"), choices=[("settled", _("It is settled")), ("again", _("It is there again"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = words(_("What was seen"))
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.ClearableFileInput(attrs=PHOTO),
        help_text=_("Helpful, never a must. Cover faces and plates before others see it."),
    )  # fmt: skip


class HandOverForm(PageForm):
    authority = forms.CharField(label=_("Which authority"), max_length=80)
    document = forms.CharField(
        label=_("The paper that went there"), max_length=120, required=False, help_text=_("Its number and day.")
    )
    reason = words(_("Why"), _("What was advised, ordered and found; or why it cannot wait."))


class WhyForm(PageForm):
    reason = words(_("Why"))


def _recheck(request: HttpRequest, pk: int, data: dict[str, Any]) -> object:
    found = special.Recheck(data["result"] == "settled", data["text"], frame.stored(request, data["photo"]))
    return special.recheck(matter_id=pk, found=found, revision=data["revision"], **frame.by(request))


WORK = (rules.HANDLE, rules.DESK, rules.SUPERVISE)
MOVES: dict[str, Move] = {
    "advise": Move(SaidForm, lambda request, pk, data: special.advise(
        matter_id=pk, text=data["text"], **frame.by(request)), _("Somebody advised them"), _("Keep it"), _("Kept."), WORK,
        is_first=True, lead=_("Advice comes first. Say kindly what the rule is and what would help.")),
    "order": Move(OrderForm, lambda request, pk, data: special.order(
        matter_id=pk, text=data["text"], due_date=data["due_date"], **frame.by(request)), _("Order in writing"),
        _("Keep the order"), _("Ordered. Recheck after that day."), WORK,
        lead=_("The order says what is to be put right and until when. It names no money: only an authority may fine.")),
    "recheck": Move(RecheckForm, _recheck, _("Recheck"), _("Keep it"), _("Kept."), WORK, is_first=True),
    "hand_over": Move(HandOverForm, lambda request, pk, data: special.hand_over(
        matter_id=pk, authority=data["authority"], document=data["document"], reason=data["reason"], **frame.by(request)),
        _("Hand it to the authority"), _("Hand it over"), _("It is the authority's now."), (rules.SUPERVISE,)),
    "hear_back": Move(SaidForm, lambda request, pk, data: special.hear_back(
        matter_id=pk, text=data["text"], **frame.by(request)), _("What the authority answered"), _("Keep it"), _("Kept."),
        WORK, is_first=True),
    "drop": Move(WhyForm, lambda request, pk, data: special.drop(
        matter_id=pk, reason=data["reason"], **frame.by(request)), _("It led to nothing"), _("Keep it"),
        _("It stays, with the reason."), (rules.SUPERVISE,)),
}  # fmt: skip


def table(names: dict[int, str]) -> Table:
    return Table(
        "special-matters",
        _("Special matters"),
        [
            Column("what", _("What"), lambda row: Link(row.what, reverse("casework:matter", args=[row.pk])), head=True),
            Column("kind", _("Kind"), lambda row: MODULES[row.kind]),
            Column("place", _("Place"), _place(names)),
            Column("responsible", _("Responsible"), lambda row: row.responsible.name),
            Column("state", _("State"), lambda row: Chip(SPECIALS[row.state], SPECIAL_KINDS[row.state]),
                   sheet=lambda row: str(SPECIALS[row.state])),
        ],
        [
            Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), list(MODULES.items())),
            Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(SPECIALS.items())),
        ],
        empty_title=_("No clue yet"),
        empty_text=_("Dogs, objects thrown from height, e-bikes in lifts: advise, order, recheck, hand to the authority."),
    )  # fmt: skip


def _place(names: dict[int, str]) -> Any:
    return lambda row: " · ".join(
        one for one in (names.get(row.territory_id, ""), row.building.name if row.building else "") if one
    )


@frame.worker
@require_safe
def matters(request: HttpRequest) -> HttpResponseBase:
    """The matters of the visitor's places, the newest first."""
    rows = special_matters(frame.inside(request))
    names = places.names_at(rows.order_by().values_list("territory_id", flat=True).distinct(), frame.today())
    listed = table(names)
    if listed.wants_sheet(request):
        return listed.sheet(request, rows)
    context = {"table": listed.view(request, rows), "here": "special", "heading": _("Special matters"), "may_add": True,
               "new_url": reverse("casework:matter_new"), "new_label": _("Note a clue"),
               "lead": _("Advise, order, recheck, hand to the authority. Nobody here fines.")}  # fmt: skip
    return frame.page(request, "casework/list.html", context)


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def matter_new(request: HttpRequest) -> HttpResponse:
    """Something was seen; somebody is responsible for it here."""
    place, asked = frame.chosen_place(request, WORK, heading=_("Note a clue"), route="casework:matter_new")
    if asked is not None:
        return asked
    case = case_asked(request, place)
    initial = {}
    if case is not None:
        initial = {"kind": case.category.special, "what": case.public_text[:200], "building": case.building_id or ""}
    form = filled(ClueForm, request, place=place, initial=initial | {"handler": request.actor.id})

    def do(data: dict[str, Any]) -> object:
        clue = special.Clue(
            place, data["kind"], data["what"], data["responsible"], data["handler"], who=data["who"],
            building_id=data["building"], case_id=case.pk if case else None,
        )  # fmt: skip
        return special.note(clue=clue, **frame.by(request))

    back = reverse("casework:case", args=[case.number]) if case else reverse("casework:special")
    return act(request, form, do, heading=_("Note a clue"), button=_("Note it"), back=back, done=_("Noted."),
               active="casework", lead=places.full_name_at(place, frame.today()))  # fmt: skip


def matter_of(request: HttpRequest, pk: int) -> SpecialMatter:
    found = special_matters(frame.inside(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def verbs_of(row: SpecialMatter) -> frozenset[str]:
    """The verbs of the table as the page knows them: both results of a recheck are one form."""
    verbs = states.SPECIAL.verbs(row.state)
    return verbs | {"recheck"} if verbs & {"settle", "find_again"} else verbs


@frame.worker
@require_safe
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: which step it is at, what comes next, what was said."""
    row = matter_of(request, pk)
    first, others = open_moves(request, row, MOVES, verbs_of(row))
    if row.state in (states.ADVISED, states.FOUND_AGAIN):  # advice is given: an order or a recheck comes next
        first, others = [one for one in first if one[0] != "advise"], [*others, *(o for o in first if o[0] == "advise")]
    if row.state == states.FOUND_AGAIN:
        first, others = others, first
    authority, source = special.AUTHORITIES[row.kind]
    context = {
        "row": row, "state": SPECIALS[row.state], "kind": SPECIAL_KINDS[row.state], "module": MODULES[row.kind],
        "place": places.full_name_at(row.territory_id, frame.today()), "first": first, "others": others,
        "handler": frame.people([row.handler_ref]).get(row.handler_ref, ""), "track": history(steps_of(row)),
        "authority": authority, "source": source, "is_over": row.ended_at is not None,
        "is_own": row.handler_ref == request.actor.id,
    }  # fmt: skip
    return frame.page(request, "casework/matter.html", context)


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def matter_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the small forms of a matter."""
    row = matter_of(request, pk)
    if verb not in MOVES:
        raise Http404
    one = MOVES[verb]
    form = filled(one.form, request, initial={"revision": row.revision, "authority": special.AUTHORITIES[row.kind][0]})
    notes = (row.what, special.AUTHORITIES[row.kind][1]) if verb == "hand_over" else (row.what,)
    return act(request, form, partial(one.do, request, pk), heading=one.heading, button=one.button, done=one.done,
               lead=one.lead, notes=notes, back=reverse("casework:matter", args=[pk]), active="casework")  # fmt: skip
