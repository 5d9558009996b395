"""Forms with which owners' committees choose a property company and keep its contracts."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.oversight.actions import Agreement, Plan
from yuanba.web.forms import PageForm
from yuanba.web.oversight.company_labels import (
    KINDS_OF_CHOICE,
    METHODS,
    NOTICE_SIDES,
    NOTICES,
    PAYMENT_HINTS,
    PAYMENTS,
)
from yuanba.web.oversight.forms import day

MINUTES = "%Y-%m-%dT%H:%M"
FEN = 100


def instant(label: Any, hint: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=hint, widget=widget, input_formats=[MINUTES])


def money(label: Any, hint: Any = "") -> forms.DecimalField:
    """Yuan with two places; `fen_of` makes fen of them."""
    return forms.DecimalField(
        label=label, help_text=hint, min_value=Decimal("0.01"), max_value=Decimal("999.99"), decimal_places=2
    )


def fen_of(yuan: Decimal) -> int:
    return int(yuan * FEN)


def text(label: Any, rows: int = 4, hint: Any = "", *, required: bool = True, most: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


def scan(label: Any, *, required: bool = False) -> forms.FileField:
    return forms.FileField(
        label=label, required=required, max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )


FEE = _("Yuan per m² and month")


class PlanForm(PageForm):
    """What is proposed to the owners. `hints` stand under the choices of a field."""

    hints: ClassVar = {"payment": PAYMENT_HINTS}

    compound = forms.TypedChoiceField(label=_("Compound"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What is proposed"), widget=forms.RadioSelect, choices=list(KINDS_OF_CHOICE.items())
    )
    title = forms.CharField(label=_("Title on the sheet"), max_length=60)
    present = forms.ChoiceField(label=_("Present contract"), required=False)
    dismisses_present = forms.BooleanField(
        label=_("Also ask whether the present company is dismissed before its contract ends"), required=False
    )
    service_level = forms.CharField(
        label=_("Service level"), max_length=60, help_text=_("Such as: level two of the city.")
    )
    fee = money(_("Fee"), _("Yuan per m² and month. For a choice: the most that is acceptable."))
    payment = forms.ChoiceField(label=_("Way of payment"), widget=forms.RadioSelect, choices=list(PAYMENTS.items()))
    term_months = forms.IntegerField(label=_("Length in months"), min_value=1, max_value=120, initial=36)
    method = forms.ChoiceField(label=_("How companies are found"), widget=forms.RadioSelect, choices=list(METHODS.items()),
                               initial="NEGOTIATION")  # fmt: skip
    offers_until = day(
        _("Last day for offers"), required=False, help_text=_("For a choice. Offers are public after that day.")
    )
    plan = text(_("The plan"), 8, _("Why, what changes, what it costs, who was asked. Everybody reads it."))
    plan_file = scan(_("The plan as a file"))

    def __init__(self, *args: Any, compounds: list[tuple[int, str]], contracts: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["compound"].choices = compounds  # type: ignore[attr-defined]
        self.fields["present"].choices = [("", "—"), *contracts]  # type: ignore[attr-defined]

    def plan_of(self, file_id: int | None) -> Plan:
        data = self.cleaned_data
        return Plan(
            kind=data["kind"],
            title=data["title"],
            service_level=data["service_level"],
            fee_fen=fen_of(data["fee"]),
            payment=data["payment"],
            term_months=data["term_months"],
            plan=data["plan"],
            method=data["method"],
            dismisses_present=data["dismisses_present"],
            present_contract_id=int(data["present"]) if data["present"] else None,
            plan_file_id=file_id,
            offers_until=data["offers_until"],
        )


class SessionForm(PageForm):
    starts_at = instant(_("Begins"), _("Neighbours are told three days before."))
    place = forms.CharField(label=_("Where it is held"), max_length=120)
    topic = forms.CharField(label=_("About what"), max_length=200)


QUESTIONS = 5


class MinutesForm(PageForm):
    """What happened. How many came is counted by eye; nobody signs in."""

    people_present = forms.IntegerField(
        label=_("How many came"), min_value=0, max_value=9999, help_text=_("Counted; nobody signs in.")
    )
    minutes = text(_("What was said at the session"), 6, _("Without names of neighbours."))
    minutes_file = scan(_("Minutes or photo"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, QUESTIONS + 1):
            self.fields[f"q{number}"] = forms.CharField(label=_("Question"), required=False, max_length=400)
            self.fields[f"a{number}"] = forms.CharField(
                label=_("Answer"), required=False, max_length=1000, help_text=_("May be left open and answered later.")
            )

    def questions(self) -> tuple[tuple[str, str], ...]:
        data = self.cleaned_data
        pairs = ((data[f"q{one}"], data[f"a{one}"]) for one in range(1, QUESTIONS + 1))
        return tuple(pair for pair in pairs if pair[0])


class AnswerForm(PageForm):
    answer = text(_("Answer"), 3, most=1000)


class PollForm(PageForm):
    opens_at = instant(_("Opens"))
    closes_at = instant(_("Closes"))


class PaperPollForm(PageForm):
    held_date = day(_("Asked on"))
    households_asked = forms.IntegerField(label=_("Households asked"), min_value=1, max_value=99999)
    in_favour = forms.IntegerField(label=_("Willing"), min_value=0)
    against = forms.IntegerField(label=_("Not willing"), min_value=0)
    undecided = forms.IntegerField(label=_("Not sure yet"), min_value=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=400)
    scan = scan(_("Scan of the sheets"), required=True)


class OpinionForm(PageForm):
    author = forms.CharField(label=_("Who wrote it"), max_length=60)
    credentials = forms.CharField(
        label=_("What the author knows"), max_length=200, help_text=_("Office, licence, years.")
    )
    interests = forms.CharField(
        label=_("Which company interests the author"),
        required=False,
        max_length=200,
        help_text=_("Work, shares, family. Leave it empty if none."),
    )
    declared = forms.BooleanField(label=_("The author has declared this"), required=False)
    text = text(_("The opinion"), 6)
    opinion_file = scan(_("The opinion as a file"))


class OfferForm(PageForm):
    company = forms.TypedChoiceField(label=_("Company"), coerce=int)
    fee = money(_("Fee"), FEE)
    text = text(_("What it offers"), 6, _("In its own words, short."))
    document_title = forms.CharField(label=_("Name of the paper"), required=False, max_length=120)
    document = scan(_("A paper of the offer"))

    def __init__(self, *args: Any, companies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = [("", "—"), *companies]  # type: ignore[attr-defined]


class VoteForm(PageForm):
    opens_at = instant(_("Opens"), _("Owners are told at least 15 days before."))
    closes_at = instant(_("Closes"))
    kind = forms.ChoiceField(
        label=_("What the result is good for"),
        widget=forms.RadioSelect,
        choices=[("OPINION", _("Opinion ballot")), ("STATUTORY", _("Decision by law"))],
        initial="OPINION",
    )
    consent_reference = forms.CharField(
        label=_("Number of the authority’s consent"), required=False, max_length=100,
        help_text=_("Only for a decision by law, such as: 华街函〔2026〕8号."),
    )  # fmt: skip
    paper = forms.BooleanField(label=_("Take paper too"), required=False, initial=True)


class ContractForm(PageForm):
    """A contract with a property company."""

    hints: ClassVar = {"payment": PAYMENT_HINTS}

    company = forms.TypedChoiceField(label=_("Company"), coerce=int)
    number = forms.CharField(label=_("Number of the contract"), required=False, max_length=60)
    signed_date = day(_("Signed on"))
    from_date = day(_("Holds from"))
    to_date = day(_("First day on which it no longer holds"), required=False, help_text=_("Empty: no fixed term."))
    service_level = forms.CharField(label=_("Service level"), max_length=60)
    fee = money(_("Fee"), FEE)
    payment = forms.ChoiceField(label=_("Way of payment"), widget=forms.RadioSelect, choices=list(PAYMENTS.items()))
    notice_days = forms.IntegerField(
        label=_("Days of notice as agreed"), required=False, min_value=1, max_value=365,
        help_text=_("Only where the contract names others than the law."),
    )  # fmt: skip
    summary = text(_("Summary for everybody"), 5, _("Fee, services, what happens if they are not given."))
    contract_file = scan(_("The contract"))

    def __init__(self, *args: Any, companies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = [("", "—"), *companies]  # type: ignore[attr-defined]

    def agreement(self, file_id: int | None) -> Agreement:
        data = self.cleaned_data
        return Agreement(
            company_id=data["company"],
            signed_date=data["signed_date"],
            from_date=data["from_date"],
            to_date=data["to_date"],
            service_level=data["service_level"],
            fee_fen=fen_of(data["fee"]),
            payment=data["payment"],
            summary=data["summary"],
            number=data["number"],
            notice_days=data["notice_days"],
            file_id=file_id,
        )


class NoticeForm(PageForm):
    kind = forms.ChoiceField(label=_("What is told"), widget=forms.RadioSelect, choices=list(NOTICES.items()))
    side = forms.ChoiceField(label=_("Who tells it"), widget=forms.RadioSelect, choices=list(NOTICE_SIDES.items()))
    given_date = day(_("Handed over on"), help_text=_("The day on which the other side had the letter."))
    ends_date = day(_("First day without the contract"))
    letter = scan(_("The letter, with the proof that it arrived"), required=True)


class WordsForm(PageForm):
    reason = text(_("Reason"), 3, _("Everybody reads it."), most=400)


class ReplyForm(PageForm):
    text = text(_("What the company says"), 4, _("Public, beside what it is about."), most=1000)
    letter = scan(_("The letter"))
