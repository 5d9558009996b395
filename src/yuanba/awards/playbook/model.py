"""The playbook as frozen dataclasses: what an award campaign is, before anybody enters it.

Every field carries its shape and its meaning in English and Chinese; the reader, the public JSON and
`docs/reference/playbook.md` all come from these lines. Money is whole yuan in the file; `prize_fen` and `amount_fen`
give integer fen.
"""
# ruff: noqa: RUF009 -- slot() only wraps dataclasses.field()

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yuanba.awards.playbook.shape import Day, Flag, Int, Key, Many, Numbers, OneOf, Table, Text, slot
from yuanba.awards.playbook.stages import SETTINGS, Settings

FORMAT = "yuanba-award-playbook/1"
LEVELS = ("COMPOUND", "COMMUNITY", "SUBDISTRICT", "DISTRICT", "CITY", "PROVINCE")
NOMINEES = ("PERSON", "ORGANISATION", "CASE", "WORK")
REGISTERS = (
    "SAFETY_INCIDENT",
    "CRITICISM",
    "PENALTY",
    "ABNORMAL_LIST",
    "DISHONESTY_LIST",
    "INFRINGEMENT",
    "FEE_STATUS",
)
FILE_KINDS = ("pdf", "docx", "xlsx", "jpeg", "png", "mp4", "mp3", "txt", "zip")
METHODS = ("composite", "decision")
MISSING_RULES = ("reweigh", "unranked")
TREATMENTS = ("WITHHELD", "EXEMPT", "BY_RECIPIENT")


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """A body that runs the campaign."""

    name: str = slot(Text(80), "Full name of the body.", "单位全称。")
    name_en: str = slot(Text(160, 0), "Its name in English.", "英文名称。", default="")
    role: str = slot(
        OneOf(("LEAD", "MEMBER", "SUPPORT")), "Its part in the campaign.", "主办、成员或协办。", default="LEAD"
    )


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A document that approves or founds the campaign."""

    title: str = slot(Text(200), "Title of the document.", "文件名称。")
    issuer: str = slot(Text(80), "Body that issued it.", "发文机关。")
    number: str = slot(Text(60, 0), "Document number, if it has one.", "文号(有则填)。", default="")
    note: str = slot(Text(500, 0), "What it says about this campaign.", "与本活动有关的内容。", default="")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A duty line of a post, never a person's own mobile (PIPL 6)."""

    role: str = slot(Text(60), "The post that answers.", "值守岗位。")
    phone: str = slot(Text(30, 0), "Landline of the post.", "岗位固定电话,不得为个人手机。", default="")
    hours: str = slot(Text(80, 0), "When somebody answers.", "接听时间。", default="")
    mailbox: str = slot(Text(120, 0), "Mailbox of the post.", "岗位邮箱。", default="")


@dataclass(frozen=True, kw_only=True)
class RegisterCheck:
    """Registers that the system asks by itself, and how far back. Source: the announcement (clean records)."""

    registers: tuple[str, ...] = slot(Many(OneOf(REGISTERS), 1, 7), "Registers to look into.", "核查的登记簿。")
    lookback_months: int | None = slot(
        Int(1, 240), "Months back from the entry deadline.", "自报名截止日向前追溯的月数。", default=None
    )
    term: bool = slot(Flag(), "Look back over the body's present term instead.", "改为追溯本届任期。", default=False)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One condition that an entry must meet."""

    key: str = slot(Key(), "Short name.", "代号。")
    text: str = slot(Text(500), "The condition, in Chinese.", "条件原文。")
    text_en: str = slot(Text(800, 0), "The condition, in English.", "英文。", default="")
    veto: bool = slot(Flag(), "Unmet ends the entry, whatever its merits.", "不符合即一票否决。", default=False)
    check: RegisterCheck | None = slot(
        Table(RegisterCheck), "What the system looks up by itself.", "系统自动核查的内容。", default=None
    )
    not_applicable_kinds: tuple[str, ...] = slot(
        Many(Key(), 0, 20),
        "Sub-kinds to which it does not apply (not the same as unmet).",
        "不适用的子类(“不适用”不等于“不符合”)。",
        default=(),
    )


@dataclass(frozen=True, kw_only=True)
class Material:
    """One document or picture that an entry hands in."""

    key: str = slot(Key(), "Short name.", "代号。")
    name: str = slot(Text(120), "What it is, in Chinese.", "材料名称。")
    name_en: str = slot(Text(200, 0), "In English.", "英文。", default="")
    required: bool = slot(Flag(), "The entry is incomplete without it.", "是否必备。", default=True)
    kinds: tuple[str, ...] = slot(
        Many(OneOf(FILE_KINDS), 1, 9), "File types taken.", "可上传的文件类型。", default=("pdf", "docx", "jpeg", "png")
    )
    max_files: int = slot(Int(1, 50), "Files at most.", "最多文件数。", default=5)
    max_mib: int = slot(Int(1, 500), "Size of each at most, MiB.", "每个文件上限(MiB)。", default=20)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A sub-kind of a category, with its own criteria and materials."""

    key: str = slot(Key(), "Short name.", "代号。")
    name: str = slot(Text(60), "Name, in Chinese.", "名称。")
    name_en: str = slot(Text(120, 0), "Name, in English.", "英文名称。", default="")
    quota: int | None = slot(
        Int(1, 10_000),
        "Places kept for it alone; left out, it shares the rest.",
        "单列名额;不填则共用其余名额。",
        default=None,
    )
    same_as: str = slot(
        Text(40, 0),
        "Key of the sub-kind whose criteria and materials it shares.",
        "与哪个子类共用条件和材料。",
        default="",
    )
    criteria: tuple[Criterion, ...] = slot(
        Many(Table(Criterion), 0, 40), "Its own criteria.", "本子类条件。", default=()
    )
    materials: tuple[Material, ...] = slot(
        Many(Table(Material), 0, 40), "Its own materials.", "本子类材料。", default=()
    )


@dataclass(frozen=True, kw_only=True)
class Tier:
    """Places with one prize. In the file a category without tiers gives quota and prize_yuan itself."""

    key: str = slot(Key(), "Short name.", "代号。")
    name: str = slot(Text(60), "Name, in Chinese.", "奖级名称。")
    name_en: str = slot(Text(120, 0), "Name, in English.", "英文名称。", default="")
    quota: int = slot(Int(1, 10_000), "Places.", "名额。")
    prize_yuan: int = slot(Int(0, 100_000_000), "Prize of each, whole yuan.", "每个奖金(元,整数)。", default=0)

    @property
    def prize_fen(self) -> int:
        return self.prize_yuan * 100


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """A kind of body that may put candidates forward, and how many each such body may."""

    body: str = slot(Key(), "Short name of the kind of body.", "推荐单位类别代号。")
    name: str = slot(Text(60), "Name, in Chinese.", "名称。")
    name_en: str = slot(Text(120, 0), "Name, in English.", "英文名称。", default="")
    quota: int | None = slot(
        Int(1, 10_000),
        "Candidates each such body may recommend; left out, any number.",
        "每个单位推荐名额;不填不限。",
        default=None,
    )


@dataclass(frozen=True, kw_only=True)
class Routes:
    """How an entry comes in."""

    own_application: bool = slot(Flag(), "Anybody eligible may apply.", "可自行报名。", default=True)
    service_area_allowed: bool = slot(
        Flag(),
        "An entrant without a compound may declare a service area.",
        "无所属小区的可申报服务区域。",
        default=False,
    )
    recommendation: tuple[Recommendation, ...] = slot(
        Many(Table(Recommendation), 0, 20), "Bodies that may recommend.", "可推荐的单位。", default=()
    )


@dataclass(frozen=True, kw_only=True)
class Category:
    """One honour of the campaign. Criteria may be empty."""

    key: str = slot(Key(), "Short name.", "代号。")
    name: str = slot(Text(60), "Name, in Chinese.", "奖项名称。")
    name_en: str = slot(Text(120, 0), "Name, in English.", "英文名称。", default="")
    nominee: str = slot(OneOf(NOMINEES), "Who or what receives it.", "获奖对象:个人、集体、案例或作品。")
    quota: int = slot(Int(1, 10_000), "Places; never exceeded.", "名额,不得突破。")
    prize_yuan: int | None = slot(
        Int(0, 100_000_000),
        "Prize of each, whole yuan; not together with tiers.",
        "每个奖金(元);分级时不填。",
        default=None,
    )
    tiers: tuple[Tier, ...] = slot(
        Many(Table(Tier), 0, 20),
        "Graded prizes; their quotas add up to the quota.",
        "分级奖项,名额之和等于总名额。",
        default=(),
    )
    routes: Routes = slot(Table(Routes), "How an entry comes in.", "参评渠道。", default=Routes())
    kinds: tuple[Kind, ...] = slot(Many(Table(Kind), 0, 40), "Sub-kinds.", "子类。", default=())
    criteria: tuple[Criterion, ...] = slot(
        Many(Table(Criterion), 0, 40), "Criteria of every entry here.", "本奖项全部参评对象的条件。", default=()
    )
    materials: tuple[Material, ...] = slot(
        Many(Table(Material), 0, 40), "Materials of every entry here.", "本奖项全部参评对象的材料。", default=()
    )

    def kind(self, key: str) -> Kind | None:
        """The sub-kind with this key, or None for a category without sub-kinds."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def criteria_for(self, kind_key: str = "") -> tuple[Criterion, ...]:
        """The category's criteria and then the sub-kind's, those that do not apply left in (ask `applies`)."""
        kind = self.kind(kind_key)
        return self.criteria + (kind.criteria if kind else ())

    def materials_for(self, kind_key: str = "") -> tuple[Material, ...]:
        """The category's materials and then the sub-kind's."""
        kind = self.kind(kind_key)
        return self.materials + (kind.materials if kind else ())

    @property
    def amount_fen(self) -> int:
        """What the category costs when every place is filled, in fen."""
        return sum(tier.quota * tier.prize_fen for tier in self.tiers)


def applies(criterion: Criterion, kind_key: str) -> bool:
    """True unless the criterion is declared not applicable to the sub-kind."""
    return kind_key not in criterion.not_applicable_kinds


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage with its window (both days inclusive, local time) and the settings of its kind."""

    key: str = slot(Key(), "Short name.", "代号。")
    kind: str = slot(OneOf(tuple(SETTINGS)), "What happens in it.", "阶段类型。")
    name: str = slot(Text(60), "Name, in Chinese.", "阶段名称。")
    name_en: str = slot(Text(120, 0), "Name, in English.", "英文名称。", default="")
    opens: date = slot(Day(), "First day, from 00:00.", "开始日(0:00 起)。")
    closes: date = slot(Day(), "Last day, to 24:00.", "截止日(24:00 止)。")
    categories: tuple[str, ...] = slot(
        Many(Key(), 0, 40), "Categories that pass through it; empty means all.", "适用的奖项,空为全部。", default=()
    )
    weight: int = slot(Int(0, 100), "Per cent of the composite score.", "占综合得分的百分比。", default=0)
    keep: Mapping[str, int] = slot(
        Numbers(1, 100_000), "Shortlist left in each category when it closes.", "结束时各奖项入围数。", default={}
    )
    keep_by: str = slot(
        OneOf(("stage", "composite")),
        "Shortlist by this stage's score or by the composite so far.",
        "按本阶段得分或截至目前的综合得分入围。",
        default="stage",
    )
    settings: Settings = field(metadata={"settings": True})

    @property
    def scored(self) -> bool:
        """True for the kinds that give every candidate a score."""
        return self.kind in ("SURVEY", "VOTE", "JURY")


@dataclass(frozen=True, kw_only=True)
class Override:
    """Weights of one category that differ from the stages' own."""

    category: str = slot(Key(), "The category.", "奖项代号。")
    weights: Mapping[str, int] = slot(
        Numbers(0, 100), "Per cent of each scored stage; together 100.", "各阶段百分比,合计 100。"
    )


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """How places follow from scores, fixed in the announcement."""

    method: str = slot(
        OneOf(METHODS),
        "composite: by the weighted score; decision: a body decides and gives its reasons.",
        "composite 按综合得分;decision 由会议讨论决定并写明理由。",
        default="composite",
    )
    decided_by: str = slot(
        Text(80, 0), "The body that decides, for method decision.", "讨论决定的会议或机构。", default=""
    )
    missing: str = slot(
        OneOf(MISSING_RULES),
        "A stage without a (sufficient) score: reweigh over the other stages, or the entry is unranked.",
        "某阶段无有效得分时:reweigh 由其余阶段按比例分摊,unranked 不参与排名。",
        default="unranked",
    )
    tie_break: tuple[str, ...] = slot(
        Many(Text(60), 1, 10),
        "Steps in order: stage:KEY, earlier_submission, lot; lot is last.",
        "同分时依次比较:stage:阶段代号、earlier_submission 先报名者、lot 公开抽签(最后)。",
        default=("lot",),
    )
    least_score: int = slot(
        Int(0, 100),
        "Composite below which no place is given; places stay empty.",
        "低于此综合得分不授奖,名额空缺。",
        default=0,
    )
    overrides: tuple[Override, ...] = slot(
        Many(Table(Override), 0, 40), "Categories with weights of their own.", "单独设定权重的奖项。", default=()
    )


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The public notice of the proposed list. Source of the default: the national commendation of 2022, 5 working days."""

    workdays: int = slot(Int(1, 60), "Working days it stays up.", "公示工作日数。", default=5)
    anonymous_objections: bool = slot(Flag(), "Objections without a name are taken.", "受理匿名异议。", default=True)


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """Appeals against a rejection in screening."""

    workdays: int = slot(Int(1, 30), "Working days to appeal.", "申诉期限(工作日)。", default=5)


@dataclass(frozen=True, kw_only=True)
class Tax:
    """How a prize is taxed, with the article that says so."""

    nominee: str = slot(OneOf(NOMINEES), "For which receivers.", "适用的获奖对象。")
    treatment: str = slot(
        OneOf(TREATMENTS), "Withheld by the payer, exempt, or left to the receiver.", "代扣、免税或自行申报。"
    )
    rate_percent: int = slot(Int(0, 100), "Per cent withheld.", "代扣税率(%)。", default=0)
    source: str = slot(Text(200), "The article.", "依据条文。")


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """One award campaign, whole."""

    format: str = slot(OneOf((FORMAT,)), "Always this word.", "固定写法。")
    id: str = slot(Text(60), "Name of the playbook, for files and addresses.", "方案标识,用于文件名和网址。")
    version: int = slot(Int(1, 100_000), "Counts up with every change.", "版本号,每改一次加一。", default=1)
    title: str = slot(Text(120), "Title, in Chinese.", "活动名称。")
    title_en: str = slot(Text(200, 0), "Title, in English.", "英文名称。", default="")
    theme: str = slot(Text(60, 0), "Theme.", "主题。", default="")
    year: int = slot(Int(1949, 2200), "Year of the campaign.", "年度。")
    timezone: str = slot(OneOf(("Asia/Shanghai",)), "Clock of all windows.", "时区。", default="Asia/Shanghai")
    level: str = slot(OneOf(LEVELS), "Level of the organiser.", "评选层级。", default="SUBDISTRICT")
    organisers: tuple[Organiser, ...] = slot(Many(Table(Organiser), 1, 20), "Who runs it.", "主办、协办单位。")
    basis: tuple[Basis, ...] = slot(
        Many(Table(Basis), 0, 20), "Documents it rests on, one at least.", "依据文件,至少一份。", default=()
    )
    contacts: tuple[Contact, ...] = slot(
        Many(Table(Contact), 0, 20), "Duty lines, one at least.", "咨询岗,至少一个。", default=()
    )
    categories: tuple[Category, ...] = slot(Many(Table(Category), 1, 40), "The honours.", "奖项。")
    stages: tuple[Stage, ...] = slot(Many(Table(Stage), 1, 40), "The stages, in order.", "各阶段,按先后排列。")
    ranking: Ranking = slot(Table(Ranking), "How places follow from scores.", "排名规则。", default=Ranking())
    notice: Notice = slot(Table(Notice), "The notice of the proposed list.", "公示。", default=Notice())
    appeals: Appeals = slot(Table(Appeals), "Appeals in screening.", "初审申诉。", default=Appeals())
    tax: tuple[Tax, ...] = slot(Many(Table(Tax), 0, 4), "Tax of the prizes.", "奖金税务处理。", default=())
    source_text: str = field(default="", repr=False)
    sha256: str = ""

    def category(self, key: str) -> Category:
        """The category with this key. Raises KeyError."""
        return {category.key: category for category in self.categories}[key]

    def stage(self, key: str) -> Stage:
        """The stage with this key. Raises KeyError."""
        return {stage.key: stage for stage in self.stages}[key]

    def stages_for(self, category_key: str) -> tuple[Stage, ...]:
        """The stages that a category passes through, in order."""
        return tuple(stage for stage in self.stages if not stage.categories or category_key in stage.categories)

    def weights_for(self, category_key: str) -> dict[str, int]:
        """Per cent of each scored stage for a category: the override if there is one, else the stages' own weights."""
        scored = [stage for stage in self.stages_for(category_key) if stage.scored]
        own = next((rule.weights for rule in self.ranking.overrides if rule.category == category_key), None)
        weights = {stage.key: stage.weight if own is None else own.get(stage.key, 0) for stage in scored}
        return {key: weight for key, weight in weights.items() if weight}

    @property
    def amount_fen(self) -> int:
        """What the campaign costs when every place is filled, in fen."""
        return sum(category.amount_fen for category in self.categories)
