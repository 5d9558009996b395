"""The forms of trustees and of the paper desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm


class ShareForm(PageForm):
    """A share as it was printed, or as its picture reads."""

    share = forms.CharField(
        label=_("Your share, five lines"),
        help_text=_("Large or small letters, with or without hyphens; or what the picture says."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )


class SeedForm(PageForm):
    """The code with which a token was taken."""

    seed = forms.CharField(
        label=_("The voter's code, four lines"),
        help_text=_("Large or small letters, with or without hyphens; or what the picture says."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )


class ReadingForm(PageForm):
    """What one clerk reads on all sheets of the urn: a line for each, numbers of options, questions apart by slashes."""

    sheets = forms.CharField(
        label=_("All sheets, one on each line"),
        help_text=_(
            "Write the numbers of what is ticked: 2. Several with commas: 1,3. "
            "Two questions with a slash: 2/1,3. Nothing ticked: 0."
        ),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
    )
