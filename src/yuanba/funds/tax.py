"""What is withheld from a prize, in whole fen, and the rules that apply when nobody has entered others. Pure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

PERSON = "PERSON"
ORGANISATION = "ORGANISATION"
PROVINCE_OR_ABOVE = "PROVINCE_OR_ABOVE"
BELOW_PROVINCE = "BELOW_PROVINCE"


@dataclass(frozen=True)
class Default:
    """A rule as it is written into the table. The rate is a share of the gross amount."""

    recipient: str
    grantor: str
    code: str
    rate: Fraction
    from_date: date
    source: str
    note: str


# The individual income tax law in its form in force since 2019-01-01.
IN_FORCE = date(2019, 1, 1)

DEFAULTS = (
    Default(
        PERSON,
        BELOW_PROVINCE,
        "INCIDENTAL_INCOME",
        Fraction(20, 100),
        IN_FORCE,
        "个人所得税法第二条第九项、第三条第三项、第六条第六项、第九条；个人所得税法实施条例第六条第九项",
        "区县、街道发给个人的评选奖金不在第四条第一项的免税范围内，通常按“偶然所得”由发放单位代扣代缴20%，以每次收入全额计税，"
        "不扣费用。如获奖人与发放单位有任职关系，可能属于“工资、薪金所得”；个别地方对特定奖励另有免税文件。发放前请向主管税务机关确认。",
    ),
    Default(
        PERSON,
        PROVINCE_OR_ABOVE,
        "EXEMPT",
        Fraction(0),
        IN_FORCE,
        "个人所得税法第四条第一项",
        "省级人民政府、国务院部委和军以上单位、外国组织、国际组织颁发的科学、教育、技术、文化、卫生、体育、环境保护等方面的奖金免税。"
        "小区治理类奖金是否属于“等方面”没有明文，发放前请向主管税务机关确认；不能确认的，应当改按偶然所得。",
    ),
    Default(
        ORGANISATION,
        BELOW_PROVINCE,
        "OWN_INCOME",
        Fraction(0),
        IN_FORCE,
        "企业所得税法第六条",
        "奖给单位的奖金是该单位自己的收入，由其自行申报纳税，发放单位不代扣。没有法人资格、没有对公账户的自组织由个人代领的，"
        "如果实际分给个人，可能要按偶然所得代扣，发放前请向主管税务机关确认。",
    ),
    Default(
        ORGANISATION,
        PROVINCE_OR_ABOVE,
        "OWN_INCOME",
        Fraction(0),
        IN_FORCE,
        "企业所得税法第六条",
        "奖给单位的奖金是该单位自己的收入，由其自行申报纳税，发放单位不代扣。",
    ),
)


def withheld(gross_fen: int, rate: Fraction) -> int:
    """The tax on `gross_fen`, rounded half up to the fen, as amounts are declared in yuan with two decimals.

    Never negative, never above the gross. Raises AssertionError for a negative gross or a rate outside [0, 1].
    """
    assert gross_fen >= 0, "a correction is the difference of two taxes, not the tax of a difference"
    assert 0 <= rate <= 1, "a share"
    return (2 * gross_fen * rate.numerator + rate.denominator) // (2 * rate.denominator)


def difference(old_gross_fen: int, new_gross_fen: int, rate: Fraction) -> tuple[int, int, int]:
    """(gross, tax, net) to add to an old line so that it becomes the new one, exactly."""
    gross = new_gross_fen - old_gross_fen
    tax = withheld(new_gross_fen, rate) - withheld(old_gross_fen, rate)
    return gross, tax, gross - tax
