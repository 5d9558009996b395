"""The settings of each kind of stage, one frozen dataclass per kind. Most come from the announcement."""

from collections.abc import Mapping
from dataclasses import dataclass

from yuanba.awards.playbook.shape import Flag, Int, Key, Many, Numbers, OneOf, Table, Text, slot

CHANNELS = ("ONLINE", "COMMUNITY", "EMAIL", "RECOMMENDATION")
NORMALISE = ("scale", "best", "range")
NORMALISE_EN = (
    "How a score becomes 0..100: scale (ends of the scale), best (the best has 100), range (worst 0, best 100)."
)
NORMALISE_ZH = "换算为 0 至 100 的办法:scale 按量表两端,best 最高者为 100,range 最低为 0、最高为 100。"
VOTE_WEIGHT_MOST = 20  # Source: 国办函〔2026〕12号: an online vote weighs 20 % at most and never decides.
TRIMMED_LEAST = 5  # Source: the rules of this kind of jury: a trimmed mean needs a panel of five.
SHARED_LEAST = 10  # Source: issue A section 3: at least 10 % shared cases under random assignment.


@dataclass(frozen=True, kw_only=True)
class RegistrationSettings:
    """REGISTRATION: entries come in, by own application or by recommendation as the category's routes say."""

    channels: tuple[str, ...] = slot(
        Many(OneOf(CHANNELS), 1, 4), "Ways in.", "报名渠道。", default=("ONLINE", "COMMUNITY", "EMAIL")
    )
    deeds_chars: int = slot(
        Int(100, 10_000), "Longest account of the deeds, characters.", "事迹材料字数上限。", default=1500
    )


@dataclass(frozen=True, kw_only=True)
class MaterialsSettings:
    """MATERIALS: documents are completed; what was accepted stays."""

    correction_days: int = slot(Int(1, 60), "Days to correct what was sent back.", "退回补正的天数。", default=5)


@dataclass(frozen=True, kw_only=True)
class ScreeningSettings:
    """SCREENING: every criterion is marked met, unmet or unclear with a reason; two people reject."""

    correction_days: int = slot(Int(1, 60), "Days to correct what was sent back.", "退回补正的天数。", default=5)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the satisfaction survey, answered with 1 to scale_max."""

    key: str = slot(Key(), "Short name.", "代号。")
    text: str = slot(Text(200), "The question, in Chinese.", "题目。")
    text_en: str = slot(Text(400, 0), "In English.", "英文。", default="")


@dataclass(frozen=True, kw_only=True)
class SurveySettings:
    """SURVEY: residents of the candidate's compounds answer anonymously. Below min_sample: insufficient, never 0."""

    min_sample: int = slot(Int(1, 1_000_000), "Answers a candidate needs.", "每个对象的最低有效份数。")
    scale_max: int = slot(Int(2, 10), "Best answer; the worst is 1.", "最高分值,最低为 1。", default=5)
    per: str = slot(OneOf(("person", "household")), "One answer counts per.", "按人或按户计一份。", default="person")
    normalise: str = slot(OneOf(NORMALISE), NORMALISE_EN, NORMALISE_ZH, default="scale")
    questions: tuple[Question, ...] = slot(Many(Table(Question), 1, 30), "The questions.", "题目。")


@dataclass(frozen=True, kw_only=True)
class VoteSettings:
    """VOTE: one sheet per verified resident, an item per category. Weight 20 at most (国办函〔2026〕12号)."""

    choose: Mapping[str, int] = slot(
        Numbers(1, 1000), "Candidates at most that a voter may choose in each category.", "各奖项每人最多可选的候选数。"
    )
    normalise: str = slot(OneOf(NORMALISE), NORMALISE_EN, NORMALISE_ZH, default="best")


@dataclass(frozen=True, kw_only=True)
class RubricItem:
    """One line of the jury's score sheet."""

    key: str = slot(Key(), "Short name.", "代号。")
    name: str = slot(Text(60), "Name, in Chinese.", "评分项。")
    name_en: str = slot(Text(120, 0), "In English.", "英文。", default="")
    weight: int = slot(Int(1, 100), "Per cent of the sheet.", "占比(%)。")
    categories: tuple[str, ...] = slot(
        Many(Key(), 0, 40), "Categories it is used for; empty means all.", "适用的奖项,空为全部。", default=()
    )


@dataclass(frozen=True, kw_only=True)
class JurySettings:
    """JURY: members drawn by a public seed score by rubric, hidden from each other until all are in."""

    method: str = slot(
        OneOf(("trimmed_mean", "severity")),
        "trimmed_mean: the panel reads all, highest and lowest are left out; "
        "severity: random assignment, adjusted by median polish.",
        "trimmed_mean 全体评委评全部、去掉最高最低分;severity 随机分配、按中位数平滑校正宽严。",
        default="trimmed_mean",
    )
    jurors: int = slot(Int(1, 500), "Members of the panel.", "评委人数。")
    reserve: int = slot(Int(0, 500), "Reserve members.", "候补人数。", default=0)
    pool_least: int = slot(
        Int(0, 10_000), "Names the expert list must have before the draw.", "抽取前专家库最少人数。", default=0
    )
    jurors_per_entry: int | None = slot(
        Int(2, 500), "Jurors who read each entry (severity).", "每份材料的评委数(severity)。", default=None
    )
    shared_percent: int | None = slot(
        Int(0, 100),
        "Per cent of entries that every juror reads (severity).",
        "全体评委共评材料的百分比(severity)。",
        default=None,
    )
    seed_source: str = slot(
        Text(200, 0), "The later public draw whose result is the seed.", "作为随机种子的后续公开开奖。", default=""
    )
    on_the_spot: bool = slot(Flag(), "Judged live.", "现场评审。", default=False)
    scale_max: int = slot(
        Int(1, 1000), "Highest points of every line; the lowest is 0.", "各评分项最高分,最低为 0。", default=10
    )
    normalise: str = slot(OneOf(NORMALISE), NORMALISE_EN, NORMALISE_ZH, default="scale")
    rubric: tuple[RubricItem, ...] = slot(Many(Table(RubricItem), 1, 40), "The score sheet.", "评分表。")

    def rubric_for(self, category_key: str) -> tuple[RubricItem, ...]:
        """The lines of the sheet that are used for a category."""
        return tuple(item for item in self.rubric if not item.categories or category_key in item.categories)


@dataclass(frozen=True, kw_only=True)
class CommentSettings:
    """COMMENT: residents say what they think of the candidates; nothing is counted."""

    max_chars: int = slot(Int(20, 5000), "Longest comment, characters.", "评议字数上限。", default=500)
    anonymous: bool = slot(Flag(), "Comments without a shown name are taken.", "可不显示姓名。", default=True)


@dataclass(frozen=True, kw_only=True)
class PublicitySettings:
    """PUBLICITY: the proposed list is on notice; its length in working days is in [notice]."""


Settings = (
    RegistrationSettings
    | MaterialsSettings
    | ScreeningSettings
    | SurveySettings
    | VoteSettings
    | JurySettings
    | CommentSettings
    | PublicitySettings
)
SETTINGS: dict[str, type[Settings]] = {
    "REGISTRATION": RegistrationSettings,
    "MATERIALS": MaterialsSettings,
    "SCREENING": ScreeningSettings,
    "SURVEY": SurveySettings,
    "VOTE": VoteSettings,
    "JURY": JurySettings,
    "COMMENT": CommentSettings,
    "PUBLICITY": PublicitySettings,
}
