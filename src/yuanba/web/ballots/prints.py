"""A sheet of paper as PDF: the ballot's questions in the announced order, the same for everybody, with a number."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot, PaperSheet
from yuanba.documents.ballot_papers import BallotPaper, Item, Option, paper_ballot
from yuanba.kernel.fen import yuan_text
from yuanba.places.queries import name_at
from yuanba.web.dates import by

# The sheet is printed for people here, in Chinese, whatever language the clerk reads.
INSTRUCTIONS = (
    "请在方框里打“√”，不要签名，也不要写别的字。",
    "一人一票：手机上投过的，纸质票就不再算；先收到的那一张算数。",
)


# As labels.ANSWERS says in Chinese: a test holds them together.
ANSWERS = {"agree": "同意", "against": "反对", "abstain": "弃权"}
OWNERS_INSTRUCTIONS = (
    "请在方框里打“√”，不要超过每个问题可选的项数，不要签名，也不要写别的字。",
    "您在本小区的住房、商铺合用这一张票；几人共有的，合投一张。手机和纸质，先收到的那一张算数。",
)
NUMBERS = "请按每个问题下面的说明打“√”或者写数字，不要签名，也不要写别的字。"


def paper(sheet: PaperSheet) -> bytes:
    """The printed sheet."""
    back = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ballots:find_sheet')}?serial={sheet.serial}"
    return _printed(sheet.ballot, sheet.serial, back)


def sample(ballot: Ballot) -> bytes:
    """How the sheet will look, with “样张” where the number stands: nobody can vote with it."""
    return _printed(ballot, "样张", f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ballots:about', args=[ballot.pk])}")


def secret(ballot: Ballot) -> bytes:
    """A sheet of a secret ballot: no number, all alike, for the urn."""
    return _printed(ballot, "不记名", f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ballots:about', args=[ballot.pk])}")


def _printed(ballot: Ballot, serial: str, qr_text: str) -> bytes:
    is_secret = ballot.level == "S"
    asked = queries.sheet(ballot.pk).items
    with translation.override("zh-hans"):
        until = by(ballot.closes_at)
    return paper_ballot(
        BallotPaper(
            title=ballot.title,
            organiser=name_at(ballot.territory_id, ballot.roll_date or ballot.opens_at.date()),
            items=tuple(_item(item) for item in asked),
            serial=serial,
            qr_text=qr_text,
            instructions=_instructions(ballot, any(item.is_ranked for item in asked)),
            footer=f"请对折，在 {until}投进服务台的票箱。" if is_secret else f"请在 {until}交回社区服务台。",
        )
    )


def _instructions(ballot: Ballot, has_numbers: bool) -> tuple[str, ...]:
    if ballot.level == "S":
        return (NUMBERS if has_numbers else INSTRUCTIONS[0], "每人一张，票上没有编号，谁也认不出是谁的。")
    lines = OWNERS_INSTRUCTIONS if ballot.electorate == Ballot.Electorate.OWNERS else INSTRUCTIONS
    return (NUMBERS, *lines[1:]) if has_numbers else lines


def _item(item: queries.SheetItem) -> Item:
    """A question with its boxes; of a budget the cost of each project beside it."""
    costs = item.rule.get("cost_fen", {}) if item.is_budget else {}
    options = []
    for number, option in enumerate(item.options, 1):
        if option.withdrawn:
            continue
        label = option.label or ANSWERS.get(option.key, option.key)
        cost = f"{yuan_text(costs[option.key]).removesuffix('.00')} 元" if option.key in costs else ""
        note = "　".join(part for part in (cost, option.about) if part)
        shown = "" if item.is_ranked else str(number)  # beside a box for a number it would be read as one
        options.append(Option(label=label, number=shown, note=note))
    rule = ""
    if item.is_budget:
        budget = yuan_text(item.rule["budget_fen"]).removesuffix(".00")
        rule = f"想做哪些就在方框里打“√”，最多{item.choose}项。一共有 {budget} 元。"
    return Item(
        title=item.label or item.key,
        options=tuple(options),
        choose=item.choose,
        rule=rule,
        numbered=item.is_ranked,
        all_numbered=item.wants_all,
    )
