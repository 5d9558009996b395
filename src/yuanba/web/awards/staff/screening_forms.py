"""The forms of the screening desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.awards.actions.screening import Finding
from yuanba.awards.models import Screening
from yuanba.awards.playbook import Criterion
from yuanba.web.awards.labels import FINDINGS
from yuanba.web.awards.staff.context import in_language
from yuanba.web.forms import PageForm

OPEN_TO_ALL = ("MET", "UNMET", "UNCLEAR")


class LookForm(PageForm):
    """One look: a finding with its reason per criterion, what goes back, and the reason of the conclusion."""

    items = forms.MultipleChoiceField(
        label=_("What must be mended"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason or note"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("The applicant reads it when the entry goes back or is rejected."),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        items: Sequence[tuple[str, str]],
        screening: Screening | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.fields["items"].choices = list(items)
        found = {one.criterion: one for one in screening.findings.all()} if screening is not None else {}
        for one in criteria:
            allowed = OPEN_TO_ALL if one.check is None else (*OPEN_TO_ALL, "NOT_APPLICABLE")
            before = found.get(one.key)
            self.fields[f"finding-{one.key}"] = forms.ChoiceField(
                label=in_language(one.text, one.text_en),
                choices=[(code, FINDINGS[code]) for code in allowed],
                widget=forms.RadioSelect,
                required=False,
                initial=before.finding if before else None,
            )
            self.fields[f"reason-{one.key}"] = forms.CharField(
                label=_("Why"),
                required=False,
                max_length=400,
                widget=forms.TextInput(attrs={"class": "input"}),
                initial=before.reason if before else "",
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each criterion's finding with its reason."""
        return [(self[f"finding-{one.key}"], self[f"reason-{one.key}"]) for one in self.criteria]

    def findings(self) -> dict[str, Finding]:
        """What was marked; an unmarked criterion is left out."""
        return {
            one.key: Finding(self.cleaned_data[f"finding-{one.key}"], self.cleaned_data[f"reason-{one.key}"])
            for one in self.criteria
            if self.cleaned_data[f"finding-{one.key}"]
        }


class OpinionForm(PageForm):
    """A reason, and yes or no by the button that was pressed."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(PageForm):
    screeners = forms.MultipleChoiceField(label=_("Deal out among"), widget=forms.CheckboxSelectMultiple)
