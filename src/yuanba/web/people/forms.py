"""Forms of signing in and of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm

CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "8", "data-private": ""}


class PhoneForm(PageForm):
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("A code comes by text message. Nobody else sees the number in full."),
    )


class CodeForm(PageForm):
    code = forms.CharField(
        label=_("Code from the message"),
        max_length=12,
        strip=True,
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
        help_text=_("Six digits, good for five minutes. Nobody from the office will ever ask you for it."),
    )


class PasswordForm(PageForm):
    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondFactorForm(PageForm):
    code = forms.CharField(
        label=_("Code from your authenticator"),
        max_length=12,
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
        help_text=_("Six digits that change every half minute."),
    )


class NewPasswordForm(PageForm):
    old_password = forms.CharField(
        label=_("Password until now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("The first time: the temporary one that you were given."),
    )
    new_password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, of three kinds: capital and small letters, digits, signs or Chinese."),
    )
    password_again = forms.CharField(
        label=_("New password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_password") != cleaned.get("password_again") and not self.errors:
            self.add_error("password_again", _("The two new passwords differ."))
        return cleaned


def status(form: PageForm) -> int:
    """200 for a form to fill, else the status of why it was refused."""
    return form.why[0].status if form.why else 200
