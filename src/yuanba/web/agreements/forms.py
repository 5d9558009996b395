"""Forms of texts, comments, decisions and signatures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.agreements import rules
from yuanba.web.agreements.labels import KINDS, SIGNERS
from yuanba.web.forms import PageForm

MEETING = "meeting"


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def long_text(label: Any, *, most: int, rows: int = 4, hint: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class WordingForm(PageForm):
    """The text itself."""

    text = long_text(
        _("The text"),
        most=rules.TEXT_LENGTH,
        rows=16,
        hint=_("One clause on each line. “# ” at the beginning makes a heading, “- ” a line of a list."),
    )
    purpose = long_text(
        _("Why this version"), most=1000, rows=3, required=False, hint=_("What is new, in two or three sentences.")
    )


class DraftForm(WordingForm):
    place = forms.TypedChoiceField(label=_("Where it is to hold"), coerce=int)
    kind = forms.ChoiceField(label=_("What kind of text"), choices=list(KINDS.items()))
    title = forms.CharField(label=_("Title of the text"), max_length=60, help_text=_("Such as: 花城小区邻里公约"))
    signers = forms.ChoiceField(label=_("Who signs it"), choices=list(SIGNERS.items()), widget=forms.RadioSelect)
    field_order = ["request_key", "place", "kind", "title", "signers", "text", "purpose"]

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]


class DaysForm(PageForm):
    days = forms.IntegerField(label=_("Days for comments"), min_value=1, max_value=90)


class RemarkForm(PageForm):
    """What somebody thinks of the draft."""

    about = forms.CharField(label=_("Which clause"), required=False, max_length=60, help_text=_("Such as: 第三条"))
    text = long_text(_("Your comment"), most=rules.COMMENT_LENGTH, hint=_("What should change, and why."))
    shows_name = forms.BooleanField(
        label=_("Show my name beside it"), required=False, help_text=_("Otherwise it says “a resident”.")
    )


class AtDeskForm(PageForm):
    """What somebody says at the desk; who it was is not kept."""

    about = forms.CharField(label=_("Which clause"), required=False, max_length=60)
    text = long_text(_("What was said"), most=rules.COMMENT_LENGTH)


class AnswerForm(PageForm):
    finding = forms.ChoiceField(
        label=_("Is it accepted?"),
        choices=[("accept", _("Accepted: the text is changed")), ("decline", _("Not accepted"))],
        widget=forms.RadioSelect,
    )
    answer = long_text(_("Answer and reason"), most=1000, hint=_("Everybody reads it."))
    is_hidden = forms.BooleanField(
        label=_("Do not show what was said"),
        required=False,
        help_text=_("Only where it insults somebody or tells of a third person; the answer then says so."),
    )


class DecidedForm(PageForm):
    """By which ballot or meeting it was decided."""

    by = forms.ChoiceField(label=_("Who decided"), widget=forms.RadioSelect)
    on = day(_("Day of the decision"))
    words = forms.CharField(
        label=_("The decision in one sentence"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: 小区居民会议到会 86 人，79 人赞成，通过。"),
    )

    def __init__(self, *args: Any, ballots: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [*ballots, (MEETING, _("A meeting, with its minutes"))]  # type: ignore[attr-defined]

    @property
    def reference(self) -> str:
        """What names the decision: the ballot, or the meeting's day."""
        chosen = str(self.cleaned_data["by"])
        return f"{MEETING}:{self.cleaned_data['on'].isoformat()}" if chosen == MEETING else chosen


class AdoptForm(DecidedForm):
    from_date = day(_("Holds from"), hint=_("The day of the decision or later."))


class EndForm(PageForm):
    to_date = day(_("Holds no longer from"))
    reason = long_text(_("Reason"), most=200, rows=2, hint=_("Everybody reads it."))


class FilingForm(PageForm):
    filed_with = forms.CharField(label=_("Filed with which office"), max_length=100)
    on = day(_("Day of the filing"))


class ShowNameForm(PageForm):
    """One tap: signing, and whether the name may be shown. The hash says which text was on the page."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shows_name = forms.BooleanField(
        label=_("Show my name under it"),
        required=False,
        help_text=_("If you do not tick this you are counted, and your name is not shown. You can change it any time."),
    )


class PaperForm(PageForm):
    """A signature that came on paper."""

    person = forms.TypedChoiceField(label=_("Who signed"), coerce=int, widget=forms.RadioSelect)
    signed_date = day(_("Day of the signature"))
    scan = forms.FileField(
        label=_("Photo or scan of the signature"), max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )
    shows_name = forms.BooleanField(
        label=_("The name may be shown"), required=False, help_text=_("Only if the person ticked it on the sheet.")
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class PartyForm(PageForm):
    party_name = forms.CharField(label=_("Name of the organisation"), max_length=100)
    signed_date = day(_("Day of the signature"))
    scan = forms.FileField(
        label=_("Scan with signature and seal"), max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )


class FindForm(forms.Form):
    """A full name or a door number; the roll is not for browsing."""

    name = forms.CharField(label=_("Full name"), required=False, max_length=60)
    premises = forms.CharField(label=_("Home"), required=False, max_length=40, help_text=_("Such as 3栋1单元402."))
