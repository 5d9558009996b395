"""The one template environment: everything escaped, everything translatable, an unknown name is an error."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro

from yuanba.web import clock, dates
from yuanba.web.assets import static
from yuanba.web.filters import FILTERS
from yuanba.web.forms import input_attributes


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route: url("awards:entry", entry.pk)."""
    return reverse(name, args=args, kwargs=kwargs)


def shown(value: object) -> object:
    """What a template prints. Raises TypeError for a macro: a name was taken twice, and a neighbour would see "<Macro …>"."""
    if isinstance(value, Macro):
        raise TypeError(f"the macro {value.name!r} is printed where a value of that name was meant")
    return value


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    env = Environment(  # noqa: S701 - autoescape is in the options, on by Django's default
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "finalize": shown},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        {"url": url, "static": static, "now": clock.now, "span": dates.span, "input_attributes": input_attributes}
    )
    env.filters.update(FILTERS)
    return env
