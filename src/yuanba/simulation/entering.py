"""How invented people enter: every channel, some late, some twice, some who may not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yuanba.awards import actions as awards
from yuanba.awards.actions.intake import BODY_NOUNS, Body, Intake, Mail
from yuanba.awards.models import Entry, StageRun
from yuanba.awards.playbook.model import Category, applies
from yuanba.awards.playbook.stages import RegistrationSettings
from yuanba.awards.sheet import Attachment, EntrySheet, Work
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.models import Person
from yuanba.simulation import bodies, papers, titles
from yuanba.simulation.show import Show
from yuanba.simulation.world import CompoundMade

DUPLICATES_PER_CENT = 4
LATE_PER_CENT = 2
INELIGIBLE_PER_CENT = 5
FORGETFUL_PER_CENT = 6  # hand in without a required material, and are sent back
CHANNELS = ("ONLINE",) * 6 + ("COMMUNITY",) * 2 + ("PAPER", "EMAIL")


@dataclass
class Entrant:
    """One entry to come: its sheet, who hands it in by which channel, and where."""

    sheet: EntrySheet
    category: Category
    channel: str
    home: CompoundMade
    person_id: int
    forgets: bool = False


def entrants(show: Show, run: StageRun, now: datetime) -> Iterable[Entrant]:
    """The entries of the campaign, spread over its categories by their quotas; each category has some."""
    settings = show.playbook.stages[0].settings
    assert isinstance(settings, RegistrationSettings), "a valid playbook starts with registration"
    quotas = sum(category.quota for category in show.playbook.categories)
    for category in show.playbook.categories:
        number = max(2, show.entries_wanted * category.quota // quotas)
        for place in range(number):
            yield invented(show, category, settings.channels, place, now)


def invented(show: Show, category: Category, channels: Iterable[str], place: int, now: datetime) -> Entrant:
    draw = show.random
    home = draw.choice(show.world.compounds)
    person_id = draw.choice(home.persons)
    kind = category.kinds[place % len(category.kinds)].key if category.kinds else ""
    usable = [one for one in CHANNELS if one in {*channels, *(("PAPER",) if "COMMUNITY" in channels else ())}]
    channel = draw.choice(usable or ["RECOMMENDATION"])
    if not category.routes.own_application:
        channel = "RECOMMENDATION"
    answers = {one.key: papers.story(draw, 1) for one in category.criteria_for(kind) if applies(one, kind)}
    sheet = EntrySheet(
        category=category.key,
        kind=kind,
        nominee_name=show.world.inventor.name(),
        nominee_territory_id=home.territory.pk,
        contact_name=show.world.inventor.name(),
        contact_phone=show.world.inventor.phone(),
        deeds=papers.story(draw),
        answers=answers,
    )
    if category.nominee == "PERSON":
        sheet = replace(sheet, nominee_person_id=person_id, nominee_name=Person.objects.get(pk=person_id).name)
    elif category.nominee == "ORGANISATION":
        organisation = bodies.organisation(show, kind, home, now)
        sheet = replace(sheet, nominee_organisation_id=organisation.pk, nominee_name=organisation.name)
    else:
        named = titles.title(category.nominee, draw.choice(papers.WHAT), draw.randrange(10_000), home.name)
        sheet = replace(sheet, title=named)
    if category.nominee == "WORK":
        sheet = replace(sheet, works=(published(show, sheet.title, now),))
    return Entrant(sheet, category, channel, home, person_id, draw.randrange(100) < FORGETFUL_PER_CENT)


def published(show: Show, title: str, now: datetime) -> Work:
    """A work with its reach as the outlet states it; shown, never scored."""
    return Work(
        title=title,
        outlet="社区公众号",
        reach=show.random.randrange(200, 90_000),
        reach_unit="阅读",
        reach_source="后台截图",
        reach_date=local_date(now),
    )


def enter(show: Show, entrant: Entrant, now: datetime) -> Entry:
    """The entry is in, by its channel and with its second check where one is due; its materials are attached."""
    entry, actor = HOW[entrant.channel](show, entrant, now)
    if entry.state == "RECEIVED":
        checker = show.world.worker(entrant.home.community, now, 1)
        awards.intake.confirm(entry_id=entry.pk, agrees=True, reason="", actor=checker, now=now)
    if not entrant.forgets:
        hand_in(entry, entrant.category, actor, now)
    show.merit[entry.pk] = max(1, min(100, 55 + show.noise(45)))
    show.community_of[entry.pk] = entrant.home.community
    return entry


def hand_in(entry: Entry, category: Category, actor: Actor, now: datetime) -> None:
    """Every required material of the checklist is there."""
    there = set(entry.materials.filter(state__in=["ATTACHED", "ACCEPTED"]).values_list("material", flat=True))
    for line in category.materials_for(entry.kind):
        if line.required and line.key not in there:
            attachment = Attachment(
                material=line.key, stored_file_id=papers.stored(actor, now, line.kinds), name="材料"
            )
            awards.attaching.attach(entry_id=entry.pk, attachment=attachment, actor=actor, now=now)


def online(show: Show, entrant: Entrant, now: datetime) -> tuple[Entry, Actor]:
    actor = show.world.citizen(entrant.person_id, entrant.home.community, now)
    key = show.request_key()
    entry = awards.entries.submit(
        campaign_id=show.campaign.pk, sheet=entrant.sheet, request_key=key, actor=actor, now=now
    )
    if show.random.randrange(20) == 0:  # the answer got lost, the phone sends again
        again = awards.entries.submit(
            campaign_id=show.campaign.pk, sheet=entrant.sheet, request_key=key, actor=actor, now=now
        )
        assert again.pk == entry.pk, "a retry is the same entry"
    return entry, actor


def at_the_desk(show: Show, entrant: Entrant, now: datetime) -> tuple[Entry, Actor]:
    worker = show.world.worker(entrant.home.community, now)
    entry = awards.intake.register_for(
        campaign_id=show.campaign.pk,
        sheet=entrant.sheet,
        intake=Intake(scan_file_id=papers.stored(worker, now)),
        request_key=show.request_key(),
        actor=worker,
        now=now,
    )
    return entry, worker


def on_paper(show: Show, entrant: Entrant, now: datetime) -> tuple[Entry, Actor]:
    worker = show.world.worker(entrant.home.community, now)
    form = awards.intake.issue_form(
        campaign_id=show.campaign.pk,
        category=entrant.sheet.category,
        kind=entrant.sheet.kind,
        territory_id=show.world.communities[entrant.home.community].pk,
        issued_to=entrant.sheet.contact_name,
        actor=worker,
        now=now,
    )
    entry = awards.intake.register_paper(
        campaign_id=show.campaign.pk,
        form_serial=form.serial,
        sheet=entrant.sheet,
        intake=Intake(scan_file_id=papers.stored(worker, now)),
        request_key=show.request_key(),
        actor=worker,
        now=now,
    )
    return entry, worker


def by_mail(show: Show, entrant: Entrant, now: datetime) -> tuple[Entry, Actor]:
    officer = show.organiser(now)
    number = show.request_key()
    mail = Mail(
        message_file_id=papers.stored(officer, now),
        message_ref=f"<{number}@mail.example>",
        sender="neighbour@mail.example",
        arrived_at=now,
    )
    entry = awards.intake.register_email(
        campaign_id=show.campaign.pk, sheet=entrant.sheet, mail=mail, request_key=number, actor=officer, now=now
    )
    return entry, officer


def recommended(show: Show, entrant: Entrant, now: datetime) -> tuple[Entry, Actor]:
    """A body puts the candidate forward, on paper at the desk; another body does where its quota is full."""
    worker = show.world.worker(entrant.home.community, now)
    for route in entrant.category.routes.recommendation:
        for number in range(1, 500):
            noun = BODY_NOUNS.get(route.body, "organisation")
            body = Body(kind=route.body, ref=f"{noun}:{entrant.home.territory.pk * 1000 + number}")
            try:
                entry = awards.intake.recommend(
                    campaign_id=show.campaign.pk,
                    sheet=entrant.sheet,
                    body=body,
                    request_key=show.request_key(),
                    intake=Intake(scan_file_id=papers.stored(worker, now)),
                    actor=worker,
                    now=now,
                )
            except Refused as refusal:
                if refusal.verdict.code != "recommendation.quota_full":
                    raise
                continue
            return entry, worker
    raise AssertionError("a valid playbook has a route for every category")


HOW = {
    "ONLINE": online,
    "COMMUNITY": at_the_desk,
    "PAPER": on_paper,
    "EMAIL": by_mail,
    "RECOMMENDATION": recommended,
}


def come_in(show: Show, run: StageRun) -> None:
    """Everybody enters during the window; some twice, some who may not, and some when it is over."""
    opens, closes = run.opens_at, run.closes_at
    coming = list(entrants(show, run, opens))
    step = (closes - opens - timedelta(minutes=5)) / max(1, len(coming))
    for place, entrant in enumerate(coming):
        now = opens + timedelta(minutes=1) + step * place
        entry = enter(show, entrant, now)
        if show.random.randrange(100) < DUPLICATES_PER_CENT:
            enter_twice(show, entrant, entry, now + step / 2)
        if place % 50 == 49:
            show.tell(f"报名 {place + 1}/{len(coming)}")
    bodies.plant_records(show, share=INELIGIBLE_PER_CENT, now=closes - timedelta(minutes=2))
    come_late(show, coming, closes)
    awards.checks.find_duplicates(campaign_id=show.campaign.pk, actor=show.organiser(closes), now=closes)


def enter_twice(show: Show, entrant: Entrant, first: Entry, now: datetime) -> None:
    """The same nominee again, the account barely changed."""
    again = replace(entrant, sheet=replace(entrant.sheet, deeds=papers.retold(show.random, entrant.sheet.deeds)))
    if again.channel == "ONLINE":
        again = replace(again, channel="COMMUNITY") if "COMMUNITY" in channels(show) else again
    second = enter(show, replace(again, forgets=False), now)
    show.planted.duplicate.add((min(first.pk, second.pk), max(first.pk, second.pk)))


def channels(show: Show) -> tuple[str, ...]:
    settings = show.playbook.stages[0].settings
    assert isinstance(settings, RegistrationSettings), "a valid playbook starts with registration"
    return settings.channels


def come_late(show: Show, coming: list[Entrant], closes: datetime) -> None:
    """Some send when it is over: the first at the very midnight, with the form opened before."""
    late = [one for one in coming if one.channel == "ONLINE"] or coming
    for place in range(max(1, len(coming) * LATE_PER_CENT // 100)):
        entrant = late[place % len(late)]
        now = closes + timedelta(minutes=7) * place
        show.planted.late += 1
        try:
            HOW[entrant.channel](show, entrant, now)
        except Refused as refusal:
            assert refusal.verdict.code == "entry.late", refusal.verdict
        assert local_date(now) > local_date(closes - timedelta(seconds=1)), "late is after the last day"
