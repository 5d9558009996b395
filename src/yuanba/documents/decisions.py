"""The two documents that end a campaign, composed as official documents: the proposed list and the naming decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from yuanba.documents import texts
from yuanba.documents.dates import day_text
from yuanba.documents.official import Attachment, Block, Heading, Number, OfficialDocument, Paragraph, Table

SHARES = (3, 12, 10, 8)  # of the line; the first holds 序号


@dataclass(frozen=True)
class Winner:
    """`name` as it is to be printed; `place` is the compound or the unit. Never a flat, a phone or an ID number."""

    name: str
    place: str = ""
    community: str = ""


@dataclass(frozen=True)
class Honour:
    """One honour with its winners in the order of the list; `persons` says that they are people."""

    name: str
    winners: tuple[Winner, ...]
    persons: bool = False


@dataclass(frozen=True)
class Announcement:
    """What both documents say: the activity, the documents it rests on, its stages by name, who signs, when.

    `contacts` are lines of role, phone and hours (X-05); `address` is where anyone can look it up.
    """

    activity: str
    basis: tuple[str, ...]
    stages: tuple[str, ...]
    honours: tuple[Honour, ...]
    signatories: tuple[str, ...]
    signed_date: date | None
    organiser: str = ""
    number: Number | None = None
    red_head: str = ""
    recipients: str = ""
    contacts: tuple[str, ...] = ()
    address: str = ""
    copy_to: tuple[str, ...] = ()
    printed_by: str = ""
    title: str = field(default="")


def naming_decision(content: Announcement) -> OfficialDocument:
    """The decision, one numbered sentence an honour, all names in one attachment. Honours without a winner are left out."""
    honours = [honour for honour in content.honours if honour.winners]
    blocks: list[Block] = [Paragraph(texts.DECISION_BASIS.format(**_facts(content)))]
    for place, honour in enumerate(honours, 1):
        blocks.append(Paragraph((f"{place}．" if len(honours) > 1 else "") + _sentence(honour)))
    blocks += [Paragraph(texts.DECISION_LIST), Paragraph(texts.DECISION_HOPE)]
    if content.address:
        blocks.append(Paragraph(texts.DECISION_CHECK.format(address=content.address)))
    return OfficialDocument(
        title=content.title or texts.DECISION_TITLE.format(activity=content.activity),
        blocks=tuple(blocks),
        signatories=content.signatories,
        signed_date=content.signed_date,
        number=content.number,
        red_head=content.red_head,
        recipients=content.recipients,
        attachments=(Attachment(texts.LIST_TITLE, _all_tables(honours)),),
        copy_to=content.copy_to,
        printed_by=content.printed_by,
        printed_date=content.signed_date,
    )


def proposed_list(content: Announcement, *, first_date: date, last_date: date, workdays: int) -> OfficialDocument:
    """The notice of the proposed list with its period (both days inclusive), the way to object and the lists."""
    period = texts.PROPOSED_PERIOD.format(start=day_text(first_date), end=day_text(last_date), days=workdays)
    contacts = [*content.contacts]
    if content.address:
        contacts.append(texts.PROPOSED_ONLINE.format(address=content.address))
    blocks: list[Block] = [
        Paragraph(texts.PROPOSED_BASIS.format(**_facts(content))),
        Heading(texts.PROPOSED_PERIOD_HEADING),
        Paragraph(period),
        Heading(texts.PROPOSED_OBJECTION_HEADING),
        Paragraph(texts.PROPOSED_OBJECTION),
    ]
    if contacts:
        blocks += [Heading(texts.PROPOSED_CONTACT_HEADING), *(Paragraph(line) for line in contacts)]
    return OfficialDocument(
        title=content.title or texts.PROPOSED_TITLE.format(activity=content.activity),
        blocks=tuple(blocks),
        signatories=content.signatories,
        signed_date=content.signed_date,
        number=content.number,
        red_head=content.red_head,
        attachments=(Attachment(texts.PROPOSED_LIST_HEADING, _all_tables(content.honours)),),
    )


def _facts(content: Announcement) -> dict[str, str]:
    return {
        "basis": texts.JOINER.join(f"《{title.strip('《》')}》" for title in content.basis),
        "organiser": content.organiser or texts.JOINER.join(content.signatories),
        "activity": content.activity,
        "stages": texts.JOINER.join(content.stages),
    }


def _all_tables(honours: Sequence[Honour]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for honour in honours:
        if honour.winners:
            counted = texts.COUNTED.format(honour=honour.name, count=len(honour.winners), measure=_measure(honour))
            blocks += [Heading(counted), _table(honour)]
    return tuple(blocks)


def _sentence(honour: Honour) -> str:
    form = texts.DECISION_ONE if len(honour.winners) == 1 else texts.DECISION_MANY
    return form.format(
        first=honour.winners[0].name, count=len(honour.winners), measure=_measure(honour), honour=honour.name
    )


def _measure(honour: Honour) -> str:
    return texts.MEASURE_PERSON if honour.persons else texts.MEASURE_THING


def _table(honour: Honour) -> Table:
    rows = tuple(
        (str(place), winner.name, winner.place or texts.EMPTY_CELL, winner.community or texts.EMPTY_CELL)
        for place, winner in enumerate(honour.winners, 1)
    )
    return Table(texts.PERSON_HEADS if honour.persons else texts.LIST_HEADS, rows, SHARES)
