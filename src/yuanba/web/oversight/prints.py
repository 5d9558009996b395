"""The protocol of a hand-over on paper, in Chinese, whatever language the clerk reads."""

from datetime import datetime

from django.utils import translation

from yuanba.documents.handovers import OpenLine, Protocol, ProtocolGroup, ProtocolLine, protocol_pdf, protocol_word
from yuanba.kernel.calendar import local_date
from yuanba.oversight import queries, states
from yuanba.oversight.models import Handover, HandoverItem
from yuanba.places.queries import name_at
from yuanba.web.downloads import TYPES
from yuanba.web.oversight.company_labels import CATEGORIES, CONDITIONS, SIDES
from yuanba.web.oversight.showing import amount


def protocol(handover: Handover, kind: str, now: datetime) -> tuple[bytes, str]:
    """The bytes and their type; `kind` is "pdf" or "docx"."""
    with translation.override("zh-hans"):
        content = _content(handover, now)
    return (protocol_pdf(content) if kind == "pdf" else protocol_word(content)), TYPES[kind]


def _content(handover: Handover, now: datetime) -> Protocol:
    kept = [one for one in handover.items.all() if one.state != states.DROPPED]
    groups = tuple(
        ProtocolGroup(str(label), tuple(_line(one) for one in kept if one.category == key))
        for key, label in CATEGORIES.items()
        if any(one.category == key for one in kept)
    )
    return Protocol(
        compound=name_at(handover.compound_id, local_date(now)),
        old=handover.old.organisation.name,
        new=handover.new.organisation.name if handover.new else "业主自行管理",
        from_date=handover.from_date,
        due_date=handover.due_date,
        groups=groups,
        open_lines=tuple(
            OpenLine(one.name, one.reason, str(SIDES[one.must_act]), one.act_by_date)
            for one in kept
            if one.state == states.DISPUTED
        ),
        number=f"交接 {handover.pk}",
        printed_date=local_date(now),
    )


def _line(item: HandoverItem) -> ProtocolLine:
    signed = queries.signatures_now(item)
    return ProtocolLine(
        name=item.name,
        expected=amount(item, item.expected),
        counted=amount(item, item.counted),
        condition=str(CONDITIONS.get(item.condition, "")),
        note=item.note,
        signed="、".join(
            f"{SIDES[side]} {signed[side].name}" for side in ("OLD", "NEW", "COMMITTEE") if side in signed
        ),
    )
