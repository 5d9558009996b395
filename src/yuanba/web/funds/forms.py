"""Forms of finance."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
