"""A call for proposals in the first compound of `given.subdistrict()`, brought to any state by its own actions."""

from datetime import datetime, timedelta

from tests import given
from tests.web.publicity.given import picture
from yuanba.ballots import actions as ballots
from yuanba.files.actions import store
from yuanba.kernel.actor import Actor, system
from yuanba.people.queries import actor_for
from yuanba.places.models import CalendarYear
from yuanba.proposals import actions
from yuanba.proposals.models import Call, Proposal

TICK = system("tick")
DAY = timedelta(days=1)
COVENANT = "一、楼道不堆放杂物，消防通道保持畅通。\n二、养犬牵绳，粪便随手清理。\n三、晚上十点以后轻声。"
LOGO, MOTTO = "LOGO", "MOTTO"


def order(world: given.World, now: datetime, **changes: object) -> actions.CallOrder:
    values: dict[str, object] = {
        "territory_id": world.compounds[0].pk,
        "title": "花城小区家园标识征集",
        "about": "为小区选一个标识和一句口号。",
        "terms": "作品原创；采用后供小区公益使用，署名权归作者。",
        "contact_line": "社区服务台 028-85550000",
        "opens_at": now,
        "closes_at": now + 10 * DAY,
        "items": {LOGO: 2, MOTTO: 2},
    }
    return actions.CallOrder(**(values | changes))  # type: ignore[arg-type]


def announced(world: given.World, now: datetime, **changes: object) -> Call:
    for year in (now.year, now.year + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "示范"})
    worker = world.actor("COMMUNITY_WORKER", now=now)
    call = actions.draft_call(order=order(world, now, **changes), actor=worker, now=now)
    return actions.announce(call_id=call.pk, actor=worker, now=now)


def drawn(actor: Actor, now: datetime, colour: str = "green") -> int:
    """A picture that this actor has uploaded."""
    return store(
        content=picture(colour=colour), name="标识.jpg", kinds={"jpeg"}, limit_bytes=10**7, visibility="PRIVATE",
        actor=actor, now=now,
    ).pk  # fmt: skip


def handed_in(
    world: given.World, call: Call, now: datetime, resident: int = 0, kind: str = MOTTO, title: str = "同住一院，守望相助",
    **more: object,
) -> Proposal:  # fmt: skip
    actor = world.resident(resident, now)
    files = (drawn(actor, now, str(more.pop("colour", "green"))),) if kind == LOGO else ()
    values = {"kind": kind, "title": title, "file_ids": files, "agrees": True} | more
    key = f"{resident}{kind}{title}".encode().hex()[:32].ljust(32, "0")
    return actions.hand_in(call_id=call.pk, work=actions.Work(**values), request_key=key, actor=actor, now=now)  # type: ignore[arg-type]


def shortlisted(world: given.World, call: Call, now: datetime) -> Call:
    """Everything that came in is on the published shortlist; the collecting is over."""
    over = max(now, call.closes_at)
    worker = world.actor("COMMUNITY_WORKER", now=over)
    actions.close_due(over)
    for one in Proposal.objects.filter(call=call, state="HANDED_IN"):
        actions.shortlist(proposal_id=one.pk, actor=worker, now=over)
    return actions.publish_shortlist(call_id=call.pk, actor=worker, now=over)


def voting(world: given.World, call: Call) -> Call:
    """The shortlist hung its days, the vote is open."""
    call.refresh_from_db()
    assert call.notice is not None
    after = call.notice.closes_at
    worker = world.actor("COMMUNITY_WORKER", now=after)
    window = actions.Window(after, after + 5 * DAY)
    call = actions.start_vote(call_id=call.pk, window=window, actor=worker, now=after)
    actions.close_due(after)
    call.refresh_from_db()
    return call


def vote(call: Call, account, **choices: list[Proposal]) -> None:
    """`choices` by the kind of the item, or ["agree"] for a yes/no question."""
    assert call.ballot is not None
    now = call.ballot.opens_at
    ticket = ballots.issue_ticket(ballot_id=call.ballot.pk, actor=actor_for(account, now), now=now)
    items = {str(item): item for item in call.items.all()}
    sent = {
        key: [one if isinstance(one, str) else str(one) for one in choices[item.kind]]
        for key, item in items.items()
        if item.kind in choices
    }
    ballots.cast(ticket=ticket, choices=sent, channel="PHONE", now=now)


def counted(world: given.World, call: Call) -> Call:
    assert call.ballot is not None
    end = call.ballot.closes_at
    actions.close_due(end)
    return actions.take_result(call_id=call.pk, actor=world.actor("COMMUNITY_WORKER", now=end), now=end)
