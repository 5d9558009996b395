"""From what was typed to the sheet that the domain takes, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from yuanba.awards.models import Entry
from yuanba.awards.playbook import Category
from yuanba.awards.sheet import Attachment, EntrySheet, Work
from yuanba.web.awards.entering.forms import ANSWER, SELF

KEPT_FIELDS = ("sex", "birth_month", "building", "political_status", "leader", "founded", "size", "period")


def sheet_of(
    category: Category,
    kind: str,
    values: Mapping[str, Any],
    *,
    me: tuple[int | None, str] = (None, ""),
    organisation_id: int | None = None,
    picked_person_id: int | None = None,
    attachments: Iterable[Attachment] = (),
) -> EntrySheet:
    """The cleaned values of all parts as a sheet.

    `me` is (person, name) of a verified applicant; `picked_person_id` whom a desk found on the roll.
    """
    person_id, own_name = me
    is_self = values.get("who") == SELF
    name = own_name if is_self and own_name else values.get("nominee_name", "")
    return EntrySheet(
        category=category.key,
        kind=kind,
        nominee_name=name,
        nominee_territory_id=int(values["territory"]),
        nominee_person_id=person_id if is_self and own_name else picked_person_id,
        nominee_organisation_id=organisation_id if category.nominee != "PERSON" and not is_self else None,
        title=values.get("title", ""),
        service_area_ids=tuple(int(one) for one in values.get("service_areas", ())),
        contact_name=values.get("contact_name", "") or (own_name if is_self else ""),
        contact_phone=values.get("contact_phone", ""),
        deeds=values.get("deeds", ""),
        answers={key.removeprefix(ANSWER): text for key, text in values.items() if key.startswith(ANSWER) and text},
        form={key: str(values[key]) for key in KEPT_FIELDS if values.get(key)},
        works=works_of(values),
        attachments=tuple(attachments),
    )


def works_of(values: Mapping[str, Any]) -> tuple[Work, ...]:
    """The work of a communication award; none for other honours."""
    if not values.get("outlet"):
        return ()
    return (
        Work(
            title=values.get("title", ""),
            outlet=values["outlet"],
            address=values.get("address", ""),
            published_date=values.get("published_date"),
            reach=values.get("reach"),
            reach_unit=values.get("reach_unit", ""),
            reach_date=values.get("reach_date"),
        ),
    )


def sheet_again(entry: Entry, *, answers: Mapping[str, str], changes: Mapping[str, Any]) -> EntrySheet:
    """The sheet of an entry that exists, with other texts."""
    return EntrySheet(
        category=entry.category,
        kind=entry.kind,
        nominee_name=entry.nominee_name,
        nominee_territory_id=entry.nominee_territory_id,
        title=entry.title,
        contact_name=changes.get("contact_name", ""),
        contact_phone=changes.get("contact_phone", ""),
        deeds=changes.get("deeds", ""),
        answers=answers,
        form={key: str(changes[key]) for key in KEPT_FIELDS if changes.get(key)},
    )
