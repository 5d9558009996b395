"""What was said where nothing is scored: how many chose each answer, as the result page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yuanba.surveys.models import Survey
from yuanba.web.surveys import asking

FULL = 100


@dataclass(frozen=True)
class Counted:
    """One question: who it was about, what was asked, how many gave an answer, and (answer, how many, per cent) each."""

    about: str
    text: str
    answers: int
    rows: tuple[tuple[str, int, int], ...]


def counted(survey: Survey, document: Mapping[str, Any]) -> list[Counted]:
    """Every question with answers to choose from that is not scored, where enough answered to be shown."""
    labels = dict(survey.targets.order_by("position", "pk").values_list("ref", "label"))
    blocks = [(labels[ref] or ref, document["targets"][ref], True) for ref in labels if ref in document["targets"]]
    blocks.append((_("In general"), document["general"], False))
    found = []
    for about, told, per_target in blocks:
        for question in survey.form.questions:
            is_asked = bool(question.get("per_target", True)) == per_target and not question.get("scored")
            counts = told.get("histograms", {}).get(question["key"])
            if is_asked and counts:
                found.append(_counted(about, question, counts, told["n"]))
    return found


def _counted(about: str, question: Mapping[str, Any], counts: Mapping[str, int], answers: int) -> Counted:
    names = dict(asking.answers_of(question))
    given = sum(counts.values()) if question["kind"] != "MULTI" else answers
    rows = tuple(
        (name, counts.get(key, 0), round(FULL * counts.get(key, 0) / (given or 1))) for key, name in names.items()
    )
    return Counted(about, asking.text(question), given, rows)
