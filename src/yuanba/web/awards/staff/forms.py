"""Forms of those who run a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.awards.labels import DOCUMENT_KINDS
from yuanba.web.forms import PageForm


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day, picked or typed as 2026-11-20."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class VersionForm(PageForm):
    """Carries the version that was read, so that of two people at once one is told."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def at(cls, version: int, **initial: Any) -> "VersionForm":
        return cls(initial={"version": version, **initial})

    def chosen(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}


class CancelForm(VersionForm):
    reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this on the campaign's page."),
    )


class MoveForm(VersionForm):
    """A stage is begun or ended."""

    reason = forms.CharField(
        label=_("Cause"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One line for the history, such as “all entries are screened”."),
    )


class ExtendForm(MoveForm):
    closes_date = day_field(_("New last day"), _("Until 24:00 of this day."))
    field_order = ["closes_date", "reason"]


class RescheduleForm(MoveForm):
    opens_date = day_field(_("First day"), _("From 0:00 of this day."))
    closes_date = day_field(_("Last day"), _("Until 24:00 of this day."))
    field_order = ["opens_date", "closes_date", "reason"]


class CampaignForm(PageForm):
    """A campaign from a shipped playbook, from a file, or from the text below."""

    territory = forms.ChoiceField(label=_("For which place"))
    code = forms.RegexField(
        r"^[A-Z][A-Z0-9]{1,15}$",
        label=_("Short code"),
        help_text=_("2 to 16 capital letters and digits, such as HY2026; it stands in every entry's number."),
        error_messages={"invalid": _("Capital letters and digits only, beginning with a letter, at most 16.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    shipped = forms.ChoiceField(label=_("Start from"), required=False, widget=forms.RadioSelect)
    upload = forms.FileField(
        label=_("Or your own playbook (.toml)"),
        required=False,
        max_length=120,
        help_text=_("A text file of at most 1 MiB; every mistake is explained with its line."),
    )
    playbook_text = forms.CharField(
        label=_("The playbook's text"),
        required=False,
        strip=False,
        max_length=1024 * 1024,
        widget=forms.Textarea(attrs={"class": "source-text", "rows": 24, "spellcheck": "false", "wrap": "off"}),
    )


class TextForm(VersionForm):
    playbook_text = forms.CharField(
        label=_("The playbook's text"),
        strip=False,
        max_length=1024 * 1024,
        widget=forms.Textarea(attrs={"class": "source-text", "rows": 30, "spellcheck": "false", "wrap": "off"}),
    )


class DocumentForm(PageForm):
    """A document that the campaign rests on."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(DOCUMENT_KINDS.items()), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title of the document"), max_length=200)
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)
    issued_date = forms.DateField(
        label=_("Issued on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    file = forms.FileField(
        label=_("The document itself"),
        required=False,
        max_length=160,
        help_text=_("PDF, Word or a photo, at most 20 MiB. An approval needs it."),
    )
