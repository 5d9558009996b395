"""Fields that take what people really type: days that do not exist are named, digits may be full-width."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.calendar import SHANGHAI
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean

DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
HOUR = re.compile(r"(\d{1,2})\s*[:：点时]\s*(\d{1,2})?\s*分?")


def read_day(text: str) -> date:
    """The day that somebody wrote. Raises ValidationError, naming a day that no calendar has."""
    found = DAY.fullmatch(clean(text))
    if found is None:
        raise ValidationError(_("Write the day like 2026-09-10."))
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise ValidationError(_("There is no such day: %(day)s."), params={"day": clean(text)}) from None


class DayField(forms.CharField):
    """A day, typed or chosen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return read_day(text) if text else None


class MonthField(forms.CharField):
    """A month like 1958-03, kept as text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1958-03"}))
        super().__init__(max_length=20, **options)

    def to_python(self, value: Any) -> str:
        text = clean(super().to_python(value) or "")
        if not text:
            return ""
        found = MONTH.fullmatch(text)
        if found is None or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2100:
            raise ValidationError(_("Write year and month like 1958-03."))
        return f"{found[1]}-{int(found[2]):02d}"


class HourField(forms.CharField):
    """An hour like 15:30."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = clean(super().to_python(value) or "")
        if not text:
            return None
        found = HOUR.fullmatch(text.removesuffix(":00") if text.count(":") == 2 else text)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(_("Write the hour like 15:30."))
        return time(int(found[1]), int(found[2] or 0))


def moment(day: date, hour: time | None) -> datetime:
    """The instant on the clock of the place; without an hour the day's beginning, in favour of whoever came."""
    return datetime.combine(day, hour or time(0, 0), tzinfo=SHANGHAI)


class MobileField(forms.CharField):
    """A mobile number as people write it: +86, blanks, full-width digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return mobile(text)
        except BadIdentifier:
            raise ValidationError(
                _("A mobile number has 11 digits and begins with 1. Please look at it again.")
            ) from None


class NameField(forms.CharField):
    """A name of up to 60 characters of any script; blanks inside stay single."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 60)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")
