"""What the law and our own rules say of each kind of electorate, as dated rows: terms of notice and objection, proxies.

The day of the opening picks the rows, and the manifest names them. Paraphrased; the source is the text itself.
Checked against published wording: the twenty days, the five days and the voter of the same community of the 2025
revision, art. 14 of the regulations on property management, art. 26 of the guidelines. Not checked word for word: the
three days of the ruling, the three authorisations of one voter, and the numbers of the articles of chapter three.
"""

from dataclasses import dataclass
from datetime import date

NOTICE, ROLL_SHOWN, OBJECTION, RULING, PROXIES = "notice", "roll-shown", "objection", "ruling", "proxies"
RESIDENTS, HOUSEHOLDS, OWNERS, COMMITTEE, MEETING = "RESIDENTS", "HOUSEHOLDS", "OWNERS", "COMMITTEE", "MEETING"
OPINION, STATUTORY = "OPINION", "STATUTORY"
NO_LIMIT = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One rule for some electorates and kinds of ballots, from `from_date` until before `to_date` (None: in force).

    `number` is in days, for `PROXIES` the voters one proxy may stand for (0: no limit). Without a row of PROXIES nobody
    may stand for another. `voters_only`: a proxy is a voter of the same electorate.
    """

    key: str
    what: str
    number: int
    electorates: tuple[str, ...]
    kinds: tuple[str, ...]
    source: str
    paraphrase: str
    from_date: date
    to_date: date | None = None
    voters_only: bool = False
    body_kinds: tuple[str, ...] = ()

    def told(self) -> dict[str, str | int]:
        """The row as a manifest carries it."""
        return {"number": self.number, "row": self.key, "source": self.source, "what": self.what}


_RESIDENTS = (RESIDENTS, HOUSEHOLDS)
_COMMITTEES_LAW = "城市居民委员会组织法（2025年修订）第三章"
_SINCE_2026 = date(2026, 1, 1)
TERMS = (
    Term(
        "prc-property-regulations-14",
        NOTICE,
        15,
        (OWNERS,),
        (OPINION, STATUTORY),
        "物业管理条例 第14条",
        "All owners are told fifteen days before the assembly meets.",
        date(2003, 9, 1),
    ),
    Term(
        "prc-owners-guidelines-26",
        PROXIES,
        NO_LIMIT,
        (OWNERS,),
        (OPINION, STATUTORY),
        "业主大会和业主委员会指导规则（建房〔2009〕274号）第26条第1款",
        "An owner who cannot come may send a proxy, authorised in writing; no number is given.",
        date(2010, 1, 1),
    ),
    Term(
        "prc-owners-guidelines-39",
        NOTICE,
        7,
        (COMMITTEE,),
        (OPINION, STATUTORY),
        "业主大会和业主委员会指导规则（建房〔2009〕274号）第39条",
        "What an owners' committee will discuss is posted seven days before.",
        date(2010, 1, 1),
        body_kinds=("OWNERS_COMMITTEE",),
    ),
    Term(
        "prc-residents-committees-2025-list",
        ROLL_SHOWN,
        20,
        _RESIDENTS,
        (STATUTORY,),
        _COMMITTEES_LAW,
        "The list of voters is posted twenty days before the day of the election.",
        _SINCE_2026,
    ),
    Term(
        "prc-residents-committees-2025-objection",
        OBJECTION,
        5,
        _RESIDENTS,
        (STATUTORY,),
        _COMMITTEES_LAW,
        "Whoever thinks the list wrong says so within five days of its posting.",
        _SINCE_2026,
    ),
    Term(
        "prc-residents-committees-2025-ruling",
        RULING,
        3,
        _RESIDENTS,
        (STATUTORY,),
        _COMMITTEES_LAW,
        "It is ruled on within three days, and the ruling is posted.",
        _SINCE_2026,
    ),
    Term(
        "prc-residents-committees-2025-proxies",
        PROXIES,
        3,
        _RESIDENTS,
        (STATUTORY,),
        _COMMITTEES_LAW,
        "A voter who is away may authorise another voter of the community in writing; nobody accepts more than three.",
        _SINCE_2026,
        voters_only=True,
    ),
)


def terms(electorate: str, kind: str, on: date, *, body_kind: str = "") -> tuple[Term, ...]:
    """The rows in force on that day. An award's vote has none: its announcement sets its terms."""
    return tuple(
        row
        for row in TERMS
        if electorate in row.electorates
        and kind in row.kinds
        and row.from_date <= on
        and (row.to_date is None or on < row.to_date)
        and (not row.body_kinds or body_kind in row.body_kinds)
    )


def term(what: str, electorate: str, kind: str, on: date, *, body_kind: str = "") -> Term | None:
    """The row of one matter, None where no rule is entered."""
    return next((row for row in terms(electorate, kind, on, body_kind=body_kind) if row.what == what), None)
