"""The forms of a committee at work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.web.assemblies.forms import Choices, FoundForm, consent, day, instant, scan, words
from yuanba.web.assemblies.labels import OBSERVATIONS, PURPOSES
from yuanba.web.forms import PageForm

MOST_YUAN = 100_000_000


class MandateForm(PageForm):
    """What the owners are asked to let the committee spend."""

    purpose = forms.ChoiceField(label=_("For what"), choices=list(PURPOSES.items()), widget=forms.RadioSelect)
    text = words(_("In one sentence, as the owners read it"), rows=2, most=200)
    limit = forms.IntegerField(label=_("At most for one expense (yuan)"), min_value=1, max_value=MOST_YUAN)
    year_limit = forms.IntegerField(label=_("At most in a calendar year (yuan)"), min_value=1, max_value=MOST_YUAN)
    opens_at = instant(_("Opens"), _("Owners are told at least 15 days before."))
    closes_at = instant(_("Closes"))
    consent_reference = consent()


class MaySpendForm(forms.Form):
    """Is it within the mandate?"""

    purpose = forms.ChoiceField(label=_("For what"), choices=list(PURPOSES.items()))
    amount = forms.IntegerField(label=_("How much (yuan)"), min_value=1, max_value=MOST_YUAN)


class ObservationForm(PageForm):
    kind = forms.ChoiceField(label=_("What you enter"), choices=list(OBSERVATIONS.items()), widget=forms.RadioSelect)
    company = forms.TypedChoiceField(label=_("Which company"), coerce=int, required=False, empty_value=None)
    happened_date = day(_("On which day"))
    text = words(_("What you saw, ask or demand"), most=1000, help_text=_("Public, with the company’s answer."))
    file = scan(_("Photo or document"), required=False)

    def __init__(self, *args: Any, companies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = [("", _("The property company")), *companies]  # type: ignore[attr-defined]


class ReplyForm(PageForm):
    text = words(_("Your answer"), most=1000, help_text=_("Public, beside what the committee wrote."))
    file = scan(_("Photo or document"), required=False)


class AnswerForm(PageForm):
    text = words(_("Your answer"), most=1000, help_text=_("Public, without the name of whoever asked."))


class AskForm(PageForm):
    text = words(_("Your question"), help_text=_("Question and answer are public, your name is not."))


class PaperQuestionForm(FoundForm, AskForm):
    text = words(_("What the owner asks"), help_text=_("Question and answer are public, the owner’s name is not."))
    field_order = ["name", "home", "text", "request_key"]


class RecallForm(PageForm):
    seat = forms.ChoiceField(label=_("Whom"), widget=forms.RadioSelect)
    reason = words(_("Why"), help_text=_("Public, without your name."))

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = [*members, ("0", _("The whole committee"))]  # type: ignore[attr-defined]


class SummonForm(PageForm):
    opens_at = instant(_("Opens"), _("Owners are told at least 15 days before."))
    closes_at = instant(_("Closes"))
    consent_reference = consent()


class NoteForm(PageForm):
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)
