"""Why not, what to do next, whom to ask: the words for every code that a rule may answer with."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.kernel.verdict import Verdict
from yuanba.web import dates, subjects

log = logging.getLogger("yuanba.web")
Text = str | Promise
# Sources that a reader can look up elsewhere. All others name the rule itself, which `Refusal.rule` says in the
# reader's language already.
LAWS: dict[str, Text] = {
    "PIPL": _("Personal Information Protection Law"),
    "Civil Code": _("Civil Code"),
    "Cybersecurity Law": _("Cybersecurity Law"),
    "Individual Income Tax Law": _("Individual Income Tax Law"),
}
PAPERS: dict[str, Text] = {
    "announcement": _("The announcement of this campaign"),
    "playbook": _("The rules of this campaign"),
}
ARTICLE = re.compile(rf"({'|'.join(LAWS)}) (\d+)")
STANDARD = re.compile(r"(GB(/T)?|ISO(/IEC)?) [\d-]+")
ENDS = frozenset({"closes", "closes_at", "closed_at", "until", "due", "due_at"})  # facts that say when something ends
ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")


SERVICE_DESK = _("The service desk of your community")


@dataclass(frozen=True)
class Refusal:
    """Words for one code. `%(name)s` in them is filled from the verdict's facts.

    `rule` says in one sentence what stands in the way, `next_step` what the person can do, `contact` whom to ask.
    `status` is 403 where the person may not, 409 where the thing cannot now, 429 where it was too often.
    `link` is (label, route name) of the page where the next step is done. `words` translates facts that are codes:
    {"state": labels.ENTRY_STATES}.
    """

    rule: Text
    next_step: Text
    contact: Text = SERVICE_DESK
    status: int = 409
    link: tuple[Text, str] | None = None
    words: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """A refusal filled in, ready to be shown."""

    code: str
    rule: str
    next_step: str
    contact: str
    source: str
    status: int
    link_label: str = ""
    link_url: str = ""


UNKNOWN = Refusal(
    _("This cannot be done now."),
    _("Go back and look at where things stand; somebody may have been quicker. Nothing of yours was lost."),
)


@cache
def registry() -> dict[str, Refusal]:
    """Every REFUSALS of web/<subject>/refusals.py in one. A code stands once."""
    found: dict[str, Refusal] = {}
    for module in subjects.modules("refusals"):
        twice = found.keys() & module.REFUSALS.keys()
        assert not twice, f"explained twice: {sorted(twice)}"
        found.update(module.REFUSALS)
    return found


def lookup(code: str) -> Refusal | None:
    """The words for `code`, or for all codes that end alike ("*.no_such_move")."""
    return registry().get(code) or registry().get("*." + code.partition(".")[2])


def explain(verdict: Verdict) -> Explained:
    """The verdict in the words of the page's language. An unexplained code is logged and explained in general."""
    refusal = lookup(verdict.code)
    if refusal is None:
        log.error("no words for refusal %s", verdict.code)
        refusal = UNKNOWN
    facts = {name: _shown(value, refusal.words.get(name), is_end=name in ENDS) for name, value in verdict.facts.items()}
    label, url = (str(refusal.link[0]), reverse(refusal.link[1])) if refusal.link else ("", "")
    return Explained(
        verdict.code,
        _filled(refusal.rule, facts, verdict.code),
        _filled(refusal.next_step, facts, verdict.code),
        _filled(refusal.contact, facts, verdict.code),
        cited(verdict.source),
        refusal.status,
        label,
        url,
    )


def cited(source: str) -> str:
    """The law, standard or paper behind a refusal, to look it up; "" where the source is the rule in other words."""
    if article := ARTICLE.match(source):
        return gettext("%(law)s, article %(number)s") % {"law": LAWS[article[1]], "number": article[2]}
    if standard := STANDARD.match(source):
        return standard[0]
    paper = PAPERS.get(source.partition(":")[0])
    return str(paper or "")


def _shown(value: Any, words: Mapping[str, Text] | None, *, is_end: bool = False) -> str:
    if isinstance(value, datetime):
        return dates.until(value) if is_end else dates.moment(value)
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(item, words) for item in value)
    if words is not None:
        return str(words.get(str(value), value))
    if isinstance(value, str) and (found := _instant(value)) is not None:
        return _shown(found, None, is_end=is_end)
    return str(value)


def _instant(text: str) -> date | None:
    """The day or instant that a fact spells in ISO 8601; None for any other text."""
    if not ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _filled(text: Text, facts: Mapping[str, str], code: str) -> str:
    try:
        return str(text) % facts if "%" in str(text) else str(text)
    except (KeyError, ValueError):
        log.exception("the words for refusal %s do not fit its facts", code)
        return str(UNKNOWN.rule)
