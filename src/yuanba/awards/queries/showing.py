"""What anybody may see: campaigns once announced, candidates once residents are asked, results once they are on notice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from yuanba.awards import states
from yuanba.awards.models import Campaign, Entry, ListNotice, StageRun, Title
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.results import ON_NOTICE
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import redact
from yuanba.publicity.models import Notice
from yuanba.publicity.rules import last_day_of

OVER = frozenset({"NAMED", "CLOSED", "CANCELLED"})
ASKED = ("SURVEY", "VOTE")  # stages in which residents are asked about candidates by name
SHOWN = ("QUALIFIED", "PROPOSED", "UNPLACED", "NAMED", "DROPPED")


def campaigns() -> QuerySet[Campaign]:
    """Every announced campaign with its stages in order, the newest first. Two queries."""
    rows = Campaign.objects.filter(state__in=states.CAMPAIGN_PUBLIC)
    runs = Prefetch("stage_runs", queryset=StageRun.objects.order_by("position"))
    return rows.prefetch_related(runs).order_by("-pinned_at", "-pk")


def running() -> QuerySet[Campaign]:
    """The campaigns that are not over."""
    return campaigns().exclude(state__in=OVER)


def campaign(code: str) -> Campaign | None:
    """The announced campaign with this code."""
    return campaigns().filter(code=code).first()


def stage_now(campaign: Campaign, now: datetime) -> StageRun | None:
    """The stage that is open, else the next one; None after the last. Asks no database after `campaigns`."""
    for run in campaign.stage_runs.all():
        if run.state != StageRun.State.CLOSED and now < run.closes_at:
            return run
    return None


def takes_entries(campaign: Campaign, now: datetime) -> StageRun | None:
    """The registration, if an entry handed in now would be in time."""
    if campaign.state not in states.CAMPAIGN_LIVE:
        return None
    for run in campaign.stage_runs.all():
        if run.kind == "REGISTRATION" and run.opens_at <= now < run.closes_at and run.state != StageRun.State.CLOSED:
            return run
    return None


def may_still_enter(campaign: Campaign, now: datetime) -> bool:
    """Whether it makes sense to say how one enters: the registration runs or is still to come."""
    runs = [run for run in campaign.stage_runs.all() if run.kind == "REGISTRATION"]
    live = campaign.state in states.CAMPAIGN_LIVE
    return live and any(now < run.closes_at and run.state != StageRun.State.CLOSED for run in runs)


def candidates(campaign: Campaign) -> QuerySet[Entry]:
    """The entries whose names are public: residents are or were asked about them, or they are on the list on notice."""
    rows = campaign.entries.select_related("campaign", "nominee_territory")
    asked = Q(targets__stage_run__kind__in=ASKED, state__in=SHOWN)
    begun = (
        campaign.stage_runs.filter(kind="COMMENT").exclude(state=StageRun.State.WAITING).order_by("position").first()
    )
    if begun is not None:  # whoever fell out before it was never a public candidate
        asked |= Q(state__in=SHOWN) & (~Q(state="DROPPED") | Q(ended_at__gte=begun.opens_at))
    if campaign.state in ON_NOTICE:
        asked |= Q(award__state__in=["PROPOSED", "NAMED"])
    return rows.filter(asked).distinct().order_by("category", "serial")


@dataclass(frozen=True)
class Card:
    """What the public reads about a candidate: the own words with every personal number masked, no contact, no files."""

    entry: Entry
    deeds: str
    answers: tuple[tuple[str, str], ...]  # key of the criterion, words
    works: tuple[Any, ...]


def card(campaign: Campaign, code: str) -> Card | None:
    """The public card of a candidate; None for everybody whose name is not public."""
    entry = candidates(campaign).filter(code=code).prefetch_related("answers", "works").first()
    if entry is None:
        return None
    told = {answer.criterion: redact(answer.text) for answer in entry.answers.all()}
    criteria = playbook_of(campaign).category(entry.category).criteria_for(entry.kind)
    answers = tuple((one.key, told[one.key]) for one in criteria if one.key in told)
    return Card(entry, redact(entry.deeds), answers, tuple(entry.works.all()))


@dataclass(frozen=True)
class Result:
    """The list on notice, one category: who holds which place, and the ranking behind it by public codes."""

    category: str
    titles: tuple[Title, ...]
    ranking: dict[str, Any]


def results(campaign: Campaign) -> tuple[Result, ...]:
    """The categories of the newest final ranking with the titles that hold; empty before the list is on notice."""
    if campaign.state not in ON_NOTICE:
        return ()
    ranking = campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    if ranking is None:
        return ()
    held: dict[str, list[Title]] = defaultdict(list)
    rows = campaign.titles.filter(state__in=["PROPOSED", "NAMED"]).select_related("entry__nominee_territory")
    for title in rows.order_by("category", "tier", "place"):
        held[title.category].append(title)
    return tuple(
        Result(document["category"], tuple(held[document["category"]]), document)
        for document in ranking.snapshot["categories"]
    )


def ranking_hash(campaign: Campaign) -> str:
    """The hash under which the newest final ranking can be checked; "" before it is on notice."""
    if campaign.state not in ON_NOTICE:
        return ""
    found = campaign.rankings.filter(purpose="FINAL").order_by("-number").values_list("sha256", flat=True).first()
    return found or ""


def notice_term(campaign: Campaign) -> tuple[date, date] | None:
    """The first and the last day on which the list really hung, supplements included; None before. No promise of the
    plan stands beside it. Two queries."""
    if campaign.state not in ON_NOTICE:
        return None
    ids = list(campaign.list_notices.values_list("notice_id", flat=True))
    terms = Notice.objects.filter(pk__in=ids, opens_at__isnull=False).exclude(state="WITHDRAWN")
    pairs = [(opened, closes) for opened, closes in terms.values_list("opens_at", "closes_at") if opened and closes]
    if not pairs:
        return None
    return local_date(min(one for one, _ in pairs)), last_day_of(max(one for _, one in pairs))


def notices(campaign: Campaign) -> QuerySet[ListNotice]:
    """The notices of the proposed list, the first one first; `notice_id` is publicity's."""
    return campaign.list_notices.order_by("number")


def cases(most: int) -> list[Title]:
    """Named cases of all campaigns, the newest first: what others may learn from."""
    rows = Title.objects.filter(state="NAMED", campaign__state__in=["NAMED", "CLOSED"]).exclude(entry__title="")
    chosen = rows.select_related("campaign", "entry__nominee_territory").order_by("-named_at", "category", "place")
    return [title for title in chosen[:most] if _is_case(title)]


def _is_case(title: Title) -> bool:
    return playbook_of(title.campaign).category(title.category).nominee == "CASE"


def comments(run: StageRun, entries: Iterable[Entry]) -> dict[int, list[Any]]:
    """Per entry id the comments of a comment stage that are not hidden, the newest first. One query."""
    rows = run.comments.filter(entry__in=[entry.pk for entry in entries], hidden_at__isnull=True)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("person").order_by("-made_at", "-pk"):
        found[row.entry_id].append(row)
    return found
