"""Small real files that invented people hand in."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from random import Random

from docx import Document
from PIL import Image

from yuanba.files import actions as files
from yuanba.kernel.actor import Actor

WHO = (
    "党员志愿者",
    "楼栋长",
    "退休教师",
    "年轻业主",
    "物业管家",
    "网格员",
    "社工",
    "院里的老人",
    "几位家长",
    "租户代表",
)
DID = (
    "清理了",
    "重新规划了",
    "每周巡查",
    "筹钱修好了",
    "带头整理",
    "商量着改造了",
    "轮流照看",
    "一起粉刷了",
    "登记了",
    "守着",
)
WHAT = (
    "楼道里的杂物",
    "非机动车棚",
    "漏水的屋顶",
    "小区的菜园",
    "老人的就餐点",
    "垃圾分类点",
    "儿童游乐角",
    "破损的台阶",
    "飞线充电的插座",
    "门前的绿地",
)
SO = (
    "邻居们少了争吵",
    "投诉一个月没有再来",
    "孩子有了玩的地方",
    "老人出门放心了",
    "来参观的小区有好几个",
    "大家愿意交物业费了",
    "楼道亮堂了许多",
    "消防通道畅通了",
)
WHEN = ("去年春天", "入夏以后", "国庆前后", "疫情那阵", "连着三个周末", "整整一年", "从搬来那天起", "雨季到来之前")


def story(random: Random, sentences: int = 7) -> str:
    """An account of deeds, a few hundred characters, that shares little with any other."""
    return "".join(
        f"{random.choice(WHEN)}，{random.choice(WHO)}{random.choice(DID)}{random.choice(WHAT)}"
        f"（第{random.randrange(1, 400)}次，{random.randrange(2, 90)}人参加），{random.choice(SO)}。"
        for _ in range(sentences)
    )


def retold(random: Random, text: str) -> str:
    """The same account with a word changed here and there, as somebody does who hands it in twice."""
    words = list(text)
    for _ in range(3):
        words[random.randrange(len(words))] = random.choice("好大新早多")
    return "".join(words)


@cache
def letter() -> bytes:
    document = Document()
    document.add_paragraph("参评材料（模拟）")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (31, 111, 92)).save(stream, "PNG")
    return stream.getvalue()


def photographed(actor: Actor, now: datetime) -> int:
    """The id of a small picture of the actor's that everybody may see."""
    made = files.store(
        content=picture(),
        name="公告栏.png",
        kinds={"png"},
        limit_bytes=10**6,
        visibility="PUBLIC",
        actor=actor,
        now=now,
    )
    return made.pk


def stored(actor: Actor, now: datetime, kinds: Sequence[str] = ("docx",)) -> int:
    """The id of a small file of the actor's, of a kind that the checklist takes."""
    if "docx" in kinds:
        content, name, kind = letter(), "材料.docx", "docx"
    else:
        content, name, kind = picture(), "照片.png", "png"
    made = files.store(
        content=content, name=name, kinds={kind}, limit_bytes=10**6, visibility="STAFF", actor=actor, now=now
    )
    return made.pk


def consent(now: datetime, number: int) -> str:
    """The authority's consent in writing, which makes a ballot that is held here a decision by law."""
    return f"双住建函〔{now.year}〕{number}号（虚构）"
