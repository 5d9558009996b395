"""Thresholds of the law as dated rows: the day of a ballot picks the row. Paraphrased; the source is the law's own text.

`url` is the official database of laws, which finds a text by its title. A day or a matter without a row has no answer
here: the caller refuses rather than guesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yuanba.ballots.tally.outcome import ALL, PARTICIPANTS

LAWS = "https://flk.npc.gov.cn/"
OWNERS, RESIDENTS_MEETING = "owners", "residents-meeting"

# What owners decide together, by words that outlive the numbering of one law.
RULES_OF_PROCEDURE = "rules-of-procedure"
COVENANT = "covenant"
COMMITTEE_MEMBERS = "committee-members"
PROPERTY_COMPANY = "property-company"
USE_REPAIR_FUND = "use-repair-fund"
RAISE_REPAIR_FUND = "raise-repair-fund"
REBUILD = "rebuild"
CHANGE_COMMON_PARTS = "change-common-parts"
OTHER_MAJOR = "other-major"
DECISION = "decision"


@dataclass(frozen=True, slots=True)
class LawRow:
    """Who must take part and who must agree, from `from_date` until before `to_date` (None: in force).

    Shares read as in outcome.py: "2/3" is at least, ">1/2" is more than; `participation` "" asks for none.
    """

    key: str
    body: str
    matters: tuple[str, ...]
    participation: str
    assent: str
    of: str
    article: str
    paraphrase: str
    from_date: date
    to_date: date | None
    url: str

    def threshold(self) -> dict[str, str]:
        """The row as a manifest carries it: enough to recount without this table."""
        return {
            "row": self.key,
            "source": self.article,
            "participation": self.participation,
            "assent": self.assent,
            "of": self.of,
        }


LAW = (
    LawRow(
        "prc-civil-code-278-ordinary",
        OWNERS,
        (RULES_OF_PROCEDURE, COVENANT, COMMITTEE_MEMBERS, PROPERTY_COMPANY, USE_REPAIR_FUND, OTHER_MAJOR),
        "2/3",
        ">1/2",
        PARTICIPANTS,
        "民法典 第278条第1款第1至5、9项，第2款",
        "Owners of two thirds of the exclusive area, who are also two thirds of the owners, take part; of those who "
        "take part more than half agree, by area and by heads.",
        date(2021, 1, 1),
        None,
        LAWS,
    ),
    LawRow(
        "prc-civil-code-278-special",
        OWNERS,
        (RAISE_REPAIR_FUND, REBUILD, CHANGE_COMMON_PARTS),
        "2/3",
        "3/4",
        PARTICIPANTS,
        "民法典 第278条第1款第6至8项，第2款",
        "Owners of two thirds of the exclusive area, who are also two thirds of the owners, take part; of those who "
        "take part three quarters or more agree, by area and by heads.",
        date(2021, 1, 1),
        None,
        LAWS,
    ),
    LawRow(
        "prc-property-law-76-ordinary",
        OWNERS,
        (RULES_OF_PROCEDURE, COVENANT, COMMITTEE_MEMBERS, PROPERTY_COMPANY, CHANGE_COMMON_PARTS, OTHER_MAJOR),
        "",
        ">1/2",
        ALL,
        "物权法 第76条第1款第1至4、7项，第2款（2021年1月1日废止）",
        "More than half of all owners agree, who also hold more than half of the whole exclusive area. Changing the "
        "use of common parts was one of the other major matters then (法释〔2009〕7号第7条).",
        date(2007, 10, 1),
        date(2021, 1, 1),
        LAWS,
    ),
    LawRow(
        "prc-property-law-76-special",
        OWNERS,
        (USE_REPAIR_FUND, RAISE_REPAIR_FUND, REBUILD),
        "",
        "2/3",
        ALL,
        "物权法 第76条第1款第5、6项，第2款（2021年1月1日废止）",
        "Two thirds or more of all owners agree, who also hold two thirds or more of the whole exclusive area.",
        date(2007, 10, 1),
        date(2021, 1, 1),
        LAWS,
    ),
    LawRow(
        "prc-residents-committees-10-1990",
        RESIDENTS_MEETING,
        (DECISION,),
        ">1/2",
        ">1/2",
        PARTICIPANTS,
        "城市居民委员会组织法（1989年）第10条（2025年修订前）",
        "More than half of the residents of 18 and over (or of the households' or groups' representatives) are present, "
        "and more than half of those present agree.",
        date(1990, 1, 1),
        date(2026, 1, 1),
        LAWS,
    ),
)

# How owners are counted, for the roll: people.queries.roll_at follows it.
COUNTING_SOURCES = (
    "建筑物区分所有权解释（法释〔2009〕7号，2020年修正） 第8条: area as registered, else as surveyed, else as in the contract",
    "建筑物区分所有权解释（法释〔2009〕7号，2020年修正） 第9条: one exclusive part is one head; what the developer has not "
    "sold or not handed over yet is one head together, and so is everything that one buyer owns",
)


def row_for(body: str, matter: str, on: date) -> LawRow | None:
    """The row in force on that day for this body and matter, None if no law is entered for it."""
    for row in LAW:
        in_force = row.from_date <= on and (row.to_date is None or on < row.to_date)
        if in_force and row.body == body and matter in row.matters:
            return row
    return None


def in_force(threshold: Mapping[str, Any], on: date) -> bool:
    """False for a threshold that names one of these rows but says something else, or that is not the law of that day.

    A threshold under another name is somebody's own rule (a rule of procedure), and nothing here speaks against it.
    """
    row = next((row for row in LAW if row.key == threshold["row"]), None)
    if row is None:
        return True
    return dict(threshold) == row.threshold() and row.from_date <= on and (row.to_date is None or on < row.to_date)
