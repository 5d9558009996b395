"""Forms of bodies, seats, rosters, task forces and words to whoever serves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.bodies.labels import CAPACITIES, WORD_KINDS
from yuanba.web.forms import PageForm, ReasonForm

DAY = {"type": "date"}
TEL = {"type": "tel", "autocomplete": "off", "inputmode": "tel"}


def day_field(label: object, required: bool = True, help_text: object = "") -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def long_field(label: object, most: int, help_text: object = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def line_field() -> forms.CharField:
    return forms.CharField(
        label=_("Public contact line"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=TEL),
        help_text=_("A duty phone, which passes calls on; never a private mobile."),
    )


class FoundForm(PageForm):
    """What a founding paper says. Fields that a kind of body does not have are taken out."""

    name = forms.CharField(label=_("Name"), max_length=120)
    building = forms.TypedChoiceField(label=_("Building"), coerce=int)
    purpose = long_field(_("Its duties"), 1000, _("Its duties, in a sentence or two."))
    decided_by = forms.CharField(label=_("Body that decided"), max_length=120)
    decision_number = forms.CharField(
        label=_("Number of the decision"), max_length=60, required=False, help_text=_("If it has one.")
    )
    decided_date = day_field(_("Decided on"))
    from_date = day_field(_("From"))
    due_date = day_field(_("The term is over on"), help_text=_("From this day on others must be appointed."))
    role_line = line_field()


class PersonForm(PageForm):
    """Somebody of the register: the name and the number tell namesakes apart."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs=TEL),
        help_text=_("Tells namesakes apart; shown half hidden."),
    )
    from_date = day_field(_("From"))
    to_date = day_field(_("Until"), required=False)


class SeatForm(PersonForm):
    field_order = [
        "name", "phone", "capacity", "has_consented", "is_lead", "duty", "source_unit", "from_date", "to_date",
        "relay_line",
    ]  # fmt: skip
    capacity = forms.ChoiceField(label=_("As what"), choices=list(CAPACITIES.items()))
    has_consented = forms.BooleanField(
        label=_("As a party member: this person agreed to it on paper or at the desk"), required=False
    )
    is_lead = forms.BooleanField(label=_("Leads the body"), required=False)
    duty = forms.CharField(label=_("Duty"), max_length=200, required=False)
    source_unit = forms.CharField(
        label=_("Seconded from"),
        max_length=120,
        required=False,
        help_text=_("The unit that sends the person; then the last day is needed too."),
    )
    relay_line = line_field()


class AssignForm(PersonForm):
    """`parts` are the grids, buildings or clusters to choose from."""

    field_order = ["part", "name", "phone", "relay_line", "from_date", "to_date"]
    part = forms.TypedChoiceField(label=_("Which grid or building"), coerce=int)
    relay_line = line_field()

    def __init__(self, *args, parts=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = parts


class OrganForm(PageForm):
    key = forms.RegexField(
        label=_("Short sign"),
        regex=r"^[A-Z][A-Z_]{1,19}$",
        help_text=_("Capital letters such as PARKING; kinds of reports are sent by it."),
        error_messages={"invalid": _("Two to twenty capital letters.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    duty = long_field(_("Its duties"), 1000)


class ChangeForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = long_field(_("Its duties"), 1000)


class ResultForm(PageForm):
    on_date = day_field(_("On which day"))
    text = long_field(_("What was done"), 400, _("One sentence that everybody may read; no names, no numbers."))


class EndBodyForm(ReasonForm):
    field_order = ["ended_date", "reason"]
    ended_date = day_field(_("Ends on this day"))


class EndForm(PageForm):
    to_date = day_field(_("Ends on this day"))


class UnitForm(PageForm):
    name = forms.CharField(label=_("Unit"), max_length=120)
    is_lead = forms.BooleanField(label=_("This unit leads the task force"), required=False)
    line = line_field()
    liaison_name = forms.CharField(label=_("Name of the liaison person"), max_length=60, required=False)
    liaison_phone = forms.CharField(
        label=_("Mobile number of the liaison person"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=TEL),
        help_text=_("Tells namesakes apart; shown half hidden."),
    )
    from_date = day_field(_("From"))

    def clean(self) -> dict:
        values = super().clean()
        if bool(values.get("liaison_name")) != bool(values.get("liaison_phone")):
            self.add_error("liaison_phone", _("Name and number go together."))
        return values


class TaskForm(PageForm):
    text = long_field(_("What is to be done"), 400)
    due_date = day_field(_("By"))


class OutcomeForm(PageForm):
    outcome = long_field(_("Outcome"), 400)


class WordForm(PageForm):
    kind = forms.ChoiceField(
        label=_("What would you like to say?"), choices=list(WORD_KINDS.items()), widget=forms.RadioSelect
    )
    text = long_field(_("In your own words"), 1000, rows=5)


class AnswerForm(PageForm):
    text = long_field(_("Answer"), 1000, rows=5)
