"""What a form says before it is an entry: plain data that pages, desks and the simulation fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no


@dataclass(frozen=True, kw_only=True)
class Work:
    """A work handed in for a communication award."""

    title: str
    outlet: str
    address: str = ""
    published_date: date | None = None
    reach: int | None = None
    reach_unit: str = ""
    reach_source: str = ""
    reach_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A stored file for one line of the checklist."""

    material: str
    stored_file_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class EntrySheet:
    """The entry form, filled in. No ID number is ever asked here (DESIGN.md section 6)."""

    category: str
    kind: str = ""
    nominee_name: str
    nominee_territory_id: int
    nominee_person_id: int | None = None
    nominee_organisation_id: int | None = None
    title: str = ""
    service_area_ids: tuple[int, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""
    deeds: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    works: tuple[Work, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def cleaned(self) -> "EntrySheet":
        """The same form with its texts in one spelling and its phone as 11 digits. Raises Refused(entry.bad_phone)."""
        try:
            phone = mobile(self.contact_phone) if self.contact_phone.strip() else ""
        except BadIdentifier:
            raise Refused(no("entry.bad_phone", "announcement: form and documents")) from None
        return replace(
            self,
            nominee_name=clean(self.nominee_name),
            title=clean(self.title),
            contact_name=clean(self.contact_name),
            contact_phone=phone,
            deeds=clean_lines(self.deeds),
            answers={key: clean_lines(text) for key, text in self.answers.items()},
            form={key[:40]: clean(text)[:400] for key, text in self.form.items()},
            service_area_ids=tuple(dict.fromkeys(self.service_area_ids)),
        )

    @property
    def whole_text(self) -> str:
        """Everything that the applicant wrote, for comparing."""
        return "\n".join([self.title, self.deeds, *self.answers.values()])
