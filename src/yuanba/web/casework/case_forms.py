"""Small forms of the case page: each before one action."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.cases import rules, template, terms
from yuanba.cases.models import Case
from yuanba.cases.queries.suggested import suggestion
from yuanba.cases.queries.workers import Worker, bodies_near, workers_at
from yuanba.kernel.calendar import SHANGHAI
from yuanba.web.cases.labels import CALL_BACKS, LEVELS, OUTCOMES, organ_name
from yuanba.web.casework import frame
from yuanba.web.forms import PageForm
from yuanba.web.people.labels import POSTS
from yuanba.web.places.forms import day_field

MORNING = time(9, 0)
TEXT = forms.Textarea(attrs={"rows": 4})


def words(
    label: Any, help_text: Any = "", *, required: bool = True, most: int = rules.REASON_LENGTH
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most,
        widget=forms.Textarea(attrs={"rows": 4 if most > rules.REASON_LENGTH else 3}),
    )  # fmt: skip


class CaseForm(PageForm):
    """Knows the case, and sends back the revision that the page was made from: a quicker colleague is not overwritten."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["revision"].initial = case.revision
        self.prepare(case)

    def prepare(self, case: Case) -> None:
        """Choices that depend on the case."""


def _worker(one: Worker) -> str:
    """Name, posts and body: two people of one office are told apart by what they do."""
    return " · ".join((one.name, *(str(POSTS[post]) for post in one.posts), one.body))


class DispatchForm(CaseForm):
    handler = forms.ChoiceField(label=_("Who sees to it"))
    reason = words(_("What they should know"), required=False)

    def prepare(self, case: Case) -> None:
        found = workers_at(case.territory_id, frame.today())
        found.sort(key=lambda one: case.grid_id not in one.grid_ids)  # whoever serves the grid stands first
        self.fields["handler"].choices = [(one.reference, _worker(one)) for one in found]
        self.fields["handler"].initial = case.handler_ref


class WaitForm(CaseForm):
    until = day_field(_("Until which day"))
    reason = words(_("What it waits for"), _("Everybody who reported it reads this. No names and numbers."), most=200)

    def moment(self) -> datetime:
        """The morning on which it goes on."""
        return datetime.combine(self.cleaned_data["until"], MORNING, tzinfo=SHANGHAI)


class AnswerForm(CaseForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    text = words(
        _("The answer"), _("Everybody who reported it reads this, and the public board shows it. No names and numbers."),
        most=rules.TEXT_LENGTH,
    )  # fmt: skip
    handed_to = forms.CharField(
        label=_("If it is not ours: handed to whom"), max_length=120, required=False,
        help_text=_("Office or company, with its public telephone."),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("Photo of what was done"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=_("Helpful, never a must."),
    )  # fmt: skip


class CallBackForm(CaseForm):
    report = forms.TypedChoiceField(label=_("Who was called"), coerce=int)
    result = forms.ChoiceField(label=_("What they said"), choices=list(CALL_BACKS.items()), widget=forms.RadioSelect)
    note_text = words(_("Remark"), _("Only those who work on the case read this."), required=False)

    def prepare(self, case: Case) -> None:
        self.fields["report"].choices = reporters(case)


def reporters(case: Case) -> list[tuple[int, str]]:
    """The threads of a case, the first reporter first, by masked name or number in the row."""
    rows = list(case.reports.order_by("-is_first", "pk"))
    known = frame.people(one.account_ref for one in rows)
    return [
        (row.pk, f"{place}. {row.name[:1] + '**' if row.name else known.get(row.account_ref, '')}".strip())
        for place, row in enumerate(rows, 1)
    ]


class RerouteForm(CaseForm):
    category = forms.ChoiceField(label=_("Kind"))
    organ = forms.ChoiceField(label=_("Service organ"), required=False)
    reason = words(_("Why"), _("The reason helps the suggestion to learn."))

    def prepare(self, case: Case) -> None:
        kinds = frame.categories()
        self.fields["category"].choices = kinds
        self.fields["category"].initial = case.category.key
        self.fields["organ"].choices = [
            ("", _("As the kind says")),
            *((key, organ_name(key)) for key in template.organs()),
        ]
        guess = suggestion(case.text)
        if guess is not None and guess.category != case.category.key and guess.category in dict(kinds):
            self.fields["category"].help_text = _("The text reads like: %(name)s (%(percent)s%% sure).") % {
                "name": dict(kinds)[guess.category], "percent": guess.confidence_permille // 10,
            }  # fmt: skip


class HandOverForm(CaseForm):
    level = forms.ChoiceField(label=_("To which level"), widget=forms.RadioSelect)
    reason = words(_("Why"))

    def prepare(self, case: Case) -> None:
        self.fields["level"].choices = [(one, LEVELS[one]) for one in terms.LEVELS if one != case.level]


class HelpForm(CaseForm):
    organisation = forms.TypedChoiceField(label=_("Which organisation"), coerce=int)
    what = words(_("What is asked of it"), _("It reads the case, not who reported it."))

    def prepare(self, case: Case) -> None:
        near = bodies_near(case.territory_id, frame.today())
        self.fields["organisation"].choices = [(one.pk, one.name) for one in near]


class HelpedForm(CaseForm):
    text = words(_("What was done"))


class MergeForm(CaseForm):
    into = forms.CharField(label=_("Number of the other case"), max_length=13)
    reason = words(_("Why it is the same"))

    def clean_into(self) -> Case:
        found = Case.objects.filter(number=self.cleaned_data["into"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class SplitForm(CaseForm):
    report = forms.TypedChoiceField(
        label=_("Which report is something else"), coerce=int, empty_value=None, required=False
    )
    text = words(
        _("Or a second problem in the first report, in its words"), required=False, most=rules.TEXT_LENGTH
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Kind of the new case"))
    reason = words(_("Why"))

    def prepare(self, case: Case) -> None:
        self.fields["report"].choices = [("", _("None of them")), *reporters(case)[1:]]
        self.fields["category"].choices = frame.categories()
        self.fields["category"].initial = case.category.key


class NoteForm(CaseForm):
    text = words(_("Remark"), _("Only those who work on the case read this."), most=rules.NOTE_LENGTH)
