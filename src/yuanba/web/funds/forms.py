"""Forms of finance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.awards.fields import NameField
from yuanba.web.awards.mine.forms import PayeeForm
from yuanba.web.forms import PageForm


class PayForm(PageForm):
    """The bank paid: its day and its receipt."""

    paid_date = forms.DateField(
        label=_("Paid by the bank on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    proof = forms.FileField(
        label=_("The bank's receipt"), max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )


class WhyForm(PageForm):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PaperPayeeForm(PayeeForm):
    """The same as a winner answers, copied from a signed paper."""

    paper_ref = NameField(
        label=_("Where the signed paper lies"),
        max_length=80,
        help_text=_("Folder and sheet, so that it is found again: prizes 2026, sheet 12."),
    )
    field_order = ("version", "holder", "bank", "payee_number", "id_number", "paper_ref", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = _("The winner signed the text above; I have the paper before me")
