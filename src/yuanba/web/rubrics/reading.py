"""What a juror sees of a sheet: the criteria with their marks, and the entry's materials beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from yuanba.awards.models import Entry, EntryMaterial
from yuanba.awards.queries.screening import criteria_of
from yuanba.rubrics.models import Rubric, ScoreSheet
from yuanba.web import candidates
from yuanba.web.rubrics.labels import ANCHORS
from yuanba.web.sent import whole

TILES = 21  # up to so many steps stand as tiles; a finer scale is typed
FIELD = "mark."
NOTE = "note."


@dataclass(frozen=True)
class Mark:
    value: int
    checked: bool


@dataclass(frozen=True)
class Criterion:
    """A criterion as the page shows it: tiles, or a number to type where there would be too many."""

    key: str
    name: str
    title: str
    weight: str
    tiles: tuple[Mark, ...]
    value: str
    note: str
    wrong: bool


@dataclass(frozen=True)
class Material:
    """Something to read: a text of the entry, or a file to open."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Dossier:
    name: str
    summary: str
    materials: tuple[Material, ...]


def criteria(
    sheet: ScoreSheet, rubric: Rubric, typed: QueryDict | None = None, missing: Sequence[str] = ()
) -> list[Criterion]:
    """The criteria with the marks that are kept, or as somebody just typed them."""
    kept = {score.criterion: (str(score.value), score.comment) for score in sheet.scores.all()}
    return _criteria(rubric, kept, typed, missing)


def keyed(
    rubric: Rubric, values: Mapping[str, int], typed: QueryDict | None = None, wrong: Sequence[str] = ()
) -> list[Criterion]:
    """The criteria as one clerk read them from the paper; what the juror drafted online is not shown."""
    return _criteria(rubric, {key: (str(value), "") for key, value in values.items()}, typed, wrong)


def _criteria(
    rubric: Rubric, kept: Mapping[str, tuple[str, str]], typed: QueryDict | None, missing: Sequence[str]
) -> list[Criterion]:
    steps = range(rubric.scale_min, rubric.scale_max + 1, rubric.scale_step)
    found = []
    for one in rubric.criteria:
        key = str(one["key"])
        value, note = kept.get(key, ("", ""))
        if typed is not None and f"{FIELD}{key}" in typed:
            value, note = typed[f"{FIELD}{key}"], typed.get(f"{NOTE}{key}", "")
        tiles = tuple(Mark(step, str(step) == value) for step in steps) if len(steps) <= TILES else ()
        found.append(
            Criterion(key, f"{FIELD}{key}", str(one["title"]), str(one["weight"]), tiles, value, note, key in missing)
        )
    return found


def anchors(rubric: Rubric) -> list[tuple[int, str]]:
    """The ends and the middle of the scale in words."""
    middle = rubric.scale_min + (rubric.scale_max - rubric.scale_min) // 2
    return list(zip((rubric.scale_min, middle, rubric.scale_max), map(str, ANCHORS), strict=True))


def marks(values: QueryDict, rubric: Rubric) -> tuple[dict[str, int | None], dict[str, str]]:
    """The marks and notes in a sent form. An empty mark takes the earlier one away; no number is outside the scale."""
    given: dict[str, int | None] = {}
    for key in rubric.keys:
        text = values.get(f"{FIELD}{key}", "").strip()
        if f"{FIELD}{key}" in values:
            mark = whole(text.removeprefix("-"), most=10**6)
            given[key] = (
                None if not text else rubric.scale_min - 1 if mark is None else -mark if text[0] == "-" else mark
            )
    return given, {key: values.get(f"{NOTE}{key}", "") for key in given}


def dossier(reference: str, sheet_id: int) -> Dossier:
    """The entry's name, texts and files. The view has asked whether this juror may read it."""
    card = candidates.cards([reference]).get(reference, candidates.Card(reference))
    entry = (
        Entry.objects.select_related("campaign")
        .filter(code=reference.partition(":")[2])
        .prefetch_related("answers")
        .first()
    )
    if entry is None:
        return Dossier(card.name, card.summary, ())
    texts = [Material("", entry.deeds)] if entry.deeds else []
    texts += [Material(name, text) for name, text in _words(entry).items()]
    files = [
        Material(one.name, url=reverse("rubrics:material", args=[sheet_id, one.pk])) for one in materials_of(entry)
    ]
    return Dossier(card.name, card.summary, (*texts, *files))


def materials_of(entry: Entry) -> list[EntryMaterial]:
    """The files that count: neither returned nor replaced."""
    return list(entry.materials.filter(state__in=["ATTACHED", "ACCEPTED"]).order_by("pk"))


def material(reference: str, material_id: int) -> EntryMaterial | None:
    """The file, if it belongs to that entry and counts."""
    rows = EntryMaterial.objects.filter(entry__code=reference.partition(":")[2], state__in=["ATTACHED", "ACCEPTED"])
    return rows.filter(pk=material_id).first()


def _words(entry: Entry) -> Mapping[str, str]:
    """The answers to the criteria, by the words of the criterion."""
    names = {one.key: one.text for one in criteria_of(entry)}
    return {names.get(answer.criterion, answer.criterion): answer.text for answer in entry.answers.all() if answer.text}
