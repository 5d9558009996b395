"""Forms of the registers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm
from yuanba.web.oversight.labels import KINDS, SEVERITIES


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class RecordForm(PageForm):
    """A line of a register, with its evidence."""

    kind = forms.ChoiceField(label=_("Register"), choices=list(KINDS.items()))
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[("", "–"), *SEVERITIES.items()],
        required=False,
        help_text=_("Of safety incidents only, by the State Council's Order No. 493."),
    )
    happened_date = day(_("Happened, issued or listed on"))
    ended_date = day(_("Taken off the list on"), required=False, help_text=_("Of lists only."))
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    document_no = forms.CharField(label=_("Document number"), max_length=80, required=False)
    term = forms.ChoiceField(
        label=_("Term of office"), required=False, help_text=_("Of infringements only: the committee's term.")
    )
    evidence = forms.FileField(
        label=_("Evidence"), required=False, max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )


class ListingEndForm(PageForm):
    ended_date = day(_("Last day on the list"))


class CorrectionForm(RecordForm):
    reason = forms.CharField(label=_("Why it is corrected"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(PageForm):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class LookUpForm(PageForm):
    """Somebody looked a body up and found nothing."""

    kind = forms.ChoiceField(label=_("Register"), choices=list(KINDS.items()))
    first_date = day(_("First day that was looked at"))
    last_date = day(_("Last day that was looked at"))
    source = forms.CharField(label=_("Which site or office"), max_length=200)
    evidence = forms.FileField(label=_("Screenshot"), max_length=160, help_text=_("PDF or picture, at most 20 MB."))


class CoverageForm(PageForm):
    """An office states that a register is complete."""

    territory = forms.ChoiceField(label=_("The place it covers"))
    kind = forms.ChoiceField(label=_("Register"), choices=list(KINDS.items()))
    first_date = day(_("First day that was looked at"))
    last_date = day(_("Last day that was looked at"))
    source = forms.CharField(label=_("Which site or office"), max_length=200)


class ProjectForm(PageForm):
    compound = forms.ChoiceField(label=_("Compound"))
    from_date = day(_("Served since"))


class EndForm(PageForm):
    to_date = day(_("First day on which it no longer serves"))


class GradeForm(PageForm):
    grade = forms.CharField(label=_("Credit grade"), max_length=20, help_text=_("Such as AAA."))
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    from_date = day(_("Holds since"))
