"""Forms of a hand-over: who, which list, what was counted, what is open, who signed on paper."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm
from yuanba.web.oversight.choice_forms import scan, text
from yuanba.web.oversight.company_labels import CATEGORIES, CONDITIONS, SIDES
from yuanba.web.oversight.forms import day

MOST = 2_000_000_000


class HandoverForm(PageForm):
    old = forms.TypedChoiceField(label=_("The old company"), coerce=int)
    new = forms.ChoiceField(
        label=_("The new company"), required=False, help_text=_("Empty: the owners manage themselves.")
    )
    from_date = day(_("First day without the old contract"))
    due_date = day(_("Last day of the hand-over"), required=False, help_text=_("Empty: 30 days later."))
    agreed_source = forms.CharField(
        label=_("Where the other day was agreed"), required=False, max_length=200,
        help_text=_("Such as: contract, article 12."),
    )  # fmt: skip

    def __init__(self, *args: Any, companies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].choices = [("", "—"), *companies]  # type: ignore[attr-defined]
        self.fields["new"].choices = [("", "—"), *companies]  # type: ignore[attr-defined]


class ItemForm(PageForm):
    category = forms.ChoiceField(label=_("Kind of thing"), choices=list(CATEGORIES.items()))
    name = forms.CharField(label=_("What is handed over"), max_length=120)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=10)
    expected = forms.DecimalField(
        label=_("How many there should be"), required=False, min_value=0, max_value=MOST, decimal_places=2
    )


class CountForm(PageForm):
    """Of money in yuan, of things in pieces."""

    counted = forms.DecimalField(label=_("How many are there"), min_value=Decimal(0), max_value=MOST, decimal_places=2)
    condition = forms.ChoiceField(label=_("Condition"), widget=forms.RadioSelect, choices=list(CONDITIONS.items()))
    note = forms.CharField(label=_("Note"), required=False, max_length=400)
    photo = scan(_("Photo or paper"))


class DisputeForm(PageForm):
    reason = text(_("Why it is open"), 3, _("Everybody reads it. No names of neighbours."), most=400)
    must_act = forms.ChoiceField(label=_("Who must act"), widget=forms.RadioSelect, choices=list(SIDES.items()))
    act_by = day(_("By when"), required=False)


class PaperSignatureForm(PageForm):
    side = forms.ChoiceField(label=_("For which side"), widget=forms.RadioSelect,
                             choices=[(key, SIDES[key]) for key in ("OLD", "NEW", "COMMITTEE")])  # fmt: skip
    name = forms.CharField(label=_("Who signed"), max_length=60)
    scan = scan(_("Scan of the signed protocol"), required=True)
