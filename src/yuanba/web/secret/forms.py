"""The form of a trustee."""

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
