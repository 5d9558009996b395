"""The register of hotline orders: by hand or from the hotline's Excel, looked at before it is taken."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.cases import desk_tasks, hotline_columns, rules
from yuanba.cases.actions import hotline
from yuanba.cases.hotline_file import Order
from yuanba.cases.models import HotlineList, HotlineOrder
from yuanba.cases.queries import hotline as register
from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.kernel.verdict import Refused, no
from yuanba.people.roll_guard import column_letters
from yuanba.places import queries as places
from yuanba.web import clock, sent
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import STATE_KINDS, STATES
from yuanba.web.casework import frame
from yuanba.web.casework.labels import FIELDS, LIST_KINDS, LIST_STATES
from yuanba.web.dates import by, moment
from yuanba.web.forms import PageForm
from yuanba.web.refusals import explain
from yuanba.web.tables import Chip, Column, Filter, Link, Table

DOOR = (rules.DESK,)
SHOWN = 30  # lines and problems of a preview
WHEN = {"type": "datetime-local"}


def _in_time(at: datetime) -> None:
    """A year that a register may speak of: what lies beyond is a slip, and no database keeps it."""
    if not sent.FIRST_YEAR < at.year < sent.LAST_YEAR:
        raise forms.ValidationError(_("Check day and hour."))


def when(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text, validators=[_in_time],
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs=WHEN, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class OrderForm(PageForm):
    number = forms.CharField(
        label=gettext_lazy("Order number"), max_length=60, help_text=gettext_lazy("As the hotline shows it.")
    )
    called_at = when(gettext_lazy("Time of the call"))
    category = forms.ChoiceField(label=gettext_lazy("Kind"))
    text = forms.CharField(
        label=gettext_lazy("What the caller said"),
        max_length=rules.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    where = forms.CharField(label=gettext_lazy("Place"), max_length=80, required=False)
    name = forms.CharField(label=gettext_lazy("Caller"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    due_at = when(gettext_lazy("The hotline's deadline"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = frame.categories()


class UploadForm(PageForm):
    place = forms.TypedChoiceField(
        label=gettext_lazy("Where all others belong"), coerce=int,
        help_text=gettext_lazy("Lines that name a compound or community below it go there."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("The hotline's Excel"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("An .xlsx as it was exported. You see every line before anything is taken."),
    )  # fmt: skip


def table() -> Table:
    return Table(
        "hotline-orders",
        gettext_lazy("Orders of the hotline"),
        [
            Column("number", gettext_lazy("Order number"), _link, head=True),
            Column("called", gettext_lazy("Time of the call"), lambda row: moment(row.called_at),
                   sheet=lambda row: row.called_at),
            Column("kind", gettext_lazy("Kind"), lambda row: row.case.category.name),
            Column("state", gettext_lazy("State"), lambda row: Chip(STATES[row.case.state], STATE_KINDS[row.case.state]),
                   sheet=lambda row: str(STATES[row.case.state])),
            Column("due", gettext_lazy("The hotline's deadline"), _due, sheet=lambda row: row.due_at),
        ],
        [
            Filter("number", gettext_lazy("Order number"), lambda rows, value: rows.filter(number=value)),
            Filter("open", gettext_lazy("To be answered to the hotline"), _untold, [("1", gettext_lazy("Only those"))]),
        ],
        empty_title=gettext_lazy("No order yet"),
        empty_text=gettext_lazy("Enter one by hand, or upload the hotline's Excel."),
    )  # fmt: skip


def _link(row: HotlineOrder) -> Link:
    return Link(row.number, reverse("casework:case", args=[row.case.number]))


def _due(row: HotlineOrder) -> Any:
    if row.told_at is not None:
        return Chip(gettext_lazy("answered to the hotline"), "leaf")
    if row.due_at is not None and row.due_at <= clock.now():
        return Chip(gettext_lazy("overdue"), "brick")
    return by(row.due_at) if row.due_at else ""


def _untold(rows: Any, value: str) -> Any:
    return rows.filter(told_at__isnull=True)


@frame.worker
@require_safe
def orders(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first."""
    rows = register.orders(request.actor, frame.today())
    listed = table()
    if listed.wants_sheet(request):
        return listed.sheet(request, rows)
    may_add = request.actor.holds_anywhere(rules.DESK)
    context = {"table": listed.view(request, rows), "here": "hotline", "heading": _("12345 hotline"), "may_add": may_add,
               "new_url": reverse("casework:hotline_new"), "new_label": _("Enter an order"),
               "more": [(_("Take over an Excel"), reverse("casework:hotline_lists"))] if may_add else [],
               "lead": _("Each order counts once, by its own number. Ours is the case; theirs is the deadline.")}  # fmt: skip
    return frame.page(request, "casework/list.html", context)


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """An order read from the hotline's screen; one that is known leads to its case."""
    place, asked = frame.chosen_place(request, DOOR, heading=_("Enter an order"), route="casework:hotline_new")
    if asked is not None:
        return asked
    form = filled(OrderForm, request)

    def do(data: dict[str, Any]) -> object:
        if data["called_at"] > clock.now():
            raise Refused(no("hotline.future", hotline.SOURCE))
        order = Order(0, data["number"], data["called_at"], data["text"], data["name"], data["phone"], data["where"],
                      due_at=data["due_at"])  # fmt: skip
        return hotline.enter(order=order, territory_id=place, category=data["category"], **frame.by(request))

    return act(request, form, do, heading=_("Enter an order"), button=_("Register it"), active="casework",
               back=reverse("casework:hotline"), done=_("Registered. It is a case now."),
               lead=places.full_name_at(place, frame.today()))  # fmt: skip


@frame.worker
@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The hotline has our answer."""
    row = hotline.told_hotline(order_id=pk, **frame.by(request))
    messages.success(request, _("Noted: the hotline has our answer."))
    return redirect("casework:case", row.case.number)


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Earlier lists, and the upload of another."""
    form = filled(UploadForm, request)
    form.fields["place"].choices = _tops(request)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            row = hotline.upload(
                content=upload.read(hotline.LIMIT_BYTES + 1), name=upload.name,
                territory_id=form.cleaned_data["place"], **frame.by(request),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("casework:hotline_list", row.pk)
    rows = list(register.lists(request.actor, frame.today()).order_by("-pk")[:20])
    shown = [(row, LIST_STATES[row.state], LIST_KINDS[row.state]) for row in rows]
    context = {"form": form, "rows": shown}
    return frame.page(request, "casework/hotline_lists.html", context, code=form.why[0].status if form.why else 200)


def _tops(request: HttpRequest) -> list[tuple[int, str]]:
    """The places whose desk the visitor keeps: subdistricts, communities, compounds."""
    names = places.names_at(request.actor.territories(rules.DESK), frame.today())
    return sorted(names.items(), key=lambda one: one[1])


def list_of(request: HttpRequest, pk: int) -> HotlineList:
    row = register.lists(request.actor, frame.today()).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def hotline_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: pointed out, looked at, accepted, taken."""
    row = list_of(request, pk)
    if request.method == "POST":
        return _changed(request, row)
    if row.state != HotlineList.State.READ:
        return frame.page(request, "casework/hotline_done.html", _done(row))
    try:
        found = hotline.preview(row, clock.now())
    except Refused as refused:
        return frame.page(request, "casework/hotline_done.html", _done(row) | {"why": explain(refused.verdict)})
    known = register.numbers_known(one.number for one in found.orders)
    fresh = [one for one in found.orders if one.number not in known]
    context = {
        "row": row, "fresh": len(fresh), "known": len(known), "problems": _problems(
            [(one.row, one.column, one.code, one.value) for one in found.problems]
        ), "problem_count": len(found.problems), "shown": SHOWN,
        "lines": _lines(row, fresh[:SHOWN]), "columns": _columns(row.columns, found.headings),
        "is_lacking": bool(hotline_columns.lacking(found.columns)),
    }  # fmt: skip
    return frame.page(request, "casework/hotline_list.html", context)


def _changed(request: HttpRequest, row: HotlineList) -> HttpResponse:
    if request.POST.get("verb") == "accept":
        desk_tasks.accept_list(list_id=row.pk, **frame.by(request))
        messages.success(request, _("The list is being taken, line by line."))
    else:
        chosen = {name: sent.whole(request.POST.get(name), most=500) for name in FIELDS}
        columns = {name: column for name, column in chosen.items() if column is not None}
        hotline.point_out(list_id=row.pk, columns=columns, **frame.by(request))
    return redirect("casework:hotline_list", row.pk)


def _columns(columns: dict[str, int], headings: list[str]) -> list[tuple[str, Any, bool, list[tuple[int, str]], int]]:
    """(field, label, is needed, options, chosen) of each field of an order."""
    options = [(place, f"{column_letters(place + 1)} · {name}" if name else column_letters(place + 1))
               for place, name in enumerate(headings)]  # fmt: skip
    return [
        (name, label, name in hotline_columns.NEEDED, options, columns.get(name, -1)) for name, label in FIELDS.items()
    ]


def _lines(row: HotlineList, orders: list[Order]) -> list[dict[str, Any]]:
    """The first good lines as they would be taken, callers masked."""
    kinds = dict(frame.categories())
    placed = hotline.placed_lines(row.territory_id, orders, clock.now())
    names = places.names_at({one.territory_id for one in placed}, frame.today())
    return [
        {
            "order": one.order, "place": names.get(one.territory_id, ""), "kind": kinds.get(one.category, ""),
            "who": mask_name(one.order.name) if one.order.name else "", "phone": mask_mobile(one.order.phone),
        }
        for one in placed
    ]  # fmt: skip


def _problems(rows: list[tuple[int, str, str, str]]) -> list[dict[str, Any]]:
    """Each line that is not taken, and why; the words of a refusal are those of the page."""
    return [
        {"row": row, "column": column, "value": value, "why": explain(no(code, hotline.SOURCE, **_facts()))}
        for row, column, code, value in rows[:SHOWN]
    ]


def _facts() -> dict[str, Any]:
    return {"category": "", "length": 0, "most": 0, "number": 0, "permission": rules.REPORT_FOR}


def _done(row: HotlineList) -> dict[str, Any]:
    return {
        "row": row, "state": LIST_STATES[row.state], "kind": LIST_KINDS[row.state],
        "problems": _problems([(one[0], one[1], one[2], "") for one in row.refused]),
        "refused": len(row.refused), "shown": SHOWN,
        "is_running": row.state == HotlineList.State.TAKING,
        "why": explain(no(row.refusal, hotline.SOURCE)) if row.refusal else None,
    }  # fmt: skip
