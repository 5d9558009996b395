"""The forms of juries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm, ReasonForm

People = list[tuple[int, str]]


class PoolForm(PageForm):
    """Who may be drawn."""

    people = forms.MultipleChoiceField(label=_("Experts"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, people: People, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people


class SourceForm(PageForm):
    """Which later public draw gives the seed."""

    seed_source = forms.CharField(
        label=_("Which public draw"), max_length=200, help_text=_("With its number, so that everybody finds it.")
    )
    seed_at = forms.DateTimeField(
        label=_("When it is drawn"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class SeedForm(PageForm):
    """What that draw gave."""

    seed = forms.CharField(
        label=_("The drawn numbers"), max_length=200, help_text=_("Exactly as published, blanks included.")
    )


class ChairForm(PageForm):
    """One of the drawn members sits in the chair."""

    chair = forms.ChoiceField(label=_("Chair"), widget=forms.RadioSelect)

    def __init__(self, *args, people: People, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = people


class NamedForm(PoolForm):
    """Named members, one of them in the chair."""

    chair = forms.ChoiceField(label=_("Chair"), widget=forms.RadioSelect)
    field_order = ["people", "chair", "request_key"]

    def __init__(self, *args, people: People, **kwargs) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["people"].label = _("Members")
        self.fields["chair"].choices = people


class ReplaceForm(ReasonForm):
    """Who leaves, and why."""

    member = forms.ChoiceField(label=_("Who leaves"))
    field_order = ["member", "reason", "request_key"]

    def __init__(self, *args, codes: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = codes


class MinutesForm(PageForm):
    """What the panel did and found."""

    text = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs={"rows": 14}), max_length=20_000)


class DissentForm(PageForm):
    """A signature, with a dissent if there is one."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    dissent = forms.CharField(
        label=_("Dissent"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Leave it empty if you agree. What you write stays with the minutes."),
    )
