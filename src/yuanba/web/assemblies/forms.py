"""The forms of an assembly."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.assemblies.labels import CHANNELS, DOCUMENTS, KINDS, SIDES, TIES
from yuanba.web.ballots.asking import MINUTES
from yuanba.web.forms import PageForm

Choices = list[tuple[Any, Any]]
PAPERS = ".pdf,.jpg,.jpeg,.png"


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def instant(label: Any, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget, input_formats=[MINUTES])


def words(label: Any, *, rows: int = 4, most: int = 500, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def scan(label: Any, help_text: Any = "", *, required: bool = True) -> forms.FileField:
    """A paper or a photograph; a phone offers its camera too."""
    hint = help_text or _("PDF or picture, at most 20 MB.")
    widget = forms.FileInput(attrs={"accept": PAPERS})
    return forms.FileField(label=label, required=required, max_length=160, help_text=hint, widget=widget)


def consent() -> forms.CharField:
    return forms.CharField(
        label=_("Number of the authority’s consent"),
        required=False,
        max_length=100,
        help_text=_("Without it the vote is an opinion ballot. Only the subdistrict enters it."),
    )


class BeginForm(PageForm):
    """A new assembly."""

    kind = forms.ChoiceField(label=_("What is prepared"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    place = forms.TypedChoiceField(label=_("Which compound"), coerce=int)
    formed_date = day(_("The group was formed on"), help_text=_("The deadlines run from this day."))
    seats = forms.IntegerField(
        label=_("Seats of the committee"),
        initial=5,
        help_text=_("5 to 11, an odd number; a courtyard may begin with 3."),
    )
    alternates = forms.IntegerField(label=_("Alternates"), initial=2, min_value=0, max_value=5)
    term_years = forms.IntegerField(label=_("Years of the term"), initial=3, help_text=_("3 to 5 years."))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]


class FoundForm(PageForm):
    """Somebody of the roll, by full name and door number."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    home = forms.CharField(label=_("Home"), max_length=40, required=False, help_text=_("Such as 3栋1单元402."))


class MemberForm(FoundForm):
    side = forms.ChoiceField(label=_("For which side"), choices=list(SIDES.items()), widget=forms.RadioSelect)
    is_lead = forms.BooleanField(
        label=_("Head of the group"), required=False, help_text=_("Somebody of the subdistrict or the community.")
    )
    field_order = ["side", "name", "home", "is_lead", "request_key"]


class DateForm(PageForm):
    day = day(_("On which day"))


class DocumentForm(PageForm):
    kind = forms.ChoiceField(label=_("Which paper"), choices=list(DOCUMENTS.items()))
    file = scan(_("File"), _("PDF or picture, at most 20 MB. Everybody can read it."))


class StandForm(PageForm):
    """One's own candidacy."""

    statement = words(
        _("What you want to do for the compound"), rows=6, most=1000, help_text=_("Every voter reads this.")
    )
    tie = forms.ChoiceField(
        label=_("Do you, or a relative, work for the property company?"),
        choices=list(TIES.items()),
        widget=forms.RadioSelect,
        initial="NONE",
    )
    tie_note = forms.CharField(
        label=_("Which company, which relative"), max_length=200, required=False, help_text=_("Voters read this too.")
    )


class PaperCandidateForm(FoundForm, StandForm):
    """A signed form at the desk."""

    channel = forms.ChoiceField(label=_("Who names"), choices=list(CHANNELS.items()), widget=forms.RadioSelect)
    form = scan(_("The signed form"), required=False)
    field_order = ["name", "home", "channel", "statement", "tie", "tie_note", "form", "request_key"]


class ScreenForm(PageForm):
    finding = forms.ChoiceField(
        label=_("Your finding"),
        choices=[("ADMIT", _("Admitted: stands")), ("REJECT", _("Not admitted"))],
        widget=forms.RadioSelect,
    )
    reason = words(
        _("Reason"), rows=3, most=400, required=False, help_text=_("Needed if not admitted. Everybody reads this.")
    )


class CallForm(PageForm):
    opens_at = instant(_("Opens"), _("At least 15 days after candidates and drafts were posted."))
    closes_at = instant(_("Closes"))
    consent_reference = consent()


class MeetingForm(PageForm):
    """The first meeting's outcome; members are persons."""

    met_date = day(_("Day of the meeting"))
    present = forms.IntegerField(label=_("Members present"), min_value=1)
    chair = forms.TypedChoiceField(label=_("Who becomes the chair"), coerce=int, widget=forms.RadioSelect)
    vices = forms.TypedMultipleChoiceField(
        label=_("Vice chairs"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = members  # type: ignore[attr-defined]
        self.fields["vices"].choices = members  # type: ignore[attr-defined]


class FilingForm(PageForm):
    finding = forms.ChoiceField(
        label=_("Your finding"),
        choices=[("FILE", _("Filed")), ("BACK", _("Sent back: something is missing"))],
        widget=forms.RadioSelect,
    )
    filed_date = day(_("On which day"), required=False)
    number = forms.CharField(label=_("Number of the filing"), max_length=80, required=False)
    reason = words(_("What is missing"), rows=3, most=400, required=False)


class WhyForm(PageForm):
    reason = words(_("Reason"), rows=3, most=400, help_text=_("Everybody reads this."))


class TextForm(PageForm):
    text = words(_("In your words"))


class SureForm(PageForm):
    """Nothing to fill in."""
