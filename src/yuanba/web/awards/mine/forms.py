"""Short forms of applicants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.awards.fields import NameField
from yuanba.web.forms import PageForm


class WithdrawForm(PageForm):
    reason = NameField(label=_("Why do you withdraw it?"), max_length=400, required=False)


class AppealForm(PageForm):
    text = forms.CharField(
        label=_("What was overlooked?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say it in your own words. Whoever decides had no part in it before."),
    )


class AgreeForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    agreed = forms.BooleanField(label=_("I agree"))


class PayeeForm(PageForm):
    """Asked from winners only. Nothing of it is kept in a draft, on the device or in the session."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    holder = NameField(label=_("Owner of the account"))
    bank = NameField(label=_("Bank and branch"), max_length=80)
    payee_number = NameField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    id_number = NameField(
        label=_("ID number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    agreed = forms.BooleanField(label=_("I agree to this separately"))

    def about(self, *, is_body: bool, needs_id_number: bool) -> "PayeeForm":
        """Asks for the ID number as the rule does: where tax is withheld from a person, else freely, never of a body."""
        if is_body:
            del self.fields["id_number"]
            return self
        field = self.fields["id_number"]
        field.required = needs_id_number
        field.help_text = (
            _("Tax is withheld from this prize, and the tax return names you by this number.")
            if needs_id_number
            else _("No tax is withheld from this prize: leave it empty if you like.")
        )
        return self
