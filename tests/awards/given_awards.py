"""Campaigns as their actions make them: `stage = given_awards.announced(world)`, then time goes by with `at`."""

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
from PIL import Image
from tests import given

from yuanba.awards import actions as awards
from yuanba.awards.actions.campaigns import Document
from yuanba.awards.models import Campaign, Entry, Screening, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.screening import criteria_of
from yuanba.awards.sheet import Attachment, EntrySheet
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.places import actions as places

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks" / "awards"
HUAYANG = PLAYBOOKS / "huayang-2021.toml"
LIGHT = PLAYBOOKS / "light.toml"


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """An instant in Asia/Shanghai."""
    when = date.fromisoformat(day)
    return datetime(when.year, when.month, when.day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Show:
    """A campaign in a small subdistrict, with a clock that tests move on."""

    world: given.World
    campaign: Campaign
    number: int = field(default=0)

    def organiser(self) -> Actor:
        return self.world.actor("STREET_ORGANISER")

    def leader(self) -> Actor:
        return self.world.actor("STREET_LEADER")

    def screener(self, place: int = 0) -> Actor:
        return self.world.actor("SCREENER", place)

    def fresh(self) -> Campaign:
        self.campaign = Campaign.objects.get(pk=self.campaign.pk)
        return self.campaign

    def run(self, key: str) -> StageRun:
        return StageRun.objects.select_related("campaign").get(campaign=self.campaign, key=key)

    def tick(self, now: datetime) -> awards.Advance:
        return awards.advance(now)

    def key(self) -> str:
        self.number += 1
        return f"request-{self.number}"

    def sheet(self, category: str = "person", kind: str = "", compound: int = 0, **changes: object) -> EntrySheet:
        """A complete form; its deeds differ from those of every other form."""
        self.number += 1
        chosen = playbook_of(self.campaign).category(category)
        answers = {one.key: f"第{self.number}号对这一条的说明" for one in chosen.criteria_for(kind)}
        values: dict[str, object] = {
            "category": category,
            "kind": kind,
            "nominee_name": f"参评对象{self.number}",
            "nominee_territory_id": self.world.compounds[compound].pk,
            "title": f"题目{self.number}" if chosen.nominee in ("CASE", "WORK") else "",
            "contact_phone": "13800001234",
            "deeds": f"{self.number}号" + deeds(self.number),
            "answers": answers,
        }
        return EntrySheet(**(values | changes))  # type: ignore[arg-type]

    def enter(self, actor: Actor, now: datetime, category: str = "person", kind: str = "", **changes: object) -> Entry:
        """An online entry with every required material."""
        sheet = self.sheet(category, kind, **changes)
        entry = awards.entries.submit(
            campaign_id=self.campaign.pk, sheet=sheet, request_key=self.key(), actor=actor, now=now
        )
        self.hand_in(entry, actor, now)
        return entry

    def hand_in(self, entry: Entry, actor: Actor, now: datetime) -> None:
        """Every required material of the checklist, as a small PDF of the actor's own."""
        chosen = playbook_of(self.campaign).category(entry.category)
        for line in chosen.materials_for(entry.kind):
            if line.required:
                stored = upload(actor, now, f"{entry.serial}{line.key}", kind=line.kinds)
                awards.attaching.attach(
                    entry_id=entry.pk, attachment=Attachment(material=line.key, stored_file_id=stored, name="材料"),
                    actor=actor, now=now,
                )  # fmt: skip

    def screen(self, entry: Entry, now: datetime, verb: str = "PASS", place: int = 0, **changes: object) -> Screening:
        """The pending look at the entry is concluded with every criterion met."""
        screening = Screening.objects.get(entry=entry, state="PENDING")
        fresh = Entry.objects.select_related("campaign").get(pk=entry.pk)
        finding = awards.screening.Finding
        findings = {one.key: finding("MET") for one in criteria_of(fresh)}
        findings |= changes.pop("findings", {})  # type: ignore[arg-type]
        return awards.screening.conclude(
            screening_id=screening.pk,
            findings=findings,
            conclusion=awards.screening.Conclusion(verb=verb, **changes),  # type: ignore[arg-type]
            actor=self.screener(place),
            now=now,
        )


def deeds(number: int) -> str:
    """A paragraph that shares no phrase with that of another number."""
    start = 0x4E00 + number * 61 % 20000
    return "".join(chr(0x4E00 + (start + step * 7 * (number % 13 + 1)) % 20000) for step in range(60))


def upload(actor: Actor, now: datetime, words: str, kind: tuple[str, ...] = ("txt",)) -> int:
    """A stored file of the actor, a picture where the checklist takes no text; its id."""
    if "txt" in kind:
        content, name = f"材料 {words}".encode(), "材料.txt"
    elif "png" in kind:
        content, name = picture(words), "材料.png"
    else:
        content, name = letter(words), "材料.docx"
    stored = files.store(
        content=content, name=name, kinds=None, limit_bytes=10**6, visibility="STAFF", actor=actor, now=now
    )
    return stored.pk


def letter(words: str) -> bytes:
    """A Word file of one line."""
    document = docx.Document()
    document.add_paragraph(words)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def picture(words: str) -> bytes:
    """A small picture that is another one for other words."""
    shade = zlib.crc32(words.encode())
    made = BytesIO()
    Image.new("RGB", (2, 2), (shade & 255, shade >> 8 & 255, shade >> 16 & 255)).save(made, "PNG")
    return made.getvalue()


def drafted(world: given.World, playbook: Path = HUAYANG, now: datetime | None = None) -> Show:
    """A campaign in draft."""
    moment = now or world.now
    campaign = awards.campaigns.draft(
        territory_id=world.street.pk,
        code="HY2021",
        playbook_text=playbook.read_text(),
        actor=world.actor("STREET_ORGANISER"),
        now=moment,
    )
    return Show(world, campaign)


def announced(world: given.World, playbook: Path = HUAYANG, now: datetime | None = None) -> Show:
    """A campaign that is open, with its approval document."""
    moment = now or world.now
    show = drafted(world, playbook, moment)
    approve(show, moment)
    awards.campaigns.open_campaign(
        campaign_id=show.campaign.pk, version=show.fresh().version, actor=show.leader(), now=moment
    )
    show.fresh()
    return show


def approve(show: Show, now: datetime) -> None:
    document = Document(
        kind="APPROVAL", title="关于开展评选活动的批复", issued_by="街道办事处",
        stored_file_id=upload(show.organiser(), now, "批复"),
    )  # fmt: skip
    awards.campaigns.add_document(campaign_id=show.campaign.pk, document=document, actor=show.organiser(), now=now)


def world_of(day: str = "2021-09-01", per_compound: int = 4) -> given.World:
    """The small subdistrict on a day, with the work calendar and a second screener."""
    now = at(day)
    world = given.subdistrict(per_compound=per_compound, now=now)
    places.load_calendar(actor=system("given"), now=now)
    for number, post in enumerate(("SCREENER", "SCREENER", "STREET_ORGANISER", "APPEAL_OFFICER", "COMMUNITY_WORKER")):
        where = world.communities[0] if post == "COMMUNITY_WORKER" else world.street
        given.appointed(world, post, where, name=f"添工{number}", phone=f"1390001{number:04d}")
    return world


def days(number: int) -> timedelta:
    return timedelta(days=number)
