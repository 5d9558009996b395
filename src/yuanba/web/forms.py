"""What every form shares: the one-time request key, refusals beside the fields, and values that waited for sign-in."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.verdict import Refused
from yuanba.web import drafts, sent
from yuanba.web.refusals import Explained, explain


def in_a_year_of_ours(value: date) -> None:
    """A date that registers may speak of: the last ones that a computer knows overflow with the next day."""
    if not sent.FIRST_YEAR <= value.year <= sent.LAST_YEAR:
        raise forms.ValidationError(gettext("Please write a date of these years."))


class RequestKeyMixin(forms.Form):
    """A hidden key, new for each form that is opened: a lost answer and its retry carry the same one.

    Hand `cleaned_data["request_key"]` to the action as `request_key`; the second call answers like the first.
    """

    request_key = forms.CharField(
        widget=forms.HiddenInput, initial=lambda: uuid4().hex, min_length=32, max_length=36, required=True
    )


class PageForm(RequestKeyMixin):
    """The base of our forms: validates input, keeps what was typed, shows refusals at the top.

    Templates render it with the macros of components/form.html. `field_order` puts the key last by default.
    """

    use_required_attribute = True
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.why: list[Explained] = []
        for field in self.fields.values():
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators.append(in_a_year_of_ours)
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")

    @classmethod
    def opened(cls, request: HttpRequest, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> "PageForm":
        """The form as a GET shows it: with what waited in the session while somebody signed in, else `initial`."""
        waiting = drafts.take(request)
        values = dict(initial or {})
        if waiting is not None:
            prefix = f"{kwargs['prefix']}-" if kwargs.get("prefix") else ""
            for name, field in cls.base_fields.items():
                if prefix + name in waiting:
                    values[name] = field.widget.value_from_datadict(waiting, {}, prefix + name)
        return cls(initial=values, **kwargs)

    def refuse(self, refused: Refused) -> None:
        """The action said no: the reason stands at the top of the form, and what was typed stays in it."""
        why = explain(refused.verdict)
        self.why.append(why)
        self.add_error(None, why.rule)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id or "", message) of every error, in the order of the fields, for the summary on top."""
        general = [("", str(message)) for message in self.non_field_errors()] if not self.why else []
        return general + [
            (
                bound.id_for_label or bound.auto_id,
                _said(str(bound.label), str(message)),
            )
            for bound in self
            for message in bound.errors
        ]


def _said(label: str, message: str) -> str:
    """A question keeps its mark; anything else is followed by a colon."""
    if label.endswith(("?", "？")):
        return f"{label} {message}" if label.endswith("?") else f"{label}{message}"
    return gettext("%(label)s: %(message)s") % {"label": label.rstrip(":："), "message": message}


def input_attributes(bound: forms.BoundField, short: bool = False) -> dict[str, str]:
    """What ties an input to its hint and its error, for whoever does not see them side by side."""
    ids = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if short:
        attributes["class"] = "short"
    return attributes


class ReasonForm(PageForm):
    """For whatever asks why: sending back, rejecting, unmasking."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads this."),
    )
