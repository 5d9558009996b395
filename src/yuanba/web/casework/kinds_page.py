"""Adding a kind of case and ending one: dated, for every compound."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.cases import template
from yuanba.cases.actions import kinds
from yuanba.cases.models import Category
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import QUEUES, TERM_CLASSES, category_name, organ_name
from yuanba.web.casework import frame
from yuanba.web.casework.routing_page import EndForm
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field


class KindForm(PageForm):
    name = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    hint = forms.CharField(
        label=_("Examples"), max_length=120, required=False, help_text=_("Short words that people would use.")
    )
    organ = forms.ChoiceField(label=_("Service organ"))
    queue = forms.ChoiceField(label=_("Queue"), choices=list(QUEUES.items()))
    term_class = forms.ChoiceField(label=_("Deadline"), choices=list(TERM_CLASSES.items()))
    emergency_number = forms.CharField(
        label=_("Emergency number"), max_length=20, required=False,
        help_text=_("Only for urgent kinds: it stands before everything else."),
    )  # fmt: skip
    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Only the named handler and the supervisor read it.")
    )
    livelihood = forms.BooleanField(label=_("May count as a livelihood deed"), required=False)
    from_date = day_field(_("From this day on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(key, organ_name(key)) for key in template.organs()]


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def kind_new(request: HttpRequest) -> HttpResponse:
    """Another kind that residents can choose."""
    form = filled(KindForm, request, initial={"from_date": frame.today()})

    def do(data: dict[str, Any]) -> object:
        given = {name: value for name, value in data.items() if name != "request_key"}
        return kinds.add_kind(kind=kinds.NewKind(**given), **frame.by(request))

    return act(request, form, do, heading=_("Another kind"), button=_("Add it"), back=reverse("casework:routing"),
               done=_("Residents can choose it from its day on."), active="casework")  # fmt: skip


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def kind_end(request: HttpRequest, key: str) -> HttpResponse:
    """A kind that nobody chooses any more."""
    row = Category.objects.filter(key=key).first()
    if row is None:
        raise Http404
    form = filled(EndForm, request)

    def do(data: dict[str, Any]) -> object:
        return kinds.end_kind(key=key, to_date=data["to_date"], **frame.by(request))

    return act(request, form, do, heading=_("End a kind"), button=_("End this kind"), back=reverse("casework:routing"),
               done=_("Nobody can choose it from that day on. Open cases go on."), active="casework",
               notes=(category_name(row),))  # fmt: skip
