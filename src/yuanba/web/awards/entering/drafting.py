"""A draft while it is written: loaded, saved in parts, shown, and turned into an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from yuanba.awards.actions import entries
from yuanba.awards.models import Campaign, EntryDraft
from yuanba.awards.pinned import category_of, playbook_of
from yuanba.awards.playbook import Category, RegistrationSettings
from yuanba.awards.queries import applicant
from yuanba.awards.sheet import Attachment
from yuanba.kernel.verdict import Refused, no
from yuanba.people.queries import compounds_of
from yuanba.web import clock, dates
from yuanba.web.awards.entering.forms import PARTS, PartForm
from yuanba.web.awards.entering.places import place_choices
from yuanba.web.awards.frame import campaign_or_refuse

EMPTY: dict[str, Any] = {"values": {}, "files": {}}


def deeds_chars(campaign: Campaign) -> int:
    settings = playbook_of(campaign).stages[0].settings
    return settings.deeds_chars if isinstance(settings, RegistrationSettings) else 1500


def own_name(request: HttpRequest) -> str:
    """The name that the roll has for a verified applicant, else ""."""
    person = request.user.person if request.user.person_id else None  # type: ignore[union-attr]
    return person.name if person else ""


def known_of(request: HttpRequest, campaign: Campaign, category: Category, *, desk: bool = False) -> dict[str, Any]:
    """What the forms need to know besides the playbook."""
    today = dates.local(clock.now()).date()
    return {
        "places": place_choices(campaign, today, communities=category.nominee != "PERSON"),
        "name": "" if desk else own_name(request),
        "deeds_chars": deeds_chars(campaign),
        "desk": desk,
        "asks_fees": desk and asks_fees(category),
    }


def asks_fees(category: Category) -> bool:
    """Whether a condition of a person's honour asks the property company for yes or no."""
    looks = [one.check for one in category.criteria if one.check is not None]
    return category.nominee == "PERSON" and any("FEE_STATUS" in look.registers for look in looks)


def beginning(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What the platform knows already and nobody should have to type."""
    values: dict[str, Any] = {"contact_name": own_name(request), "contact_phone": request.user.phone or ""}  # type: ignore[union-attr]
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    homes = compounds_of(person_id, dates.local(clock.now()).date()) if person_id else set()
    if len(homes) == 1:
        values["territory"] = str(homes.pop())
    return values


@dataclass
class Desk:
    """One draft on the table."""

    request: HttpRequest
    campaign: Campaign
    category: Category
    draft: EntryDraft
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.data.get("kind", ""))

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.data.get("values", {}))

    @property
    def files(self) -> dict[str, list[dict[str, Any]]]:
        return {key: list(rows) for key, rows in self.data.get("files", {}).items()}

    @cached_property
    def known(self) -> dict[str, Any]:
        return known_of(self.request, self.campaign, self.category)

    def options(self) -> dict[str, Any]:
        return {"category": self.category, "kind": self.kind, "known": self.known}

    def part(self, form_class: type[PartForm], data: Mapping[str, Any]) -> PartForm:
        return form_class(data, **self.options())

    def parts(self) -> list[PartForm]:
        """Every part, filled from the draft and checked."""
        return [self.part(form_class, self.values) for form_class in PARTS]

    def keep(self, *, revision: int | None = None, **changes: Any) -> EntryDraft:
        """The draft with other values or files. Raises Refused(draft.newer_elsewhere) unless `revision` is the newest."""
        data = {**self.data, **changes}
        self.draft = entries.save_draft(
            campaign_id=self.campaign.pk,
            slot=self.draft.slot,
            data=data,
            revision=self.draft.revision if revision is None else revision,
            actor=self.request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
        self.data = data
        return self.draft

    def attachments(self) -> list[Attachment]:
        return [
            Attachment(material=key, stored_file_id=int(one["id"]), name=str(one["name"]))
            for key, rows in self.files.items()
            for one in rows
        ]


def opened(request: HttpRequest, code: str, slot: str) -> Desk:
    """The visitor's draft. Raises Refused: campaign.unknown, draft.bad_slot, entry.no_category."""
    campaign = campaign_or_refuse(code)
    draft = applicant.draft(campaign.pk, slot, request.actor)  # type: ignore[attr-defined]
    if draft is None:
        raise Refused(no("draft.bad_slot"))
    category = category_of(campaign, str(draft.data.get("category", "")))
    if category is None:
        raise Refused(no("entry.no_category", "playbook"))
    return Desk(request, campaign, category, draft, dict(draft.data))
