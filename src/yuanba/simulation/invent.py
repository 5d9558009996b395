"""Invented people and places, the same for the same seed. No name, phone or address here is anybody's on purpose."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

SURNAMES = (
    "王李张刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖"
    "范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "诸葛", "上官")
GIVEN = (
    "伟芳娜敏静秀丽强磊洋艳勇军杰娟涛超明霞刚平辉玲桂英华建国志红文斌玉兰凤梅淑珍琴云莲素春秋月琼蓉川渝锦江晓晨雨轩"
    "梓涵浩宇欣怡佳琪思远嘉诚子墨若曦俊熙安然知行乐天德厚福田世昌永贵"
)
RARE = ("𠮷", "㛃", "䶮", "𬭎", "𬀩")  # 生僻字, three of them beyond the BMP: software must keep them whole
COMPOUND_FIRST = "锦绣南湖翠庭望江怡康紫荆清波竹韵云溪桂苑麓山银杏芙蓉长岛水岸丽景祥和安居瑞升金沙蓝湾枫林"
COMPOUND_LAST = ("苑", "花园", "雅居", "新城", "小区", "家园", "名都", "华庭")


@dataclass(frozen=True)
class InventedPerson:
    name: str
    phone: str  # "" for many: property offices do not know everybody's


@dataclass(frozen=True)
class InventedHome:
    """A line of a property office's roll."""

    building: str
    entrance: str
    number: str
    is_shop: bool
    area_cm2: int
    owners: tuple[InventedPerson, ...]
    residents: tuple[InventedPerson, ...]  # who live there besides the owners
    owner_lives_here: bool


class Inventor:
    """Draws names, phones and homes from one seed; every phone starts 1380000, 1390000 or 1990000, as invented ones do."""

    def __init__(self, seed: int, phones: int = 30_000) -> None:
        self.random = Random(seed)
        self._phones = self._draw_phones()
        self.phones_left = phones

    @staticmethod
    def _draw_phones() -> Iterator[str]:
        for prefix in ("1380000", "1390000", "1990000"):
            for number in range(10_000):
                yield f"{prefix}{number:04d}"
        number = 10_000
        while True:
            yield f"199{number:08d}"
            number += 1

    def name(self) -> str:
        draw = self.random
        surname = draw.choice(DOUBLE_SURNAMES) if draw.random() < 0.004 else draw.choice(SURNAMES)
        given = draw.choice(GIVEN) if draw.random() < 0.18 else draw.choice(GIVEN) + draw.choice(GIVEN)
        if draw.random() < 0.003:
            given = draw.choice(RARE) + given[:1]
        return surname + given

    def person(self, phone_share: float = 0.6) -> InventedPerson:
        phone = ""
        if self.phones_left > 0 and self.random.random() < phone_share:
            phone = next(self._phones)
            self.phones_left -= 1
        return InventedPerson(self.name(), phone)

    def phone(self) -> str:
        return next(self._phones)

    def compound_name(self, taken: set[str]) -> str:
        while True:
            first = self.random.sample(COMPOUND_FIRST, 2)
            name = "".join(first) + self.random.choice(COMPOUND_LAST)
            if name not in taken:
                taken.add(name)
                return name

    def brand(self, taken: set[str]) -> str:
        """The name of a company or group, of two words or more, that nobody here has yet."""
        name = "".join(self.random.sample(COMPOUND_FIRST, 2))
        while name in taken:
            name += self.random.choice(COMPOUND_FIRST)
        taken.add(name)
        return name

    def homes(self, dwellings: int, shops: int, buildings: int) -> Iterator[InventedHome]:
        """The homes of one compound: `dwellings` spread over `buildings` with two entrances each, then the shops."""
        per_entrance = -(-dwellings // (buildings * 2))
        for index in range(dwellings):
            entrance, place = divmod(index, per_entrance)
            building, entrance = divmod(entrance, 2)
            number = f"{place // 4 + 1}{place % 4 + 1:02d}"
            yield self.home(f"{building + 1}栋", f"{entrance + 1}单元", number, is_shop=False)
        for index in range(shops):
            yield self.home("商业", "", f"商铺{index + 1:03d}", is_shop=True)

    def home(self, building: str, entrance: str, number: str, *, is_shop: bool) -> InventedHome:
        draw = self.random
        area = draw.randrange(1_500, 12_000) if is_shop else draw.randrange(4_800, 16_500)
        owners = tuple(self.person() for _ in range(2 if draw.random() < 0.25 else 1))
        lives_here = not is_shop and draw.random() < 0.72
        others = 0 if is_shop else draw.choice((0, 0, 1, 1, 1, 2)) if lives_here else draw.choice((0, 1, 2))
        residents = tuple(self.person(0.4) for _ in range(others))
        return InventedHome(building, entrance, number, is_shop, area * 100, owners, residents, lives_here)
