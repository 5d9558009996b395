"""The forms of the ballot desks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm, ReasonForm

Options = list[tuple[str, str]]


class WithdrawForm(ReasonForm):
    """Which candidate, and why."""

    option = forms.ChoiceField(label=_("Candidate"))
    field_order = ["option", "reason", "request_key"]

    def __init__(self, *args, options: Options, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = options


class FindVoterForm(forms.Form):
    """A full name or a door number; the roll is not for browsing."""

    name = forms.CharField(label=_("Full name"), required=False, max_length=60)
    premises = forms.CharField(label=_("Home"), required=False, max_length=40, help_text=_("Such as 3栋1单元402."))


class SerialForm(forms.Form):
    """The number under the QR code of a sheet."""

    serial = forms.CharField(label=_("Number on the sheet"), max_length=16)


class ScanForm(PageForm):
    """The picture of a sheet that came back."""

    scan = forms.FileField(
        label=_("Picture or scan of the sheet"),
        help_text=_("JPEG, PNG or PDF, at most 20 MB. On a phone you can take the picture here."),
    )


class CancelForm(PageForm):
    """Why a sheet is out of use."""

    reason = forms.CharField(label=_("Reason"), max_length=60, help_text=_("Such as: spoilt, lost."))


class FindingForm(ReasonForm):
    """What a reviewer finds."""

    finding = forms.ChoiceField(
        label=_("Your finding"),
        choices=[
            ("CLEAR", _("Nothing to it: the votes count")),
            ("VOID", _("These votes should not count: a second reviewer decides")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["finding", "reason", "request_key"]


class ObjectionForm(PageForm):
    """What is wrong with the roll."""

    text = forms.CharField(
        label=_("What is wrong on the roll"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Such as: a home of mine is missing, the area is not that of the certificate."),
    )


class AnswerForm(PageForm):
    """The answer to an objection."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who objected reads this."),
    )
