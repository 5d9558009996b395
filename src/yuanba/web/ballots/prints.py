"""A sheet of paper as PDF: the ballot's questions in the announced order, the same for everybody, with a number."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot, PaperSheet
from yuanba.documents.ballot_papers import BallotPaper, Item, Option, paper_ballot
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


def paper(sheet: PaperSheet) -> bytes:
    """The printed sheet."""
    ballot = sheet.ballot
    items = tuple(
        Item(
            title=item.label or item.key,
            options=tuple(
                Option(label=option.label or ANSWERS.get(option.key, option.key), number=str(number))
                for number, option in enumerate(item.options, 1)
                if not option.withdrawn
            ),
            choose=item.choose,
        )
        for item in queries.sheet(ballot.pk).items
    )
    back = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ballots:find_sheet')}?serial={sheet.serial}"
    with translation.override("zh-hans"):
        until = by(ballot.closes_at)
    return paper_ballot(
        BallotPaper(
            title=ballot.title,
            organiser=name_at(ballot.territory_id, ballot.roll_date or ballot.opens_at.date()),
            items=items,
            serial=sheet.serial,
            qr_text=back,
            instructions=OWNERS_INSTRUCTIONS if ballot.electorate == Ballot.Electorate.OWNERS else INSTRUCTIONS,
            footer=f"请在 {until}交回社区服务台。",
        )
    )
