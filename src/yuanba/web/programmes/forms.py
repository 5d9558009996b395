"""Forms of needs, consultations, plans, items and micro projects."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.fen import BadAmount, parse_yuan, yuan_text
from yuanba.programmes import rules
from yuanba.programmes.models import PlanItem
from yuanba.web.agreements.forms import day, long_text
from yuanba.web.forms import PageForm
from yuanba.web.programmes.labels import PLANS, SIDES, SOURCES, TRACKS

MINUTES = "%Y-%m-%dT%H:%M"
DAY = timedelta(days=1)


class YuanField(forms.CharField):
    """An amount in yuan as people write it; the value is fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("In yuan, such as 3600 or 1.2万."))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except BadAmount as error:
            raise forms.ValidationError(_("Please write an amount in yuan, such as 3600.")) from error


class NeedForm(PageForm):
    title = forms.CharField(label=_("The need in one line"), max_length=rules.TITLE_LENGTH)
    about = long_text(_("What residents said"), most=rules.TEXT_LENGTH, rows=3, required=False)
    source = forms.ChoiceField(label=_("Where it comes from"), choices=list(SOURCES.items()))
    source_note = forms.CharField(
        label=_("Which one"),
        max_length=rules.LINE_LENGTH,
        required=False,
        help_text=_("Such as: 11月入户走访, 评述会第3项承诺."),
    )
    mentions = forms.IntegerField(
        label=_("How many households or reports said it"), min_value=1, max_value=100_000, initial=1
    )
    cases = forms.CharField(
        label=_("Numbers of the reported problems it rests on"),
        required=False,
        max_length=1000,
        help_text=_("With a comma between them. Leave it empty if there is none."),
    )

    def numbers(self) -> tuple[str, ...]:
        found = self.cleaned_data["cases"].replace("，", ",").replace("、", ",").split(",")
        return tuple(dict.fromkeys(one.strip() for one in found if one.strip()))


class AnswerForm(PageForm):
    answer = long_text(
        _("Public answer"), most=rules.TEXT_LENGTH, rows=4, hint=_("What was done, or why it cannot be done.")
    )


class ReasonForm(PageForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this."),
    )


class ResourceForm(PageForm):
    provider = forms.CharField(label=_("Who offers it"), max_length=80, help_text=_("A body or a shop, not a person."))
    offer = forms.CharField(label=_("What is offered"), max_length=rules.LINE_LENGTH)
    contact_line = forms.CharField(
        label=_("How to reach them"), max_length=rules.LINE_LENGTH, help_text=_("A duty telephone, no private mobile.")
    )
    from_date = day(_("First day of the offer"))
    last_date = day(_("Last day of the offer"), required=False)


class SheetForm(PageForm):
    held_date = day(_("Day of the consultation"))


class HearForm(PageForm):
    side = forms.ChoiceField(label=_("Who spoke"), choices=list(SIDES.items()))
    name = forms.CharField(label=_("Name of the body"), max_length=80, help_text=_("A body, not a person’s name."))
    said = long_text(_("What they said"), most=rules.TEXT_LENGTH, rows=3)


class SettleForm(PageForm):
    cause = long_text(_("What causes it"), most=rules.TEXT_LENGTH, rows=3)
    responsibility = long_text(_("Who answers for what"), most=rules.TEXT_LENGTH, rows=3)
    remedy = long_text(_("Remedy"), most=rules.TEXT_LENGTH, rows=3)


class PlanForm(PageForm):
    kind = forms.ChoiceField(label=_("Which of the three plans"), choices=list(PLANS.items()), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title of the plan"), max_length=80)
    from_date = day(_("First day of the plan"))
    last_date = day(_("Last day of the plan"))


class AdoptForm(PageForm):
    decision = forms.CharField(
        label=_("Who decided on it, and where"), max_length=200, help_text=_("Such as: 小区专委会2026年第3次会议.")
    )
    decided_date = day(_("Day of the decision"))


class OutcomeForm(PageForm):
    outcome = long_text(_("What came of the plan"), most=rules.TEXT_LENGTH, rows=4)


class ItemForm(PageForm):
    """One thing to do; it answers at least one need."""

    title = forms.CharField(label=_("What is to be done, in one line"), max_length=80)
    what = long_text(_("How, and how one sees that it is done"), most=rules.TEXT_LENGTH, rows=3)
    needs = forms.TypedMultipleChoiceField(
        label=_("Which needs it answers"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    consultation = forms.TypedChoiceField(
        label=_("Which consultation it follows"), coerce=int, required=False, empty_value=None
    )
    resources = forms.TypedMultipleChoiceField(
        label=_("Which offers it uses"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    track = forms.ChoiceField(label=_("Where"), choices=list(TRACKS.items()), initial=PlanItem.Track.COMPOUND)
    owner = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int)
    contact_line = forms.CharField(
        label=_("How to reach them"), max_length=rules.LINE_LENGTH, help_text=_("A duty telephone, no private mobile.")
    )
    last_date = day(_("Last day to finish it"))
    budget = YuanField(
        label=_("Budget"), required=False, help_text=_("In yuan, such as 3600 or 1.2万. Empty: it costs nothing.")
    )
    funding = forms.CharField(label=_("Who pays"), max_length=rules.LINE_LENGTH, required=False)

    def __init__(
        self, *args: Any, choices: dict[str, Sequence[tuple[int, str]]], needs_asked: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("needs", "resources"):
            self.fields[name].choices = choices[name]  # type: ignore[attr-defined]
        for name in ("owner", "consultation"):
            self.fields[name].choices = [("", "—"), *choices[name]]  # type: ignore[attr-defined]
        self.fields["needs"].required = needs_asked
        for name in ("resources", "consultation"):
            if not choices[name]:
                del self.fields[name]


def values_of(item: PlanItem) -> dict[str, Any]:
    """The form's values for an item of a draft that is changed."""
    names = ("title", "what", "track", "contact_line", "funding")
    return {name: getattr(item, name) for name in names} | {
        "needs": [one.need_id for one in item.answers.all()],
        "resources": [one.resource_id for one in item.uses.all()],
        "consultation": item.consultation_id,
        "owner": item.owner_id,
        "last_date": item.due_date,
        "budget": yuan_text(item.budget_fen) if item.budget_fen else "",
    }


class WordForm(PageForm):
    text = forms.CharField(
        label=_("What to say about it"),
        max_length=rules.PROGRESS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this."),
    )


class ProgressForm(PageForm):
    text = forms.CharField(
        label=_("How it stands"),
        max_length=rules.PROGRESS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this."),
    )
    spent = YuanField(label=_("Spent so far, in all"), required=False)


class MoveDayForm(ReasonForm):
    last_date = day(_("New last day"))


class DoneForm(PageForm):
    text = long_text(_("What proves that it is done"), most=rules.TEXT_LENGTH, rows=3)
    proof_file = forms.FileField(
        label=_("Photo or record"),
        required=False,
        max_length=160,
        help_text=_(
            "JPG, PNG or PDF, at most 10 MB. Everybody can look at it: no faces, no plates, no papers of persons."
        ),
    )


class SignOffForm(WordForm):
    is_deed = forms.BooleanField(
        label=_("Count it as a livelihood deed"),
        required=False,
        help_text=_("Something done for residents’ everyday life. Each is counted once."),
    )


class IdeaForm(PageForm):
    title = forms.CharField(
        label=_("What would you like, in one line"),
        max_length=rules.TITLE_LENGTH,
        help_text=_("Such as: 单元门口加一根扶手."),
    )
    what = long_text(_("Why, and for whom"), most=rules.TEXT_LENGTH, rows=4)
    where = forms.CharField(label=_("Where in the compound"), max_length=80, required=False)
    cost = YuanField(label=_("What it may cost"), required=False)


class MeetForm(PageForm):
    meets_at = forms.DateTimeField(
        label=_("When it is talked over"),
        widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
        input_formats=[MINUTES],
    )
    where = forms.CharField(label=_("Place of the talk"), max_length=rules.LINE_LENGTH)


class HeldForm(PageForm):
    present = forms.IntegerField(label=_("How many were there"), min_value=1, max_value=100_000)
    in_favour = forms.IntegerField(label=_("How many were for it"), min_value=0, max_value=100_000)
    against = forms.IntegerField(label=_("How many were against it"), min_value=0, max_value=100_000)
    minutes = long_text(
        _("What was said, in short"), most=rules.TEXT_LENGTH, rows=4, hint=_("Everybody reads this. No names.")
    )


class DeclineForm(ReasonForm):
    present = forms.IntegerField(
        label=_("How many were there"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Only if it was talked over."),
    )
    in_favour = forms.IntegerField(label=_("How many were for it"), min_value=0, max_value=100_000, required=False)
    against = forms.IntegerField(label=_("How many were against it"), min_value=0, max_value=100_000, required=False)
    minutes = long_text(_("What was said, in short"), most=rules.TEXT_LENGTH, rows=3, required=False)
