"""The form with which an organiser asks owners, residents or households, and the order that it becomes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.ballots import queries
from yuanba.ballots.actions import BallotOrder, NewItem, NewOption
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.web.ballots.labels import ANSWERS, MATTERS
from yuanba.web.forms import PageForm

QUESTIONS = 4
OPTION_LENGTH = 120
MOST_OPTIONS = 30
YES_NO, CHOOSE = "YES_NO", "CHOOSE"
ONLY_OPINIONS = "意见征询：统计各项意见，不作是否通过的结论"  # the source of a rule without a threshold
MINUTES = "%Y-%m-%dT%H:%M"


def _instant(label: Any, hint: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
        input_formats=[MINUTES],
    )


class AskForm(PageForm):
    """Who is asked what, by which rule, and when. Up to QUESTIONS questions; fields q1_text, q1_kind, …"""

    place = forms.TypedChoiceField(label=_("Which compound"), coerce=int)
    title = forms.CharField(
        label=_("Title of the ballot"), max_length=60, help_text=_("Such as: Shall we keep the property company?")
    )
    about = forms.CharField(
        label=_("Background"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is proposed, what it costs, who was asked so far. Everybody reads this before voting."),
    )
    electorate = forms.ChoiceField(
        label=_("Who votes"),
        widget=forms.RadioSelect,
        choices=[
            ("OWNERS", _("Owners, counted by heads and by area")),
            ("RESIDENTS", _("Residents, one sheet each")),
            ("HOUSEHOLDS", _("Households, one sheet each")),
        ],
    )
    matter = forms.ChoiceField(
        label=_("What owners decide"),
        required=False,
        choices=[("", _("Only opinions: counted, neither passed nor not")), *MATTERS.items()],
        help_text=_("The Civil Code says how many owners must take part and agree."),
    )
    kind = forms.ChoiceField(
        label=_("What the result is good for"),
        widget=forms.RadioSelect,
        choices=[("OPINION", _("Opinion ballot")), ("STATUTORY", _("Decision by law"))],
    )
    consent_reference = forms.CharField(
        label=_("Number of the authority’s consent"),
        required=False,
        max_length=100,
        help_text=_("Only for a decision by law, such as: 华街函〔2026〕8号."),
    )
    opens_at = _instant(_("Opens"), _("Owners are told at least 15 days before."))
    closes_at = _instant(_("Closes"), "")
    paper = forms.BooleanField(
        label=_("Take paper too"),
        required=False,
        help_text=_("The service desk hands out sheets; each voter has one vote."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        for number in range(1, QUESTIONS + 1):
            self._add_question(number)
        for name, field in self.fields.items():
            field.says_optional = name == "about"  # type: ignore[attr-defined]
            if field.required:
                field.error_messages["required"] = _("Please fill this in.")

    def _add_question(self, number: int) -> None:
        key = f"q{number}"
        self.fields[f"{key}_text"] = forms.CharField(
            label=_("Question"), max_length=OPTION_LENGTH, required=number == 1
        )
        self.fields[f"{key}_kind"] = forms.ChoiceField(
            label=_("How it is answered"),
            widget=forms.RadioSelect,
            choices=[(YES_NO, _("Agree, against, abstain")), (CHOOSE, _("Choose from options"))],
            initial=YES_NO,
            required=False,
        )
        self.fields[f"{key}_options"] = forms.CharField(
            label=_("Options"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One on each line."),
        )
        self.fields[f"{key}_choose"] = forms.IntegerField(
            label=_("How many may be chosen"), required=False, min_value=1, max_value=MOST_OPTIONS, initial=1
        )

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The bound fields of each question, and whether it is shown unfolded."""
        return [
            {
                "number": number,
                "text": self[f"q{number}_text"],
                "kind": self[f"q{number}_kind"],
                "options": self[f"q{number}_options"],
                "choose": self[f"q{number}_choose"],
                "is_open": number == 1 or bool(self[f"q{number}_text"].value()),
            }
            for number in range(1, QUESTIONS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("matter") and data.get("electorate") not in (None, "OWNERS"):
            self.add_error("matter", _("Only owners decide such matters. Choose “only opinions” here."))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It would close before it opens."))
        if data.get("kind") == "STATUTORY" and not data.get("consent_reference"):
            self.add_error("consent_reference", _("A decision by law needs the authority’s consent in writing."))
        for number in range(1, QUESTIONS + 1):
            self._check_question(number)
        return data

    def _check_question(self, number: int) -> None:
        key, data = f"q{number}", self.cleaned_data
        if not data.get(f"{key}_text"):
            if data.get(f"{key}_options"):
                self.add_error(f"{key}_text", _("The options stand here without a question."))
            return
        if data.get(f"{key}_kind") != CHOOSE:
            return
        lines = _lines(data.get(f"{key}_options", ""))
        wrong = _wrong(lines)
        if wrong:
            self.add_error(f"{key}_options", wrong)
        elif (data.get(f"{key}_choose") or 1) > len(lines):
            self.add_error(f"{key}_choose", _("There are not so many options."))

    def order(self) -> BallotOrder:
        """What the form says, as a ballot's order."""
        data = self.cleaned_data
        threshold = _threshold(data)
        asked = [number for number in range(1, QUESTIONS + 1) if data.get(f"q{number}_text")]
        rules = [_rule(data, f"q{number}", threshold) for number in asked]
        return BallotOrder(
            territory_id=data["place"],
            title=data["title"],
            about=data["about"],
            kind=data["kind"],
            electorate=data["electorate"],
            matter=data["matter"],
            consent_reference=data["consent_reference"],
            rule=rules[0],
            items=tuple(
                _item(data, f"q{number}", {} if rule == rules[0] else rule)
                for number, rule in zip(asked, rules, strict=True)
            ),
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            paper_rule=Ballot.PaperRule.FIRST_STANDS if data["paper"] else Ballot.PaperRule.NONE,
        )


def values_of(ballot: Ballot) -> dict[str, Any]:
    """The form's values for a draft that is changed."""
    values: dict[str, Any] = {
        name: getattr(ballot, name) for name in ("title", "about", "electorate", "matter", "kind", "consent_reference")
    }
    values |= {"place": ballot.territory_id, "paper": ballot.paper_rule != Ballot.PaperRule.NONE}
    values |= {name: getattr(ballot, name).astimezone(SHANGHAI) for name in ("opens_at", "closes_at")}
    for number, item in enumerate(queries.sheet(ballot.pk).items[:QUESTIONS], 1):
        values[f"q{number}_text"] = item.label
        values[f"q{number}_kind"] = YES_NO if item.is_yes_no else CHOOSE
        if not item.is_yes_no:
            values[f"q{number}_options"] = "\n".join(option.label for option in item.options)
            values[f"q{number}_choose"] = item.choose
    return values


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _wrong(lines: Sequence[str]) -> str:
    """Why these are no options to choose from; "" if they are."""
    folded = [line.casefold() for line in lines]
    alike = [line for place, line in enumerate(lines) if folded[place] in folded[:place]]
    if len(lines) < 2:
        return gettext("At least two options are needed, one on each line.")
    if alike:
        return gettext("“%(option)s” stands twice.") % {"option": alike[0]}
    if len(lines) > MOST_OPTIONS:
        return gettext("At most %(n)s options fit on a sheet.") % {"n": MOST_OPTIONS}
    if any(len(line) > OPTION_LENGTH for line in lines):
        return gettext("An option has at most %(n)s characters.") % {"n": OPTION_LENGTH}
    return ""


def _threshold(data: Mapping[str, Any]) -> dict[str, str]:
    if data["electorate"] != "OWNERS" or not data["matter"]:
        return {}
    row = law.row_for(law.OWNERS, data["matter"], local_date(data["opens_at"]))
    return row.threshold() if row is not None else {}


def _rule(data: Mapping[str, Any], key: str, threshold: dict[str, str]) -> dict[str, Any]:
    terms: dict[str, Any] = {"version": 1, "source": threshold.get("source", ONLY_OPINIONS)}
    if threshold:
        terms["threshold"] = threshold
    if data[f"{key}_kind"] != CHOOSE:
        return terms | {"id": "yes-no-abstain"}
    if not threshold:
        return terms | {"id": "choose-k"}
    seats = data[f"{key}_choose"] or 1
    name = "committee" if data["matter"] == law.COMMITTEE_MEMBERS else "approval"
    return terms | {"id": name, "seats": seats}


def _item(data: Mapping[str, Any], key: str, rule: dict[str, Any]) -> NewItem:
    if data[f"{key}_kind"] != CHOOSE:
        return NewItem(key, 1, tuple(NewOption(one) for one in ANSWERS), label=data[f"{key}_text"], rule=rule)
    lines = _lines(data[f"{key}_options"])
    options = tuple(NewOption(f"o{place}", line) for place, line in enumerate(lines, 1))
    return NewItem(key, data[f"{key}_choose"] or 1, options, label=data[f"{key}_text"], rule=rule)
