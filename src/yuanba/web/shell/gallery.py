"""Every component on one page, with invented content: for screenshots, axe, and whoever builds a page."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yuanba.kernel.verdict import no
from yuanba.web import clock, tables
from yuanba.web.doors import anyone
from yuanba.web.forms import PageForm
from yuanba.web.refusals import explain
from yuanba.web.shell.views import only_for_makers


class SampleForm(PageForm):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("As on the certificate."))
    summary = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"), choices=[("C", gettext_lazy("Collective")), ("P", gettext_lazy("Person"))]
    )
    opinion = forms.ChoiceField(
        label=gettext_lazy("Your opinion"),
        choices=[
            ("YES", gettext_lazy("In favour")),
            ("NO", gettext_lazy("Against")),
            ("ABSTAIN", gettext_lazy("Abstain")),
        ],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Tell me by"),
        choices=[("SMS", gettext_lazy("Text message")), ("INAPP", gettext_lazy("This site"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False, help_text=gettext_lazy("JPEG or PNG, at most 20 MB.")
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read the rules"))


@dataclass(frozen=True)
class Sample:
    name: str
    kind: str
    check: tables.Chip
    amount: int


def sample_view(table: tables.Table, rows: list[Sample]) -> tables.View:
    """A table's view without a database behind it."""
    return tables.View(
        table=table,
        heads=[
            tables.Head(column.label, "?sort=" + column.key if column.sort else "", "", column.amount)
            for column in table.columns
        ],
        rows=[[table._cell(column, row) for column in table.columns] for row in rows],
        filters=[(filter_, "") for filter_ in table.filters],
        next_url="?after=x", previous_url="", first_url="?", bare_url="?", export_url="?format=xlsx", sort="", narrowed=False,
    )  # fmt: skip


def samples() -> tables.View:
    table = tables.Table(
        "entries",
        _("Entries in screening"),
        [
            tables.Column("name", _("Entrant"), lambda row: row.name, sort="name", head=True),
            tables.Column("kind", _("Category"), lambda row: row.kind),
            tables.Column("check", _("Automatic check"), lambda row: row.check),
            tables.Column("amount", _("Prize"), lambda row: f"{row.amount:,}", amount=True),
            tables.Column("open", "", lambda row: tables.Link(_("View"), "#"), screen_only=True),
        ],
        [
            tables.Filter("q", _("Search"), lambda rows, value: rows),
            tables.Filter("state", _("State"), lambda rows, value: rows, [("WAITING", _("Waiting"))]),
        ],
    )
    rows = [
        Sample("南湖尚景小区党支部", _("Collective"), tables.Chip(_("All passed"), "leaf"), 5000),
        Sample("怡康苑院委会", _("Collective"), tables.Chip(_("1 document missing"), "amber"), 5000),
        Sample("陈**", _("Person"), tables.Chip(_("2 look alike"), "sky"), 3000),
    ]
    return sample_view(table, rows)


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """Every component once. Not in production."""
    only_for_makers()
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    now = clock.now()
    return render(
        request,
        "shell/components.html",
        {
            "form": form,
            "broken": SampleForm({"request_key": "0" * 32}),
            "table": samples(),
            "due_at": now + timedelta(days=3),
            "why": explain(no("pace.too_often", source="so many requests a minute", seconds=60)),
            "now_at": now,
        },
    )
