"""What neighbours made together in the demonstration: one compound's logo, motto and covenant, and a call that runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from yuanba.agreements import actions as agreements
from yuanba.agreements.models import AgreementVersion
from yuanba.ballots import actions as ballots
from yuanba.files.actions import store
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.proposals import actions, queries
from yuanba.proposals.models import Call, CallItem, Proposal
from yuanba.simulation.world import CompoundMade, World

SEED = 2021
TICK = system("tick")
DAY = timedelta(days=1)
SIZE = 480  # pixels of a logo's side
LEAF, LEAF_LIGHT, BRICK, SKY, SAND = (31, 111, 92), (126, 187, 154), (180, 71, 47), (94, 147, 176), (240, 226, 200)
TERMS = "作品由本人原创，不抄袭、不含他人肖像和品牌。采用后供本小区公益使用，可作必要修改，不付报酬；署名权归作者。"
CONTACT = "社区服务台 028-00000002"
COVENANT = """# 楼道和公共空间
一、楼道不堆放杂物，消防通道不停车。
二、电动车不上楼，到车棚充电。
三、装修提前告诉上下左右邻居，工作日白天施工。
# 邻里相处
四、晚上十点以后轻声，孩子练琴有商有量。
五、遛狗牵绳，粪便随手清理。
六、有事先敲门，说不通找楼栋长。
# 一起出力
七、每月第一个星期六上午，大家一起扫院坝。
八、独居老人的门，邻居多敲一敲。"""
BETTER = COVENANT.replace("晚上十点以后轻声", "晚上九点半以后轻声").replace("到车棚充电", "到车棚充电，不飞线")
MOTTOS = ("同住一个院坝，好事坏事不怕", "邻里多走动，家门常敞开", "一院花香，一生邻里")
REMARKS = (
    ("第四条", "十点太晚了，孩子九点半就睡。", True, "采纳。居民议事会讨论，改为九点半。"),
    ("第二条", "建议写明不许从楼上拉线充电。", True, "采纳，加上“不飞线”。"),
    ("第三条", "装修最好周末也能做。", False, "未采纳。周末在家休息的人多，维持工作日白天施工；急修不受限制。"),
)


def create(world: World, now: datetime) -> None:
    """The third compound has its logo, motto and covenant; the second one's shortlist is on notice."""
    made = chosen_together(world, world.compounds[2], now - 75 * DAY)
    adopted(world, world.compounds[2], made, now)
    shortlisted(world, world.compounds[1], now - 2 * DAY)


def chosen_together(world: World, home: CompoundMade, begin: datetime) -> Call:
    """The call, its shortlist and its vote, all of them over."""
    call = called(world, home, "标识、口号和邻里公约征集", {"LOGO": 2, "MOTTO": 2, "COVENANT": 1}, begin)
    people = Random(SEED).sample(home.persons, 30)
    mid = begin + 5 * DAY
    for place, draw in enumerate((tree, roofs)):
        logo = Made("LOGO", ("院坝里的大树", "挨着的屋檐")[place], picture=draw())
        hand_in(world, home, call, people[place], mid, logo)
    for place, motto in enumerate(MOTTOS):
        hand_in(world, home, call, people[2 + place], mid, Made("MOTTO", motto))
    hand_in(world, home, call, people[6], mid, Made("COVENANT", f"{home.name}邻里公约", COVENANT))
    on_notice(world, home, call, call.closes_at + timedelta(hours=10))
    return voted(world, home, call, people)


def called(world: World, home: CompoundMade, what: str, items: Mapping[str, int], begin: datetime) -> Call:
    """Announced, open for two weeks."""
    worker = world.worker(home.community, begin)
    opens = day_start(local_date(begin)) + timedelta(hours=9)
    order = actions.CallOrder(
        territory_id=home.territory.pk,
        title=f"{home.name}{what}",
        about="标识用在小区大门、宣传栏和通知上，请画得简单好认；口号要顺口，老人孩子都记得住。",
        terms=TERMS,
        contact_line=CONTACT,
        opens_at=opens,
        closes_at=opens + timedelta(days=14, hours=9),
        items=dict(items),
    )
    call = actions.draft_call(order=order, actor=worker, now=opens - DAY)
    return actions.announce(call_id=call.pk, actor=worker, now=opens - DAY)


@dataclass(frozen=True)
class Made:
    """What a neighbour made."""

    kind: str
    title: str
    text: str = ""
    picture: bytes = b""
    author: str = Proposal.Author.SELF


def hand_in(world: World, home: CompoundMade, call: Call, person: int, at: datetime, made: Made) -> Proposal:
    """A neighbour hands in from the own phone."""
    actor = world.citizen(person, home.community, at)
    files = (kept(made.picture, f"{made.title}.png", actor, at),) if made.picture else ()
    thanked = "一位老邻居" if made.kind == CallItem.Kind.LOGO else ""
    work = actions.Work(made.kind, made.title, made.text, files, made.author, thanked, agrees=True)
    key = f"{call.pk:08x}{person:08x}{len(made.title):016x}"
    return actions.hand_in(call_id=call.pk, work=work, request_key=key, actor=actor, now=at)


def kept(picture: bytes, name: str, actor: Actor, at: datetime) -> int:
    made = store(
        content=picture, name=name, kinds={"png"}, limit_bytes=10**7, visibility="PRIVATE", actor=actor, now=at
    )
    return int(made.pk)


def on_notice(world: World, home: CompoundMade, call: Call, at: datetime) -> None:
    """Screened and on notice since `at`."""
    actions.close_due(at)
    worker = world.worker(home.community, at)
    for one in queries.proposals(call.pk):
        actions.shortlist(proposal_id=one.pk, actor=worker, now=at)
    actions.publish_shortlist(call_id=call.pk, actor=worker, now=at)
    call.refresh_from_db()


def voted(world: World, home: CompoundMade, call: Call, people: Sequence[int]) -> Call:
    """The notice ran its days, thirty neighbours voted, the result is public."""
    assert call.notice is not None and call.notice.closes_at is not None, "the shortlist is on notice"
    opens = call.notice.closes_at + timedelta(hours=9)
    worker = world.worker(home.community, opens)
    window = actions.Window(opens, opens + timedelta(days=6, hours=9))
    call = actions.start_vote(call_id=call.pk, window=window, actor=worker, now=opens)
    assert call.ballot is not None, "the vote has a ballot"
    for one in people:  # on the roll under their own phone before it is frozen
        world.citizen(one, home.community, opens)
    actions.close_due(opens)
    random, listed = Random(SEED), queries.shortlist(call.pk)
    items = queries.items(call.pk)
    for place, one in enumerate(people, 1):
        choices = {str(item): _choice(item, [x for x in listed if x.item_id == item.pk], random) for item in items}
        at = opens + timedelta(hours=place * 4)
        ticket = ballots.issue_ticket(ballot_id=call.ballot.pk, actor=world.citizen(one, home.community, at), now=at)
        ballots.cast(ticket=ticket, choices=choices, channel="PHONE", now=at)
    actions.close_due(window.closes_at)
    return actions.take_result(call_id=call.pk, actor=worker, now=window.closes_at + timedelta(hours=1))


def _choice(item: CallItem, listed: Sequence[Proposal], random: Random) -> list[str]:
    if item.kind == CallItem.Kind.COVENANT:
        return [random.choices(("agree", "against", "abstain"), (80, 10, 10))[0]]
    liked = [str(one) for place, one in enumerate(listed) if random.random() < 0.75 - 0.25 * place]
    return liked or [str(listed[-1])]


def adopted(world: World, home: CompoundMade, call: Call, now: datetime) -> None:
    """Logo and motto show on the card; the covenant was commented on, changed, adopted and signed, and has a new draft."""
    assert call.ballot is not None, "the vote had a ballot"
    at = call.ballot.closes_at + DAY
    worker = world.worker(home.community, at)
    for item in queries.items(call.pk):
        if item.kind != CallItem.Kind.COVENANT and item.chosen is not None:
            actions.adopt(item_id=item.pk, from_date=local_date(at), actor=worker, now=at)
    covenant = next(one for one in queries.items(call.pk) if one.kind == CallItem.Kind.COVENANT)
    version = actions.hand_over_covenant(item_id=covenant.pk, actor=worker, now=at)
    people = Random(SEED + 1).sample(home.persons, 18)
    answered(world, home, version, people, at + DAY)
    done = at + 9 * DAY
    agreements.close_due(actor=TICK, now=done)
    agreements.revise(
        version_id=version.pk, wording=agreements.Wording(BETTER, version.purpose), actor=worker, now=done
    )
    decision = agreements.Decision(str(call.ballot), "居民投票选出，意见逐条答复，居民议事会确认。", local_date(done))
    agreements.adopt(version_id=version.pk, decision=decision, from_date=local_date(done) + DAY, actor=worker, now=done)
    actions.follow_covenants(done)
    signed(world, home, version, people, done, now)


def answered(world: World, home: CompoundMade, version: AgreementVersion, people: Sequence[int], at: datetime) -> None:
    """Three neighbours commented, each with an answer."""
    worker = world.worker(home.community, at)
    for person, (about, said, is_accepted, answer) in zip(people, REMARKS, strict=False):
        row = agreements.comment(
            version_id=version.pk, text=said, about=about, request_key=f"{person:032x}",
            actor=world.citizen(person, home.community, at), now=at,
        )  # fmt: skip
        agreements.answer_comment(comment_id=row.pk, is_accepted=is_accepted, answer=answer, actor=worker, now=at + DAY)


def signed(
    world: World, home: CompoundMade, version: AgreementVersion, people: Sequence[int], begin: datetime, now: datetime
) -> None:
    """Neighbours signed since it was adopted; one of three wants to be named."""
    version.refresh_from_db()
    step = (now - begin) / (len(people) + 2)
    for place, person in enumerate(people, 1):
        at = begin + step * place
        agreements.sign(
            version_id=version.pk, text_hash=version.text_hash, shows_name=place % 3 == 0,
            actor=world.citizen(person, home.community, at), now=at,
        )  # fmt: skip


def shortlisted(world: World, home: CompoundMade, at: datetime) -> Call:
    """A call whose shortlist has been on notice since `at`: anybody can comment."""
    begin = at - 15 * DAY
    call = called(world, home, "家园标识和口号征集", {"LOGO": 2, "MOTTO": 2}, begin)
    people = Random(SEED + 2).sample(home.persons, 8)
    mid = begin + 4 * DAY
    for place, (title, draw) in enumerate((("湖边的桥", bridge), ("两片叶子", leaves), ("挨着的屋檐", roofs))):
        author = Proposal.Author.CHILD if place == 1 else Proposal.Author.SELF
        hand_in(world, home, call, people[place], mid, Made("LOGO", title, picture=draw(), author=author))
    for place, motto in enumerate(("南湖边上是我家，邻里有事大家答", "抬头见面，低头帮忙")):
        hand_in(world, home, call, people[4 + place], mid, Made("MOTTO", motto))
    on_notice(world, home, call, at)
    return call


def _canvas() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (SIZE, SIZE), "white")
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((16, 16, SIZE - 16, SIZE - 16), fill=SAND)
    return image, drawing


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def tree() -> bytes:
    """A big tree over a courtyard, a bench under it."""
    image, drawing = _canvas()
    drawing.rectangle((222, 250, 258, 390), fill=BRICK)
    for x, y, r in ((240, 170, 96), (160, 225, 66), (320, 225, 66)):
        drawing.ellipse((x - r, y - r, x + r, y + r), fill=LEAF)
    drawing.ellipse((200, 120, 260, 180), fill=LEAF_LIGHT)
    drawing.rounded_rectangle((110, 372, 370, 396), 10, fill=SKY)
    return _png(image)


def roofs() -> bytes:
    """Three roofs, side by side."""
    image, drawing = _canvas()
    for x, colour, top in ((90, BRICK, 200), (190, LEAF, 150), (290, SKY, 200)):
        drawing.polygon([(x, top + 70), (x + 50, top), (x + 100, top + 70)], fill=colour)
        drawing.rectangle((x + 12, top + 70, x + 88, 360), fill="white")
        drawing.rectangle((x + 38, 300, x + 62, 360), fill=colour)
    drawing.rounded_rectangle((80, 360, 400, 378), 8, fill=LEAF)
    return _png(image)


def bridge() -> bytes:
    """A bridge over water."""
    image, drawing = _canvas()
    drawing.arc((90, 170, 390, 450), 180, 360, fill=BRICK, width=30)
    drawing.rounded_rectangle((70, 300, 410, 318), 8, fill=BRICK)
    for y in (345, 375):
        drawing.arc((120, y - 20, 220, y + 20), 200, 340, fill=SKY, width=12)
        drawing.arc((240, y - 20, 340, y + 20), 200, 340, fill=SKY, width=12)
    drawing.ellipse((300, 90, 360, 150), fill=LEAF_LIGHT)
    return _png(image)


def leaves() -> bytes:
    """Two leaves that grow from one stem."""
    image, drawing = _canvas()
    drawing.line((240, 400, 240, 230), fill=BRICK, width=16)
    drawing.pieslice((110, 130, 330, 350), 180, 270, fill=LEAF)
    drawing.pieslice((150, 130, 370, 350), 270, 360, fill=LEAF_LIGHT)
    return _png(image)
