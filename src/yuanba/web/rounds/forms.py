"""Forms of rounds: what is planned, and one knock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from yuanba.cases.models import Category
from yuanba.web.agreements.forms import day
from yuanba.web.forms import PageForm

MINUTES = "%Y-%m-%dT%H:%M"


class RoundForm(PageForm):
    title = forms.CharField(label=_("Title of the round"), max_length=80, help_text=_("Such as: 十一月入户走访."))
    purpose = forms.CharField(
        label=_("Purpose of the round"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Residents read this before anybody knocks."),
    )
    contact_line = forms.CharField(
        label=_("Whom to ask"), max_length=120, help_text=_("A duty telephone and an address, no private mobile.")
    )
    from_date = day(_("First day of the round"))
    last_date = day(_("Last day of the round"))
    buildings = forms.TypedMultipleChoiceField(
        label=_("Which buildings"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    asks = forms.BooleanField(
        label=_("With the questionnaire about the compound"),
        required=False,
        initial=True,
        help_text=_(
            "One answer for each household, at the door, on the phone or on paper. Results are counted without names."
        ),
    )

    def __init__(self, *args: Any, buildings: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["buildings"].choices = buildings  # type: ignore[attr-defined]


class DropForm(PageForm):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class NothingForm(PageForm):
    """A step that only wants to be confirmed."""


class CodesForm(PageForm):
    """How many texts speak of each category."""

    def __init__(self, *args: Any, categories: Sequence[Category], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in categories:
            self.fields[one.key] = forms.IntegerField(
                label=names[one.key], min_value=0, max_value=100_000, required=False
            )


class NeedForm(PageForm):
    title = forms.CharField(label=_("The need in one line"), max_length=60)
    about = forms.CharField(
        label=_("What residents said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    mentions = forms.IntegerField(
        label=_("How many households said it"),
        min_value=1,
        max_value=100_000,
        help_text=_("One household may have said it at the door, ticked it and written it: count it once if you can."),
    )


def told_at(text: str) -> datetime | None:
    """When the phone says it was; None for whatever is no instant with a zone."""
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
