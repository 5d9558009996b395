"""Forms of one's own page and of the desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm
from yuanba.web.people.labels import DATA_REQUEST_KINDS, EVIDENCE


class LetterForm(PageForm):
    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-private": ""}
        ),
        help_text=_("14 letters and digits. Blanks and capitals do not matter."),
    )


class PreferencesForm(PageForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    elder_mode = forms.BooleanField(
        label=_("Large print"), required=False, help_text=_("Larger letters and buttons on every device of yours.")
    )


class DataRequestForm(PageForm):
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(key, label) for key, label in DATA_REQUEST_KINDS.items() if key != "CLOSE"],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What should change"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: the name is written with another character; I sold the flat in May."),
    )


class DeskVerifyForm(PageForm):
    phone = forms.CharField(
        label=_("Mobile number of this person"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        help_text=_("With it they sign in from now on. Let them say it, do not copy it from a list."),
    )
    evidence = forms.ChoiceField(
        label=_("What you looked at"), choices=list(EVIDENCE.items()), widget=forms.RadioSelect
    )


class RollSearchForm(forms.Form):
    """A GET form: no key, no refusal."""

    place = forms.TypedChoiceField(label=_("Community"), coerce=int)
    name = forms.CharField(label=_("Full name"), max_length=60, required=False)
    premises = forms.CharField(
        label=_("Door"), max_length=60, required=False, help_text=_("For example 3栋1单元402, or only 402.")
    )
