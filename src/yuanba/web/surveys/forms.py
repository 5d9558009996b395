"""The forms of the survey desks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm


class FindForm(forms.Form):
    """A full name or a door number; the roll is not for browsing."""

    name = forms.CharField(label=_("Full name"), required=False, max_length=60)
    premises = forms.CharField(label=_("Home"), required=False, max_length=40, help_text=_("Such as 3栋1单元402."))


class EnvelopeForm(forms.Form):
    """The number of an envelope, and a reason if it is out of use."""

    serial = forms.CharField(label=_("Number of the envelope"), max_length=16)
    reason = forms.CharField(
        label=_("Lost or spoilt? Why"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty if it came back well."),
    )


class FormCodeForm(forms.Form):
    """The code on a paper form."""

    code = forms.CharField(label=_("Code on the form"), max_length=40)


class OpenTextsForm(PageForm):
    """About whom, and why it must be read."""

    about = forms.ChoiceField(label=_("About whom"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why you read it"), max_length=200, help_text=_("It goes on record with your name and the time.")
    )
    field_order = ["about", "reason", "request_key"]

    def __init__(self, *args, about: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = about
