"""The form with which an organiser asks owners, residents or households, and the order that it becomes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.ballots.actions import BallotOrder
from yuanba.kernel.fen import BadAmount, parse_yuan
from yuanba.web.ballots import ordering
from yuanba.web.ballots.labels import MATTERS
from yuanba.web.ballots.ordering import (
    APPROVAL,
    BUDGET,
    CHOOSE,
    GREEDY,
    IRV,
    MOST_OPTIONS,
    SCHULZE,
    SEATS,
    SHARES,
    YES_NO,
)
from yuanba.web.forms import PageForm

QUESTIONS = 6
KINDS = [
    (YES_NO, _("Agree, against, abstain")),
    (CHOOSE, _("Choose from options")),
    (APPROVAL, _("Say yes to any number; the one with most is chosen")),
    (SEATS, _("Elect several, by most votes")),
    (IRV, _("Put in order, the last goes out in rounds")),
    (SCHULZE, _("Put in order, each is compared with each")),
    (GREEDY, _("Share out a budget, by most votes")),
    (SHARES, _("Share out a budget, so that every group gets its part")),
]
MINUTES = "%Y-%m-%dT%H:%M"


def _instant(label: Any, hint: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
        input_formats=[MINUTES],
    )


class YuanField(forms.CharField):
    """An amount in yuan, as people write it, as whole fen above nothing."""

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except BadAmount as error:
            raise forms.ValidationError(_("This is no amount in yuan, such as 20000 or 2万.")) from error
        if fen <= 0:
            raise forms.ValidationError(_("The amount is above nothing."))
        return fen


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
            ("COMMITTEE", _("The members of a committee")),
            ("MEETING", _("Whoever was at a meeting, by its checked list")),
        ],
    )
    level = forms.ChoiceField(
        label=_("Open or secret"),
        required=False,
        widget=forms.RadioSelect,
        initial="N",
        choices=[("N", _("Open to whoever runs this site")), ("S", _("Secret"))],
    )
    body = forms.TypedChoiceField(label=_("Which committee"), coerce=int, required=False, empty_value=None)
    meeting = forms.TypedChoiceField(label=_("Which meeting"), coerce=int, required=False, empty_value=None)
    silence = forms.CharField(
        label=_("Article by which the silent count"),
        required=False,
        max_length=100,
        help_text=_("Leave it empty and silence counts for nothing."),
    )
    silence_as = forms.ChoiceField(
        label=_("How the silent count"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("present", _("As taking part only")), ("majority", _("With the side that has more votes"))],
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
    tie = forms.ChoiceField(
        label=_("If two are equal"),
        required=False,
        widget=forms.RadioSelect,
        initial="STEPS",
        choices=[
            ("STEPS", _("The other counts decide (area, first places, lower cost); if these are equal too, nobody")),
            ("DRAW", _("The other counts decide, then a public draw")),
        ],
    )
    draw = forms.CharField(
        label=_("Which public draw"),
        required=False,
        max_length=60,
        help_text=_("A draw after the close whose number everybody can look up, such as the next lottery draw."),
    )
    casts_from = forms.DateTimeField(
        label=_("Votes are taken from"),
        required=False,
        help_text=_("Tickets are given out before, votes are taken after. Left empty: both at the same time."),
        widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
        input_formats=[MINUTES],
    )
    paper = forms.BooleanField(
        label=_("Take paper too"),
        required=False,
        help_text=_("The service desk hands out sheets; each voter has one vote."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        ids = [pk for pk, _name in places]
        self.fields["body"].choices = [("", "—"), *ordering.bodies_in(ids)]  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [("", "—"), *ordering.meetings_in(ids)]  # type: ignore[attr-defined]
        for number in range(1, QUESTIONS + 1):
            self._add_question(number)
        for name, field in self.fields.items():
            field.says_optional = name == "about"  # type: ignore[attr-defined]
            if field.required:
                field.error_messages["required"] = _("Please fill this in.")

    def _add_question(self, number: int) -> None:
        key = f"q{number}"
        text = forms.CharField(label=_("Question"), max_length=ordering.OPTION_LENGTH, required=number == 1)
        kind = forms.ChoiceField(
            label=_("How it is answered"), widget=forms.RadioSelect, choices=KINDS, initial=YES_NO, required=False
        )
        options = forms.CharField(
            label=_("Options"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("One on each line. For a budget with the cost in yuan: 分类亭｜15000."),
        )
        choose = forms.IntegerField(
            label=_("How many may be chosen"),
            required=False,
            min_value=1,
            max_value=MOST_OPTIONS,
            help_text=_("Left empty: one; for an election as many as are elected; for a budget all."),
        )
        seats = forms.IntegerField(label=_("How many are elected"), required=False, min_value=1, max_value=MOST_OPTIONS)
        whole = forms.BooleanField(label=_("Every option must be given a place"), required=False)
        budget = YuanField(label=_("Budget in yuan"), required=False, max_length=20)
        step = YuanField(
            label=_("By how many yuan the shares grow"),
            required=False,
            max_length=20,
            help_text=_(
                "Money that is left is shared out again in such steps: for each voter, by area for each 100 ㎡."
                " Leave it empty if you are not sure."
            ),
        )
        fields = {"text": text, "kind": kind, "options": options, "choose": choose, "seats": seats}
        fields |= {"all": whole, "budget": budget, "step": step}
        for name, field in fields.items():
            self.fields[f"{key}_{name}"] = field

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The bound fields of each question, and whether it is shown unfolded."""
        names = ("text", "kind", "options", "choose", "seats", "all", "budget", "step")
        return [
            {name: self[f"q{number}_{name}"] for name in names}
            | {"number": number, "is_open": number == 1 or bool(self[f"q{number}_text"].value())}
            for number in range(1, QUESTIONS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("matter") and data.get("electorate") not in (None, "OWNERS"):
            self.add_error("matter", _("Only owners decide such matters. Choose “only opinions” here."))
        if data.get("level") == "S" and data.get("electorate") == "OWNERS":
            self.add_error(
                "level", _("A vote that counts areas cannot be secret: the area of a dwelling tells whose it is.")
            )
        self._check_electorate()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It would close before it opens."))
        if data.get("kind") == "STATUTORY" and not data.get("consent_reference"):
            self.add_error("consent_reference", _("A decision by law needs the authority’s consent in writing."))
        if data.get("tie") == "DRAW" and not data.get("draw"):
            self.add_error("draw", _("Name the draw now: it must be known before anybody votes."))
        for number in range(1, QUESTIONS + 1):
            self._check_question(number)
        return data

    def _check_electorate(self) -> None:
        for name, electorate in (("body", "COMMITTEE"), ("meeting", "MEETING")):
            if self.cleaned_data.get("electorate") == electorate and not self.cleaned_data.get(name):
                self.add_error(name, _("Please choose one."))

    def _check_question(self, number: int) -> None:
        key, data = f"q{number}", self.cleaned_data
        if not data.get(f"{key}_text"):
            if data.get(f"{key}_options"):
                self.add_error(f"{key}_text", _("The options stand here without a question."))
            return
        kind = data.get(f"{key}_kind") or YES_NO
        if kind == YES_NO:
            return
        lines = ordering.lines_of(data.get(f"{key}_options", ""))
        names = [ordering.priced(line)[0] for line in lines] if kind in BUDGET else lines
        wrong = ordering.wrong_options(names)
        if wrong:
            self.add_error(f"{key}_options", wrong)
            return
        if kind in (CHOOSE, SEATS) and (data.get(f"{key}_choose") or 1) > len(lines):
            self.add_error(f"{key}_choose", _("There are not so many options."))
        if kind == SEATS and (data.get(f"{key}_seats") or 1) > len(lines):
            self.add_error(f"{key}_seats", _("There are not so many options."))
        if kind in BUDGET:
            self._check_budget(key, lines)

    def _check_budget(self, key: str, lines: Sequence[str]) -> None:
        budget = self.cleaned_data.get(f"{key}_budget")
        if f"{key}_budget" in self.errors:
            return
        if budget is None:
            self.add_error(f"{key}_budget", _("How much money is there? Fill it in."))
            return
        wrong = ordering.wrong_costs(lines, budget)
        if wrong:
            self.add_error(f"{key}_options", wrong)

    def order(self, words: ordering.Words | None = None) -> BallotOrder:
        """What the form says, as a ballot's order. `words`: text and pictures of the options that a draft had."""
        data = self.cleaned_data
        asked = [number for number in range(1, QUESTIONS + 1) if data.get(f"q{number}_text")]
        return ordering.order_of(data, asked, words or {})
