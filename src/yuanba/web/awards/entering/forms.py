"""The entry form in parts. Each part is a form of its own on a phone; the desk shows all of them on one page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yuanba.awards.playbook import Category, applies
from yuanba.awards.rules import NAME_LENGTH
from yuanba.web import drafts
from yuanba.web.awards.entering.places import Choices, compounds_only
from yuanba.web.awards.fields import DayField, MobileField, MonthField, NameField
from yuanba.web.awards.words import said
from yuanba.web.forms import PageForm

SELF, OTHER = "self", "other"
ANSWER = "answer-"
DEEDS = {
    "PERSON": _("What the person has done"),
    "ORGANISATION": _("What was done, and what came of it"),
    "CASE": _("The case: background, what was done, in which steps, what came of it"),
    "WORK": _("About the work"),
}
NAMES = {
    "PERSON": _("Name of the person put forward"),
    "ORGANISATION": _("Name of the body or group"),
    "CASE": _("Who did it (person or body)"),
    "WORK": _("Author, or the body that hands it in"),
}
SEXES = (("", _("I would rather not say")), ("女", _("female")), ("男", _("male")))


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PartForm(PageForm):
    """A part of the form, tied to a category. Nothing in it decides; what is missing is said at once."""

    request_key = None  # type: ignore[assignment]  # the draft's own key stands in the address
    name = ""

    def __init__(self, *args: Any, category: Category, kind: str = "", known: Mapping[str, Any], **kwargs: Any) -> None:
        """`known`: "places" (grouped choices), "name" (of a verified applicant or ""), "deeds_chars"."""
        super().__init__(*args, **kwargs)
        self.category, self.kind, self.known = category, kind, known
        self.build()
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = str(_("Please fill this in."))

    def build(self) -> None:
        """Adds the category's own fields."""

    @classmethod
    def waiting(cls, request: HttpRequest, values: Mapping[str, Any], **kwargs: Any) -> "PartForm":
        """The part as a GET shows it: the draft, overlaid with what was typed while a session ran out."""
        kept = drafts.take(request)
        form = cls(initial=dict(values), **kwargs)
        for name, field in form.fields.items():
            if kept is not None and name in kept:
                form.initial[name] = field.widget.value_from_datadict(kept, {}, name)
        return form

    def raw(self) -> dict[str, Any]:
        """What was typed, valid or not, as the draft keeps it."""
        return {
            name: field.widget.value_from_datadict(self.data, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }


class NomineeForm(PartForm):
    """Who or what is put forward, and whom to call."""

    name = "nominee"

    def build(self) -> None:
        nominee = self.category.nominee
        if nominee in ("CASE", "WORK"):
            self.fields["title"] = NameField(
                label=_("Title of the case") if nominee == "CASE" else _("Title of the work"), max_length=NAME_LENGTH
            )
        # Where nobody applies for oneself, "me" is no choice: one recommends somebody else.
        if nominee != "ORGANISATION" and not self.known.get("desk") and self.category.routes.own_application:
            self._who(nominee)
        self.fields["nominee_name"] = NameField(
            label=NAMES[nominee],
            max_length=NAME_LENGTH if nominee == "ORGANISATION" else 60,
            required="who" not in self.fields,
            help_text=_("Only if it is not you.") if self.known.get("name") and "who" in self.fields else "",
        )
        self.fields["nominee_name"].says_optional = False  # type: ignore[attr-defined]  # somebody else's name is needed
        self.fields["territory"] = forms.ChoiceField(
            label=_("Compound") if nominee == "PERSON" else _("Compound or community"),
            choices=[("", _("Please choose")), *self.known["places"]],
        )
        {"PERSON": self._person, "ORGANISATION": self._body, "CASE": self._case, "WORK": self._work}[nominee]()
        if self.category.routes.service_area_allowed:
            self._service_area(self.known["places"])
        if self.known.get("asks_fees"):
            self.fields["fees_agreed"] = forms.BooleanField(
                label=_("Signed on the paper: the property company may be asked whether the fees are paid, yes or no"),
                required=False,
                help_text=_("Tick it only if the signature is there. Without it the entry is just as good."),
            )
        self.fields["contact_name"] = NameField(label=_("Whom to call"), required=False)
        self.fields["contact_phone"] = MobileField(
            label=_("Mobile number"),
            required=not self.known.get("desk"),
            help_text=_("For questions about this entry only; it is never public."),
        )

    def _who(self, nominee: str) -> None:
        me = _("Me, %(name)s") % {"name": self.known["name"]} if self.known.get("name") else _("Me")
        other = _("Somebody else") if nominee == "PERSON" else _("Somebody else, or a body")
        self.fields["who"] = forms.ChoiceField(
            label=_("Who is it about?") if nominee == "PERSON" else _("Who did it?"),
            choices=[(SELF, me), (OTHER, other)],
            widget=forms.RadioSelect,
            initial=SELF,
        )

    def _person(self) -> None:
        self.fields["sex"] = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
        self.fields["birth_month"] = MonthField(label=_("Year and month of birth"), required=False)
        self.fields["building"] = NameField(
            label=_("Building"), max_length=40, required=False, help_text=_("The number of the flat is not needed.")
        )
        self.fields["political_status"] = NameField(
            label=_("Political status"),
            max_length=40,
            required=False,
            help_text=_(
                "Left empty it changes nothing. Filling it in means that you agree to its use for this campaign only; "
                "it is never public."
            ),
        )

    def _body(self) -> None:
        self.fields["leader"] = NameField(label=_("Who leads it"), required=False)
        self.fields["founded"] = MonthField(label=_("Founded in"), required=False)
        self.fields["size"] = NameField(label=_("How many people"), max_length=20, required=False)

    def _case(self) -> None:
        self.fields["period"] = NameField(
            label=_("When"), max_length=60, required=False, help_text=_("For example 2024-03 to 2026-06.")
        )

    def _work(self) -> None:
        self.fields["outlet"] = NameField(
            label=_("Where it appeared"), max_length=NAME_LENGTH, help_text=_("Newspaper, channel, account.")
        )
        self.fields["address"] = forms.CharField(label=_("Web address"), max_length=400, required=False)
        self.fields["published_date"] = DayField(label=_("First published on"), required=False)
        self.fields["reach"] = forms.IntegerField(
            label=_("How often it was read or played"),
            min_value=0,
            max_value=10**12,
            required=False,
            help_text=_("It is shown to the jury, not scored."),
        )
        self.fields["reach_unit"] = NameField(
            label=_("Counted as"), max_length=40, required=False, help_text=_("For example “reads” or “plays”.")
        )
        self.fields["reach_date"] = DayField(label=_("As of"), required=False)

    def _service_area(self, choices: Choices) -> None:
        self.fields["service_areas"] = forms.MultipleChoiceField(
            label=_("Compounds that are served"),
            choices=compounds_only(choices),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Only if the body has no compound of its own: residents of these are asked about it."),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        known = values.get("who") == SELF and self.known.get("name")
        if not known and not values.get("nominee_name") and "nominee_name" not in self.errors:
            self.add_error("nominee_name", str(_("Please fill this in.")))
        if values.get("reach") is not None and not (values.get("reach_unit") and values.get("reach_date")):
            self.add_error("reach_unit", str(_("Say also what is counted, and as of which day.")))
        return values


class CriteriaForm(PartForm):
    """Each condition in own words, and the account of the deeds."""

    name = "criteria"

    def build(self) -> None:
        most = self.known["deeds_chars"]
        needed = not self.known.get("desk")
        for number, one in enumerate(self.category.criteria_for(self.kind), start=1):
            if applies(one, self.kind):
                self.fields[f"{ANSWER}{one.key}"] = forms.CharField(
                    label=f"{number}. {said(one, 'text')}", max_length=most, widget=_long(), required=needed
                )
        self.fields["deeds"] = forms.CharField(
            label=DEEDS[self.category.nominee],
            max_length=most,
            widget=_long(8),
            required=False,
            help_text=_("Up to %(most)s characters. Please no ID numbers and no phone numbers.") % {"most": most},
        )


PARTS: tuple[type[PartForm], ...] = (NomineeForm, CriteriaForm)
