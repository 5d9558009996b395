"""Who may, and what an entry must hold. Every answer is a Verdict with its source."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from yuanba.awards.models import Campaign, Channel, Entry, StageRun
from yuanba.awards.playbook import Category, Playbook, RegistrationSettings
from yuanba.awards.sheet import EntrySheet
from yuanba.awards.states import CAMPAIGN_LIVE, CAMPAIGN_PUBLIC
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people import queries as people
from yuanba.people.models import Account
from yuanba.places import queries as places

ORGANISE = "awards.organise"
APPROVE = "awards.approve"
SCREEN = "awards.screen"
APPEAL = "awards.appeal"
DESK = "awards.desk"
RECOMMEND = "awards.recommend"
CLOCK = "system:tick"
# What the registration stage lists; a form that was handed out and came back is the community's channel.
CHANNEL_OF = {Channel.PAPER: Channel.COMMUNITY}
ASSISTED = frozenset({Channel.COMMUNITY, Channel.PAPER, Channel.EMAIL})
NAME_LENGTH = 120  # as long as the column; names of 60 characters and rare characters fit twice
ONE_INSTANT = timedelta(microseconds=1)


def is_clock(actor: Actor) -> bool:
    """The tick acts without an appointment, and only where dates and exit rules say so."""
    return actor.id == CLOCK


def may(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    """The actor's appointment gives the permission in the territory or above it."""
    if actor.holds(permission, places.lineage(territory_id, local_date(now))):
        return YES
    return no("awards.not_allowed", "appointments", permission=permission)


def may_organise(actor: Actor, campaign: Campaign, now: datetime) -> Verdict:
    return may(actor, ORGANISE, campaign.territory_id, now)


def may_run(actor: Actor, campaign: Campaign, now: datetime) -> Verdict:
    """The organiser, or the clock."""
    return YES if is_clock(actor) else may_organise(actor, campaign, now)


def may_approve(actor: Actor, campaign: Campaign, now: datetime) -> Verdict:
    return may(actor, APPROVE, campaign.territory_id, now)


def may_open(actor: Actor, campaign: Campaign, makers: Collection[str], now: datetime) -> Verdict:
    """Somebody who approves and did not make it: `makers` drafted the campaign, wrote its playbook or recorded papers."""
    allowed = may_approve(actor, campaign, now)
    if not allowed:
        return allowed
    if actor.id in makers or actor.person_id in people.persons_behind(makers):
        return no("campaign.same_person", "propose and approve are two duties")
    return YES


def may_screen(actor: Actor, entry: Entry, now: datetime) -> Verdict:
    """A screener of the campaign's territory, who has no part in the entry."""
    if has_part(actor, entry):
        return no("screening.own_entry", "nobody screens the own entry")
    if actor.id == entry.registered_by and entry.channel in ASSISTED:
        return no("screening.own_registration", "whoever keyed an entry in does not screen it")
    return may(actor, SCREEN, entry.campaign.territory_id, now)


def may_assist(actor: Actor, territory_id: int, now: datetime) -> Verdict:
    """A desk of the community or of the subdistrict."""
    return may(actor, DESK, territory_id, now)


def is_applicant(actor: Actor, entry: Entry) -> bool:
    """The account that sent the entry in, or the person for whom it was sent in."""
    own_account = entry.account_id is not None and entry.account_id == actor.account_id
    people = {entry.applicant_id, entry.nominee_person_id} - {None}
    return own_account or (actor.person_id is not None and actor.person_id in people)


def has_part(actor: Actor, entry: Entry) -> bool:
    """The applicant or the nominee, whatever account it was sent from, or a declared relative of either."""
    if is_applicant(actor, entry):
        return True
    if actor.person_id is None:
        return False
    sent_from = Account.objects.filter(pk__in=[entry.account_id] if entry.account_id is not None else [])
    sender = sent_from.values_list("person_id", flat=True).first()
    own = {entry.applicant_id, entry.nominee_person_id, sender} - {None}
    return actor.person_id in own or not people.relatives_of(actor.person_id).isdisjoint(own)


def may_tend(actor: Actor, entry: Entry, now: datetime) -> Verdict:
    """The applicant, or a desk for the applicant."""
    if is_applicant(actor, entry):
        return YES
    verdict = may_assist(actor, entry.nominee_territory_id, now)
    return verdict if verdict else no("entry.not_yours", "announcement: whoever enters", serial=entry.serial)


def on_behalf(actor: Actor, campaign: Campaign, *permissions: str) -> Actor:
    """The same actor, with what the campaign's approval allows in its territory: to order ballots, surveys, notices.

    Whoever may move a stage moves what the stage ordered. Rules that ask for two different people go by the actor's id.
    """
    more = {Grant(permission, campaign.territory_id) for permission in permissions}
    # Not dataclasses.replace: a page's actor is a proxy that waits until somebody asks it something.
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | more)


def same_version(current: int, expected: int, actor: Actor) -> Verdict:
    """Nobody changed the thing since the page was read. The clock reads and acts in one transaction."""
    if current == expected or is_clock(actor):
        return YES
    return no("awards.changed_meanwhile", "one of two wins, the other is told", version=current)


def is_public(campaign: Campaign) -> Verdict:
    return (
        YES
        if campaign.state in CAMPAIGN_PUBLIC
        else no("campaign.not_public", "announcement: one place, its organisers")
    )


def window_open(run: StageRun, campaign: Campaign, at: datetime) -> Verdict:
    """An entry that counts from `at` is within the window, both days inclusive. Source: announcement: both days inclusive."""
    facts = {"opens": local_date(run.opens_at), "closes": local_date(run.closes_at - ONE_INSTANT)}
    if campaign.state not in CAMPAIGN_LIVE:
        return no("entry.no_campaign", "announcement: one place, its organisers", state=campaign.state)
    if at < run.opens_at:
        return no("entry.too_early", "announcement: both days inclusive", **facts)
    if at >= run.closes_at:
        return no("entry.late", "announcement: both days inclusive", **facts)
    if run.state == StageRun.State.CLOSED and run.closed_at is not None and at >= run.closed_at:
        return no("entry.closed_early", "announcement: both days inclusive", closed=local_date(run.closed_at))
    return YES


def channel_open(playbook: Playbook, category: Category, channel: str) -> Verdict:
    """The registration stage takes entries by this channel, and the category by this route."""
    registration = next(stage for stage in playbook.stages if stage.kind == "REGISTRATION")
    settings = registration.settings
    assert isinstance(settings, RegistrationSettings), "the kind says so"
    listed = CHANNEL_OF.get(Channel(channel), channel)
    if listed not in settings.channels:
        return no("entry.channel_closed", "playbook: channels", channel=channel)
    if listed != Channel.RECOMMENDATION and not category.routes.own_application:
        return no("entry.recommended_only", "playbook: routes", category=category.key)
    return YES


def _first(verdicts: Iterable[Verdict]) -> Verdict:
    return next((verdict for verdict in verdicts if not verdict), YES)


def sheet_complete(playbook: Playbook, sheet: EntrySheet, channel: str, inside: Collection[int]) -> Verdict:
    """The form names a category that exists, a nominee, a place of the campaign, and what the category asks for.

    `inside` are the territories of the campaign. A form on paper or by e-mail may lack answers: it is sent back later.
    """
    category = next((one for one in playbook.categories if one.key == sheet.category), None)
    if category is None:
        return no("entry.no_category", "playbook", category=sheet.category[:40])
    return _first(
        (
            _kind(category, sheet),
            _nominee(category, sheet),
            _places(category, sheet, inside),
            _deeds(playbook, sheet),
            _answers(category, sheet, channel),
        )
    )


def _kind(category: Category, sheet: EntrySheet) -> Verdict:
    if category.kinds and category.kind(sheet.kind) is None:
        return no("entry.no_kind", "announcement: sub-kinds of bodies", category=category.key, kind=sheet.kind[:40])
    if sheet.kind and not category.kinds:
        return no("entry.no_kind", "announcement: sub-kinds of bodies", category=category.key, kind=sheet.kind[:40])
    return YES


def _nominee(category: Category, sheet: EntrySheet) -> Verdict:
    if not sheet.nominee_name:
        return no("entry.no_nominee", "announcement: form and documents")
    for field, text in (("nominee_name", sheet.nominee_name), ("title", sheet.title)):
        if len(text) > NAME_LENGTH:
            return no(
                "entry.too_long", "announcement: form and documents", field=field, most=NAME_LENGTH, got=len(text)
            )
    if category.nominee in ("CASE", "WORK") and not sheet.title:
        return no("entry.no_title", "announcement: cases with a title", category=category.key)
    if category.nominee == "PERSON" and sheet.nominee_organisation_id is not None:
        return no("entry.wrong_nominee", "announcement: four honours", category=category.key)
    if category.nominee == "ORGANISATION" and sheet.nominee_person_id is not None:
        return no("entry.wrong_nominee", "announcement: four honours", category=category.key)
    return YES


def _places(category: Category, sheet: EntrySheet, inside: Collection[int]) -> Verdict:
    if sheet.nominee_territory_id not in inside:
        return no("entry.elsewhere", "the campaign's territory")
    if sheet.service_area_ids and not category.routes.service_area_allowed:
        return no("entry.no_service_area", "playbook: routes", category=category.key)
    if not set(sheet.service_area_ids) <= set(inside):
        return no("entry.elsewhere", "the campaign's territory")
    return YES


def _deeds(playbook: Playbook, sheet: EntrySheet) -> Verdict:
    settings = playbook.stages[0].settings
    assert isinstance(settings, RegistrationSettings), "a valid playbook starts with registration"
    texts = {"deeds": sheet.deeds, **{f"criterion:{key}": text for key, text in sheet.answers.items()}}
    for field, text in texts.items():
        if len(text) > settings.deeds_chars:
            return no(
                "entry.too_long", "as long as the form has room", field=field, most=settings.deeds_chars, got=len(text)
            )
    return YES


def _answers(category: Category, sheet: EntrySheet, channel: str) -> Verdict:
    criteria = {criterion.key: criterion for criterion in category.criteria_for(sheet.kind)}
    unknown = sorted(sheet.answers.keys() - criteria.keys())
    if unknown:
        return no("entry.no_criterion", "playbook", criterion=unknown[0][:40])
    if channel in (Channel.PAPER, Channel.EMAIL):
        return YES
    open_ones = [
        key
        for key, criterion in criteria.items()
        if sheet.kind not in criterion.not_applicable_kinds and not sheet.answers.get(key, "").strip()
    ]
    if open_ones:
        return no(
            "entry.criteria_open", "announcement: condition by condition", criterion=open_ones[0], count=len(open_ones)
        )
    return YES
