"""Forms of the registers: bodies, appointments, staff accounts, requests about data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm
from yuanba.web.people.labels import ORGANISATION_KINDS, POSTS

DAY = {"type": "date"}
TEL = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})


def day_field(label: object, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class OrganisationForm(PageForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ORGANISATION_KINDS.items()))
    name = forms.CharField(label=_("Name"), max_length=120)
    territory = forms.TypedChoiceField(label=_("Place"), coerce=int)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=30, required=False)
    role_line = forms.CharField(
        label=_("Duty phone"), max_length=30, required=False, help_text=_("Of the post, never a private mobile.")
    )
    founded_date = day_field(_("Founded on"), required=False)


class AppointForm(PageForm):
    name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.CharField(
        label=_("Mobile number"), max_length=30, widget=TEL, help_text=_("Tells namesakes apart; shown half hidden.")
    )
    post = forms.ChoiceField(label=_("Post"), choices=list(POSTS.items()))
    territory = forms.TypedChoiceField(label=_("Place"), coerce=int)
    building = forms.TypedChoiceField(label=_("Building"), coerce=int, empty_value=None, required=False)
    from_date = day_field(_("From"))
    to_date = day_field(_("Until"), required=False)
    basis = forms.CharField(label=_("Decision it rests on"), max_length=200, required=False)
    relay_line = forms.CharField(
        label=_("Relay line"),
        max_length=30,
        required=False,
        help_text=_("What residents call; never a private mobile."),
    )


class EndForm(PageForm):
    to_date = day_field(_("Ends on this day"))


class StaffForm(PageForm):
    login = forms.CharField(
        label=_("Sign-in name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AnswerForm(PageForm):
    granted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("Carried out")), ("0", _("Refused"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A refusal needs one; the person reads it."),
    )
