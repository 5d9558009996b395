"""Forms of calls and proposals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanba.proposals import rules
from yuanba.proposals.models import Call, CallItem, Proposal
from yuanba.web.agreements.forms import day, long_text
from yuanba.web.forms import PageForm
from yuanba.web.proposals.labels import AUTHORS, KINDS, LEVELS, REFUSED_BY, RULES, TEXTS, TITLES

MINUTES = "%Y-%m-%dT%H:%M"
USUAL_TERMS = (
    "作品由本人原创，不抄袭、不含他人肖像和品牌。采用后供本小区公益使用，可作必要修改，不付报酬；署名权归作者。"
)


def instant(label: Any, hint: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=hint, widget=widget, input_formats=[MINUTES])


class CallForm(PageForm):
    """What is asked for, by when, on which terms."""

    place = forms.TypedChoiceField(label=_("Which place the call is for"), coerce=int)
    title = forms.CharField(
        label=_("Title of the call"), max_length=60, help_text=_("Such as: 花城小区家园标识和口号征集")
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is asked for"), choices=list(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    least = forms.IntegerField(
        label=_("How many proposals a vote needs at least"),
        min_value=1,
        max_value=20,
        initial=2,
        help_text=_("For each item. Of a covenant one is enough: it is then voted on with yes or no."),
    )
    about = long_text(
        _("What it is for"),
        most=2000,
        rows=4,
        hint=_("For whom, where it will be used, what the picture should be like."),
    )
    terms = long_text(
        _("What authors agree to"), most=1000, rows=3, hint=_("Use of the work, and that it is their own.")
    )
    opens_at = instant(_("Proposals are taken from"))
    closes_at = instant(_("Proposals are taken until"))
    comment_days = forms.IntegerField(
        label=_("Working days of the shortlist’s notice"), min_value=1, max_value=30, initial=5
    )
    rule = forms.ChoiceField(label=_("How residents vote"), choices=list(RULES.items()), widget=forms.RadioSelect)
    contact_line = forms.CharField(
        label=_("Whom to ask"), max_length=120, help_text=_("A duty telephone and an address, no private mobile.")
    )

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It would close before it opens."))
        return data

    @property
    def items(self) -> dict[str, int]:
        """The least number on the shortlist by kind; one covenant is enough."""
        least = self.cleaned_data["least"]
        return {kind: 1 if kind == CallItem.Kind.COVENANT else least for kind in self.cleaned_data["kinds"]}


def values_of(call: Call) -> dict[str, Any]:
    """The form's values for a draft that is changed."""
    items = list(call.items.all())
    names = ("title", "about", "terms", "opens_at", "closes_at", "comment_days", "rule", "contact_line")
    least = max((one.least for one in items), default=2)
    values = {name: getattr(call, name) for name in names}
    return values | {"place": call.territory_id, "kinds": [one.kind for one in items], "least": least}


class Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures in one field, in the order chosen."""

    widget = Pictures

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in data if one] if isinstance(data, (list, tuple)) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return [super(PicturesField, self).clean(one, initial) for one in given]


class WorkForm(PageForm):
    """What somebody hands in for one item."""

    title = forms.CharField(max_length=rules.TITLE_LENGTH)
    text = long_text("", most=rules.TEXT_LENGTH, rows=4, required=False)
    pictures = PicturesField(
        label=_("Pictures"),
        required=False,
        max_length=160,
        help_text=_("JPG, PNG or WebP, up to 5, at most 10 MB each. Save drawings from a computer as PNG, not as SVG."),
    )
    author = forms.ChoiceField(
        label=_("Who made it"), choices=list(AUTHORS.items()), widget=forms.RadioSelect, initial=Proposal.Author.SELF
    )
    credit_name = forms.CharField(
        label=_("Name for the thanks"),
        required=False,
        max_length=40,
        help_text=_(
            "If it is adopted we thank you by this name. Leave it empty for no name; of a child the given name."
        ),
    )
    agrees = forms.BooleanField(label=_("I agree to these terms"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = TITLES[kind]  # type: ignore[index]
        self.fields["text"].label = TEXTS[kind]  # type: ignore[index]
        self.fields["text"].required = kind == CallItem.Kind.COVENANT
        self.fields["pictures"].required = kind == CallItem.Kind.LOGO
        if kind in (CallItem.Kind.COVENANT, CallItem.Kind.MOTTO, CallItem.Kind.THEME):
            del self.fields["pictures"]
        if kind == CallItem.Kind.COVENANT:
            self.fields["text"].widget.attrs["rows"] = 12


class PaperWorkForm(WorkForm):
    """The same at the desk: who brings it, and the signed sheet."""

    person = forms.TypedChoiceField(label=_("Who hands it in"), coerce=int, widget=forms.RadioSelect)
    scan = forms.FileField(
        label=_("Photo of the signed sheet"), max_length=160, help_text=_("PDF or picture, at most 20 MB.")
    )
    field_order = ["person", "title", "text", "pictures", "author", "credit_name", "scan", "agrees", "request_key"]

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["agrees"].label = _("The sheet is signed: the author agrees to the terms")


class RefuseForm(PageForm):
    rule = forms.ChoiceField(label=_("By which rule"), choices=list(REFUSED_BY.items()), widget=forms.RadioSelect)
    reason = long_text(_("Reason"), most=400, rows=3, hint=_("The author reads it."))


class AppealForm(PageForm):
    reason = long_text(_("Why it should be on the shortlist"), most=1000, hint=_("Somebody else than before decides."))


class DecideForm(PageForm):
    finding = forms.ChoiceField(
        label=_("Is the appeal right?"),
        choices=[("allow", _("Yes: it goes on the shortlist")), ("dismiss", _("No: it stays off"))],
        widget=forms.RadioSelect,
    )
    answer = long_text(_("Answer and reason"), most=400, rows=3, hint=_("The author reads it."))


class ExtendForm(PageForm):
    closes_at = instant(_("Proposals are taken until"))
    reason = long_text(_("Reason"), most=200, rows=2, hint=_("Everybody reads it."))


class VoteForm(PageForm):
    """When residents vote, and how secretly: the secret level where this site has what it takes."""

    opens_at = instant(_("Votes are taken from"))
    closes_at = instant(_("Votes are taken until"))
    level = forms.ChoiceField(
        label=_("How secret"), choices=list(LEVELS.items()), widget=forms.RadioSelect, initial="S", required=False
    )

    def __init__(self, *args: Any, may_be_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_secret:
            del self.fields["level"]


class AdoptForm(PageForm):
    from_date = day(_("Shown from"))


class LotForm(PageForm):
    proposal = forms.TypedChoiceField(label=_("On which the lot fell"), coerce=int, widget=forms.RadioSelect)
    how = long_text(
        _("How the lots were drawn"), most=200, rows=3, hint=_("When, where, before whom. Everybody reads it.")
    )

    def __init__(self, *args: Any, tied: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].choices = tied  # type: ignore[attr-defined]
