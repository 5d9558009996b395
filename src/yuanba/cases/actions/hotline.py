"""Orders of a hotline (12345): entered by hand or taken from its Excel, each number once, each a case or part of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.cases import hotline_file, rules
from yuanba.cases.actions.reporting import NewReport, report
from yuanba.cases.hotline_file import HotlineFile, Order
from yuanba.cases.hotline_places import find
from yuanba.cases.models import Case, HotlineList, HotlineOrder
from yuanba.cases.queries.hotline import categories_by_name, known_places, numbers_known
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.files.queries import content as content_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no
from yuanba.people.roll_guard import BadRollFile

SOURCE = "hotline orders are registered once by their own number"
LIMIT_BYTES = 10 * 1024 * 1024  # two thousand lines are half a megabyte
KEPT = timedelta(days=180)  # own choice: half a year in which a refused line can still be looked up
OTHER = "other"


@dataclass(frozen=True)
class Placed:
    """What a line becomes: where it is, and its category by our key."""

    order: Order
    territory_id: int
    building_id: int | None
    category: str


@transaction.atomic
def enter(*, order: Order, territory_id: int, category: str, actor: Actor, now: datetime) -> HotlineOrder:
    """An order that somebody read from the hotline's screen is registered and is a case.

    A number that is registered already is the same order: it comes back as it is.
    Raises Refused: cases.not_permitted, hotline.number, hotline.text_missing, and what `actions.report` raises.
    """
    _may(actor, territory_id, now)
    number = clean(order.number)
    if not hotline_file.is_number(number):
        raise Refused(no("hotline.number", SOURCE))
    if not clean(order.text):
        raise Refused(no("hotline.text_missing", SOURCE))
    known = HotlineOrder.objects.filter(number=number).first()
    if known is not None:
        return known
    return _once(Placed(order, territory_id, None, category), None, actor, now)


@transaction.atomic
def upload(*, content: bytes, name: str, territory_id: int, actor: Actor, now: datetime) -> HotlineList:
    """The hotline's Excel is kept and read; nothing is taken before somebody looked at it.

    Raises Refused: cases.not_permitted, people.roll_… for what is no workbook, and what `files.store` raises.
    """
    _may(actor, territory_id, now)
    found = _read(content, now, None)
    stored = files.store(
        content=content, name=name, kinds=("xlsx",), limit_bytes=LIMIT_BYTES, visibility="STAFF",
        actor=actor, now=now, keep_until=local_date(now) + KEPT,
    )  # fmt: skip
    row = HotlineList.objects.create(
        territory_id=territory_id, file_id=stored.pk, name=clean(name)[:120], columns=found.columns,
        uploaded_at=now, uploaded_by=actor.id,
    )  # fmt: skip
    record(verb="hotline.upload", subject=str(row), actor=actor, now=now, territory_id=territory_id)
    return row


@transaction.atomic
def point_out(*, list_id: int, columns: dict[str, int], actor: Actor, now: datetime) -> HotlineList:
    """Which column is which, said by a person. Raises Refused: cases.missing, .not_permitted, hotline.taken_already."""
    row = _own(list_id, actor, now)
    if row.state != HotlineList.State.READ:
        raise Refused(no("hotline.taken_already", SOURCE))
    row.columns = {name: int(column) for name, column in columns.items() if name in hotline_file.READERS}
    row.save(update_fields=["columns"])
    return row


def preview(row: HotlineList, now: datetime) -> HotlineFile:
    """The list as it would be taken now. Raises Refused: hotline.file_gone, people.roll_…"""
    stored = chosen([row.file_id]).get(row.file_id)
    if stored is None or stored.erased_at is not None:
        raise Refused(no("hotline.file_gone", SOURCE))
    return _read(content_of(stored), now, row.columns or None)


@transaction.atomic
def accept(*, list_id: int, actor: Actor, now: datetime) -> HotlineList:
    """The list is to be taken; the worker does it line by line. Raises Refused as `point_out`."""
    row = _own(list_id, actor, now)
    if row.state != HotlineList.State.READ:
        raise Refused(no("hotline.taken_already", SOURCE))
    row.state = HotlineList.State.TAKING
    row.save(update_fields=["state"])
    record(verb="hotline.accept", subject=str(row), actor=actor, now=now, territory_id=row.territory_id)
    return row


def take(*, list_id: int, actor: Actor, now: datetime) -> HotlineList:
    """Every good line is a registered order with its case; a line that fails stands in `refused` with its reason.

    Each line is a transaction of its own, and a number is taken once: after a crash it goes on where it stopped.
    """
    row = HotlineList.objects.get(pk=list_id)
    if row.state != HotlineList.State.TAKING:
        return row
    try:
        found = preview(row, now)
    except Refused as refused:
        return _ended(row, HotlineList.State.FAILED, [], refused.verdict.code, actor, now)
    refusals = [[one.row, one.column, one.code] for one in found.problems]
    known = numbers_known(one.number for one in found.orders)
    mine = set(row.orders.values_list("number", flat=True))
    row.known = len(known - mine)
    for placed in placed_lines(row.territory_id, [one for one in found.orders if one.number not in known], now):
        try:
            _once(placed, row, actor, now)
        except Refused as refused:
            refusals.append([placed.order.row, "", refused.verdict.code])
    return _ended(row, HotlineList.State.DONE, sorted(refusals), "", actor, now)


def placed_lines(territory_id: int, orders: list[Order], now: datetime) -> list[Placed]:
    """Each line with our category, and the compound that its words name, else the community.

    A line that names neither belongs to the place of the list; where that is wider than a community, `report` refuses it.
    """
    on = local_date(now)
    (compounds, communities), names = known_places(territory_id, on), categories_by_name(on)
    lines = []
    for order in orders:
        where = find(compounds, order.place, order.text) or find(communities, order.place, order.text)
        category = names.get(clean(order.category), OTHER)
        lines.append(
            Placed(order, where.territory_id if where else territory_id, where.building_id if where else None, category)
        )
    return lines


@transaction.atomic
def told_hotline(*, order_id: int, actor: Actor, now: datetime) -> HotlineOrder:
    """The hotline has our answer; its own deadline no longer runs. Raises Refused: cases.missing, .not_permitted."""
    row = HotlineOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if row is None:
        raise Refused(no("cases.missing", SOURCE))
    _may(actor, row.territory_id, now)
    if row.told_at is None:
        row.told_at, row.told_by = now, actor.id
        row.save(update_fields=["told_at", "told_by"])
        record(verb="hotline.told", subject=str(row), actor=actor, now=now, territory_id=row.territory_id)
    return row


def _once(placed: Placed, source: HotlineList | None, actor: Actor, now: datetime) -> HotlineOrder:
    """The order with this number, whoever was quicker."""
    try:
        return _taken(placed, source, actor, now)
    except IntegrityError:
        return HotlineOrder.objects.get(number=clean(placed.order.number))


@transaction.atomic
def _taken(placed: Placed, source: HotlineList | None, actor: Actor, now: datetime) -> HotlineOrder:
    order = placed.order
    case = report(order=_as_report(placed), actor=actor, now=now)
    row = HotlineOrder.objects.create(
        number=clean(order.number), case=case, territory_id=placed.territory_id, category_said=order.category,
        called_at=order.called_at, due_at=order.due_at, list=source, row=order.row if source else None,
        entered_at=now, entered_by=actor.id,
    )  # fmt: skip
    record(verb="hotline.enter", subject=str(row), actor=actor, now=now, territory_id=placed.territory_id)
    return row


def _as_report(placed: Placed) -> NewReport:
    """A mobile is the reporter's; a fixed line, which gets no message, stays readable for whoever calls back."""
    order = placed.order
    try:
        phone, text = mobile(order.phone) if order.phone else "", order.text
    except BadIdentifier:
        phone, text = "", f"{order.text}\n（来电号码：{order.phone}）"
    return NewReport(
        category=placed.category, territory_id=placed.territory_id, building_id=placed.building_id, text=text,
        place_note=order.place[:80], client_key=f"hotline:{clean(order.number)}"[:64], source=Case.Source.HOTLINE,
        external_ref=order.number, name=order.name, phone=phone, told_at=order.called_at,
    )  # fmt: skip


def _ended(
    row: HotlineList, state: str, refusals: list[list[object]], refusal: str, actor: Actor, now: datetime
) -> HotlineList:
    with transaction.atomic():
        row.state, row.refused, row.refusal = state, refusals, refusal
        row.taken, row.done_at = row.orders.count(), now
        row.save()
        record(verb="hotline.done", subject=str(row), actor=actor, now=now, territory_id=row.territory_id,
               detail={"taken": row.taken, "known": row.known, "refused": len(refusals)})  # fmt: skip
    return row


def _read(content: bytes, now: datetime, columns: dict[str, int] | None) -> HotlineFile:
    try:
        return hotline_file.read(content, now, columns)
    except BadRollFile as bad:
        raise Refused(no(bad.code, SOURCE)) from bad


def _own(list_id: int, actor: Actor, now: datetime) -> HotlineList:
    row = HotlineList.objects.select_for_update().filter(pk=list_id).first()
    if row is None:
        raise Refused(no("cases.missing", SOURCE))
    _may(actor, row.territory_id, now)
    return row


def _may(actor: Actor, territory_id: int, now: datetime) -> None:
    """Whoever keeps the desk there and may report for others."""
    on = local_date(now)
    for permission in (rules.DESK, rules.REPORT_FOR):
        if not rules.holds(actor, permission, territory_id, on):
            raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=permission))
