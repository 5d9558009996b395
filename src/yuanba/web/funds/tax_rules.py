"""How prizes are taxed, as dated rows with their source: which holds, what held, and entering the next."""

from decimal import Decimal
from fractions import Fraction

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.funds import actions, queries, tax
from yuanba.funds.models import TaxRule
from yuanba.funds.rules import rate
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import names_behind
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.filters import percent
from yuanba.web.forms import PageForm
from yuanba.web.funds.labels import GRANTORS, RECIPIENTS, TAX_CODES
from yuanba.web.funds.lists import shown

DOOR = "funds.check"


class TaxRuleForm(PageForm):
    recipient = forms.ChoiceField(
        label=gettext_lazy("Who gets the prize"), choices=list(RECIPIENTS.items()), widget=forms.RadioSelect
    )
    grantor = forms.ChoiceField(
        label=gettext_lazy("Who gives it"), choices=list(GRANTORS.items()), widget=forms.RadioSelect
    )
    code = forms.ChoiceField(label=gettext_lazy("Treatment"), choices=list(TAX_CODES.items()))
    percent = forms.DecimalField(
        label=gettext_lazy("Withheld, in per cent of the gross"), min_value=0, max_value=100, decimal_places=2
    )
    from_date = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Law and article, or the tax office's document."),
    )
    note = forms.CharField(
        label=gettext_lazy("What is uncertain about it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@holding(DOOR)
@require_safe
def tax_rules(request: HttpRequest) -> HttpResponse:
    """Every rule, grouped by who gives and who gets; the default ones where nobody entered others."""
    on = local_date(clock.now())
    rows = list(queries.tax_rules())
    names = names_behind(row.recorded_by for row in rows)
    found: dict[tuple[str, str], list[dict]] = {}
    for rule in (rule for rule in tax.DEFAULTS if not _entered(rule, rows)):
        found[rule.recipient, rule.grantor] = [
            {"rule": rule, "rate": percent(rule.rate, 2), "holds": True, "by": "", "default": True}
        ]
    for row in rows:
        holds = row.from_date <= on and (row.to_date is None or row.to_date > on)
        line = {"rule": row, "rate": percent(rate(row), 2), "holds": holds, "by": names.get(row.recorded_by, "")}
        found.setdefault((row.recipient, row.grantor), []).append({**line, "default": False})
    groups = [
        (RECIPIENTS[recipient], GRANTORS[grantor], lines) for (recipient, grantor), lines in sorted(found.items())
    ]
    return shown(request, "funds/tax_rules.html", {"groups": groups, "codes": TAX_CODES})


def _entered(rule: tax.Default, rows: list[TaxRule]) -> bool:
    return any((row.recipient, row.grantor) == (rule.recipient, rule.grantor) for row in rows)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def tax_rule(request: HttpRequest) -> HttpResponse:
    """The next rule; the one before ends on its day, and lists that stand keep theirs."""
    place = min(request.actor.territories(DOOR))

    def do(values: dict) -> object:
        share: Decimal = values["percent"]
        rule = tax.Default(
            recipient=values["recipient"],
            grantor=values["grantor"],
            code=values["code"],
            rate=Fraction(share) / 100,
            from_date=values["from_date"],
            source=values["source"],
            note=values["note"],
        )
        return actions.set_tax_rule(rule=rule, territory_id=place, actor=request.actor, now=clock.now())

    return act(
        request, filled(TaxRuleForm, request), do, heading=_("A new tax rule"), button=_("Enter it"), active="funds",
        lead=_("It holds for lists that are handed over from its day on. Ask the tax office in charge first."),
        back=reverse("funds:tax_rules"), done=_("The rule is entered."),
    )  # fmt: skip
