"""Forms of grid work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.forms import PageForm

DAY = {"type": "date"}


def day_field(label: object, help_text: object = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class DoneForm(PageForm):
    note = forms.CharField(
        label=_("What was found"),
        max_length=200,
        required=False,
        help_text=_("A sentence, if there is something to say. No names, no numbers, no photo needed."),
    )


class TaskForm(PageForm):
    """`kinds` are the lines of the admitted list, `grids` the micro-grids to choose from."""

    kind = forms.ChoiceField(label=_("Kind, by the admitted list"), required=False)
    why = forms.CharField(
        label=_("Why the grids should do it, if it stands on no list"),
        max_length=200,
        required=False,
        help_text=_("Then the leader of the subdistrict approves it first."),
    )
    title = forms.CharField(label=_("What is to be done"), max_length=80)
    text = forms.CharField(
        label=_("More about it"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    from_date = day_field(_("From"))
    last_date = day_field(_("Last day"))
    grids = forms.TypedMultipleChoiceField(label=_("By which grids"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, kinds=(), grids=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*kinds, ("", _("It stands on no list"))]
        self.fields["grids"].choices = grids


class KindForm(PageForm):
    key = forms.RegexField(
        label=_("Short sign"),
        regex=r"^[A-Z][A-Z_]{1,23}$",
        help_text=_("Capital letters such as DOGS; the sign of a line on the list replaces that line."),
        error_messages={"invalid": _("Two to twenty-four capital letters.")},
    )
    name = forms.CharField(label=_("Name"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    source = forms.CharField(
        label=_("By which list"), max_length=200, help_text=_("Which office published it, number and day.")
    )
    from_date = day_field(_("From this day on"))


class DropForm(PageForm):
    to_date = day_field(_("Leaves the list on"))
