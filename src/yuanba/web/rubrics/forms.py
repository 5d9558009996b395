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
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
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


class SuccessorForm(ReplaceForm):
    """On a panel that was named: who comes."""

    person = forms.ChoiceField(label=_("Who comes"), widget=forms.RadioSelect)
    field_order = ["member", "person", "reason", "request_key"]

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class LeaveForm(ReplaceForm):
    """Who leaves, and who takes the chair if it falls empty."""

    chair = forms.ChoiceField(
        label=_("Who takes the chair"), required=False, help_text=_("Only if the one who leaves is in the chair.")
    )
    field_order = ["member", "chair", "reason", "request_key"]

    def __init__(self, *args, codes: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, codes=codes, **kwargs)
        self.fields["chair"].choices = [("", "–"), *codes]


class OrderForm(ReplaceForm):
    """Which juror may not judge which entry."""

    entry = forms.ChoiceField(label=_("Entry"))
    field_order = ["member", "entry", "reason", "request_key"]

    def __init__(self, *args, entries: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Juror")
        self.fields["entry"].choices = entries


class ScanForm(PageForm):
    """The signed sheet as a picture; asked of the first who keys it."""

    scan = forms.FileField(
        label=_("Picture or scan of the sheet"),
        help_text=_("JPEG, PNG or PDF, at most 20 MB. On a phone you can take the picture here."),
    )

    def __init__(self, *args, required: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not required:
            del self.fields["scan"]


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
