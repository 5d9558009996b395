"""The forms of notices and objections."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.normal import find_personal
from yuanba.publicity.models import Objection
from yuanba.web.forms import PageForm, ReasonForm
from yuanba.web.publicity.labels import NUMBERS, OBJECTION_CHANNELS, OBJECTION_KINDS

Lines = Sequence[tuple[str, str]]
LONGEST = 5000  # characters of an objection; a longer one comes as a file
LONGEST_NOTICE = 50_000
MOST_DAYS = 60


class ObjectionForm(PageForm):
    """What somebody objects to, and who they are."""

    about_ref = forms.ChoiceField(label=_("About what"), required=False)
    text = forms.CharField(
        label=_("What is not right"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What happened, when and where, and how it can be checked."),
    )
    keep_numbers = forms.BooleanField(label=_("The numbers are needed. Send the text as it is."), required=False)
    kind = forms.ChoiceField(
        label=_("How would you like to object?"), choices=list(OBJECTION_KINDS.items()), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name of the person or organisation"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty if you object without a name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("Telephone or address"),
        max_length=120,
        required=False,
        help_text=_("So that we can ask and answer. Leave it empty if you object without a name."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    file = forms.FileField(
        label=_("Letter or proof"),
        required=False,
        help_text=_("A photo, a PDF or a Word file, at most 20 MB. From an organisation: the letter with its seal."),
    )

    def __init__(self, *args: Any, lines: Lines = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lines:
            self.fields["about_ref"].choices = [("", _("The notice as a whole")), *lines]  # type: ignore[attr-defined]
        else:
            del self.fields["about_ref"]
        for name in ("name", "contact"):  # needed with a name, to be left empty without
            self.fields[name].says_optional = False  # type: ignore[attr-defined]
        self.warned = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in (Objection.Kind.NAMED, Objection.Kind.ORGANISATION):
            for field in ("name", "contact"):
                if not data.get(field, "").strip() and field not in self.errors:
                    self.add_error(field, _("Needed if you give your name. Without a name, choose so above."))
        if data.get("kind") == Objection.Kind.ANONYMOUS:
            for field in ("name", "contact"):
                if data.get(field, "").strip():
                    self.add_error(field, _("Empty this, or choose above to give your name."))
        if data.get("kind") == Objection.Kind.ORGANISATION and not data.get("file"):
            self.add_error("file", _("An organisation objects with a letter that carries its seal."))
        self._warn_of_numbers(data)
        return data

    def _warn_of_numbers(self, data: dict[str, Any]) -> None:
        """Asks once whether personal numbers in the text are meant: contact has its own field."""
        kinds = {one.kind for one in find_personal(data.get("text", ""))}
        self.warned = bool(kinds)
        if kinds and not data.get("keep_numbers"):
            named = gettext(", ").join(str(NUMBERS[kind]) for kind in sorted(kinds))
            self.add_error(
                "text",
                gettext("There is %(what)s in the text. Take it out, or tick below that it is needed.")
                % {"what": named},
            )


class ReceivedForm(ObjectionForm):
    """An objection that came by telephone, by letter or at the desk."""

    channel = forms.ChoiceField(
        label=_("How it was raised"),
        choices=[(key, label) for key, label in OBJECTION_CHANNELS.items() if key != Objection.Channel.ONLINE],
        widget=forms.RadioSelect,
    )
    field_order = ["channel", "about_ref", "text", "keep_numbers", "kind", "name", "contact", "file", "request_key"]


class CodeForm(forms.Form):
    """The code from the receipt."""

    code = forms.CharField(
        label=_("Code on the receipt"),
        max_length=24,
        help_text=_("16 letters and digits; spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).lower()


class NoticeForm(PageForm):
    """The text of a notice."""

    title = forms.CharField(label=_("Heading of the notice"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "One paragraph a line. “# ” begins a heading, “- ” an item of a list; a table has “ | ” between its cells, the"
            " first line is its head."
        ),
    )


class NewNoticeForm(NoticeForm):
    """A new notice: its text, where it is for, and its terms."""

    territory = forms.TypedChoiceField(label=_("Where it hangs out"), coerce=int)
    working_days = forms.IntegerField(
        label=_("Term in working days"), min_value=1, max_value=MOST_DAYS, initial=5, help_text=_("Usual are 5.")
    )
    decision_days = forms.IntegerField(
        label=_("Working days to decide on an objection"), min_value=1, max_value=MOST_DAYS, initial=5
    )
    contact_line = forms.CharField(
        label=_("Whom to ask"),
        max_length=200,
        help_text=_("An office with its telephone and address, no mobile number."),
    )
    needs_board = forms.BooleanField(
        label=_("It also hangs on the notice board"), required=False, initial=True, help_text=_("A photo proves it.")
    )

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = places  # type: ignore[attr-defined]


class PostingForm(PageForm):
    """Where the notice hangs, since when, and the photo."""

    place = forms.CharField(label=_("Where it hangs"), max_length=120, help_text=_("Such as: board at the east gate."))
    posted_date = forms.DateField(
        label=_("Day it was hung up"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB. Everybody sees it: no faces, no number plates."),
    )


class ExtendForm(ReasonForm):
    """How much longer, and why."""

    working_days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=MOST_DAYS, initial=5)
    field_order = ["working_days", "reason", "request_key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].max_length = 400
        self.fields["reason"].help_text = _("Everybody reads this.")


class WithdrawForm(ReasonForm):
    """Why it announces nothing any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Everybody reads this.")


class ConcludeForm(PageForm):
    """What came of it."""

    conclusion = forms.CharField(
        label=_("Conclusion"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody reads this. How many objections there were stands beside it by itself."),
    )


class DecisionForm(PageForm):
    """Whether the objection is right, and why."""

    finding = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("uphold", _("The objection is right")), ("dismiss", _("The objection is not right"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever objected reads this: what you looked into and what you found. No numbers of persons."),
    )


class UnmaskForm(ReasonForm):
    """Why somebody needs to know who objected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("It is kept with your name and can be read in the audit.")
