"""A resident's comment on a candidate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm


class CommentForm(PageForm):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Numbers of phones and identity cards are masked. Nothing is counted."),
    )
    shows_name = forms.BooleanField(label=_("My name may be shown (without it: “a resident”)"), required=False)
