"""Forms of the territory, the cards, the grids and the calendar."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.filters import CM2_PER_M2
from yuanba.web.forms import PageForm
from yuanba.web.places.labels import ASSETS, COMPOUND_KINDS, FACTS, GRID_LEVELS, KINDS

DAY = {"type": "date"}


def day_field(label: object, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class BasisForm(PageForm):
    """Every change of the tree has a day and a decision it rests on."""

    from_date = day_field(_("From this day on"))
    basis = forms.CharField(label=_("Decision it rests on"), max_length=200, help_text=_("Body, number and day."))


class FoundForm(BasisForm):
    field_order = ["kind", "name", "code", "from_date", "basis"]
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.CharField(
        label=_("Statistical code"), max_length=12, required=False, help_text=_("Compounds have none.")
    )


class RenameForm(BasisForm):
    field_order = ["name", "code", "from_date", "basis"]
    name = forms.CharField(label=_("New name"), max_length=80)
    code = forms.CharField(label=_("Statistical code"), max_length=12, required=False)


class ChoiceOfPlace(BasisForm):
    """`places` is a list of (id, name)."""

    def __init__(self, *args, places=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("parent", "others", "area"):
            if name in self.fields:
                self.fields[name].choices = places


class MoveForm(ChoiceOfPlace):
    field_order = ["parent", "from_date", "basis"]
    parent = forms.TypedChoiceField(label=_("Moves under"), coerce=int)


class MergeForm(ChoiceOfPlace):
    field_order = ["others", "name", "code", "from_date", "basis"]
    others = forms.TypedMultipleChoiceField(label=_("Merged with"), coerce=int, widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label=_("Name of the whole"), max_length=80)
    code = forms.CharField(label=_("Statistical code"), max_length=12, required=False)


class SplitForm(BasisForm):
    """Two parts: what is ticked goes to the second, everything else to the first."""

    field_order = ["first", "second", "children", "buildings", "from_date", "basis"]
    first = forms.CharField(label=_("Name of the first part"), max_length=80)
    second = forms.CharField(label=_("Name of the second part"), max_length=80)
    children = forms.TypedMultipleChoiceField(
        label=_("To the second part go"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    buildings = forms.TypedMultipleChoiceField(
        label=_("And these buildings"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, children=(), buildings=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("children", children), ("buildings", buildings)):
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]


class OverlayForm(PageForm):
    area = forms.TypedChoiceField(label=_("Functional area"), coerce=int)
    from_date = day_field(_("From this day on"))

    def __init__(self, *args, places=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = places


class DayForm(PageForm):
    to_date = day_field(_("Ends on this day"))


class PopulationForm(PageForm):
    people = forms.IntegerField(label=_("People"), min_value=0)
    source = forms.CharField(label=_("Source"), max_length=200)
    as_of_date = day_field(_("As of"))


class AssetForm(PageForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ASSETS.items()))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    number = forms.IntegerField(label=_("How many"), min_value=0, initial=1)
    as_of_date = day_field(_("As of"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CompoundForm(PageForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(COMPOUND_KINDS.items()), widget=forms.RadioSelect)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)


class FactForm(PageForm):
    key = forms.ChoiceField(label=_("Fact"), choices=list(FACTS.items()))
    value = forms.CharField(
        label=_("Value"),
        max_length=32,
        help_text=_("Area in square metres, rates in per cent, the hand-over as a month such as 2007-03."),
    )
    as_of_date = day_field(_("As of"))
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("key") == "FLOOR_AREA" and "value" in cleaned:
            try:
                cleaned["value"] = str(int(Decimal(cleaned["value"].replace(",", "")) * CM2_PER_M2))
            except ArithmeticError:
                self.add_error("value", _("Write a number of square metres."))
        return cleaned


class MilestoneForm(PageForm):
    title = forms.CharField(label=_("What happened"), max_length=120)
    month = forms.CharField(
        label=_("Month"), max_length=7, widget=forms.TextInput(attrs={"type": "month"}), help_text=_("Such as 2010-12.")
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NameForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=40)


class PlaceBuildingForm(PageForm):
    phase = forms.TypedChoiceField(label=_("Phase"), coerce=int, empty_value=None, required=False)
    cluster = forms.TypedChoiceField(label=_("Cluster"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, phases=(), clusters=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", "–"), *phases]
        self.fields["cluster"].choices = [("", "–"), *clusters]


class GridForm(PageForm):
    level = forms.ChoiceField(label=_("Level"), choices=list(GRID_LEVELS.items()))
    name = forms.CharField(label=_("Name"), max_length=60)
    parent = forms.TypedChoiceField(label=_("Lies in"), coerce=int, empty_value=None, required=False)
    from_date = day_field(_("From this day on"))

    def __init__(self, *args, grids=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "–"), *grids]


class FillGridForm(PageForm):
    premises = forms.TypedMultipleChoiceField(
        label=_("Dwellings and shops that lie in no grid yet"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    from_date = day_field(_("From this day on"))

    def __init__(self, *args, premises=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["premises"].choices = premises


class CalendarDayForm(PageForm):
    day = day_field(_("Day"))
    is_workday = forms.TypedChoiceField(
        label=_("It is"),
        choices=[("1", _("a working day")), ("0", _("a day off"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    source = forms.CharField(label=_("By which notice"), max_length=120)


class CalendarYearForm(PageForm):
    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)
    source = forms.CharField(
        label=_("By which notice"), max_length=120, help_text=_("Enter the moved days first; then deadlines may count.")
    )


class HolidayNoticeForm(PageForm):
    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)
    source = forms.CharField(
        label=_("By which notice"), max_length=120, help_text=_("The document, its number and day.")
    )
    text = forms.CharField(
        label=_("The text of the notice"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Copy it in as it was published. You see the days before anything is kept."),
    )
