"""Forms of renovations: the plan, a consent on paper, an objection, a talk about it, the vote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.assemblies.forms import instant, scan
from yuanba.web.assemblies.renovation_labels import RENOVATION_KINDS, RESULTS, SHOWN
from yuanba.web.forms import PageForm


class PlanForm(PageForm):
    """What is to be built, and whom it concerns."""

    kind = forms.ChoiceField(label=_("What is it"), widget=forms.RadioSelect, choices=list(RENOVATION_KINDS.items()))
    title = forms.CharField(
        label=_("Title"), max_length=60, help_text=_("Such as: a lift for stairwell 2 of building 3")
    )
    entrances = forms.TypedMultipleChoiceField(
        label=_("Whose stairwells"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their owners are asked."),
    )
    plan = forms.CharField(
        label=_("The plan in plain words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Where it stands, what changes for whom, light and noise, how long it takes."),
    )  # fmt: skip
    cost = forms.CharField(
        label=_("Who pays how much"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Floor by floor, with the subsidy."),
    )  # fmt: skip
    plan_file = scan(_("Drawing or plan"), required=False)
    shown = forms.ChoiceField(label=_("Who reads the answers"), widget=forms.RadioSelect, choices=list(SHOWN.items()))
    closes_at = instant(_("Owners may answer until"))

    def __init__(self, *args: Any, entrances: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entrances"].choices = entrances  # type: ignore[attr-defined]


class PaperForm(PageForm):
    answer = forms.ChoiceField(
        label=_("What the owner signed"), widget=forms.RadioSelect,
        choices=[("AGREE", _("Agrees")), ("AGAINST", _("Is against")), ("WITHDRAWN", _("Takes the answer back"))],
    )  # fmt: skip
    scan = scan(_("Scan of the signed sheet"))


class ObjectionForm(PageForm):
    text = forms.CharField(
        label=_("What worries you"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public without your name. Somebody will talk with you."),
    )  # fmt: skip


class TalkForm(PageForm):
    met_date = forms.DateField(label=_("Talked on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    text = forms.CharField(
        label=_("How the talk ended"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Public. No names of neighbours."),
    )  # fmt: skip
    result = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect, choices=list(RESULTS.items()))


class VoteForm(PageForm):
    opens_at = instant(_("Opens"), _("Owners are told at least 15 days before."))
    closes_at = instant(_("Closes"))
    consent_reference = forms.CharField(
        label=_("Number of the authority’s consent"), required=False, max_length=100,
        help_text=_("Only for a decision by law, such as: 华街函〔2026〕8号."),
    )  # fmt: skip


class ReasonForm(PageForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Everybody reads it.")
    )
