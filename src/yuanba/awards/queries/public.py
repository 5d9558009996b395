"""What anybody may see of a campaign. Entries appear only once they are candidates of a public stage, by name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yuanba.awards import rules
from yuanba.awards.models import Campaign, Entry, EntryComment, PolicyDocument, StageRun, StageTarget
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Category, Contact
from yuanba.awards.states import CAMPAIGN_PUBLIC
from yuanba.kernel.calendar import local_date


@dataclass(frozen=True)
class StageView:
    """One stage as the public page shows it; both days inclusive."""

    stage_run_id: int
    kind: str
    name: str
    name_en: str
    state: str
    opens: date
    closes: date
    weight: int


@dataclass(frozen=True)
class CampaignView:
    """A campaign's public page."""

    campaign: Campaign
    categories: tuple[Category, ...]
    contacts: tuple[Contact, ...]
    stages: tuple[StageView, ...]
    documents: tuple[PolicyDocument, ...]
    is_open: bool
    opens: date
    closes: date


def campaigns() -> QuerySet[Campaign]:
    """Every campaign that was announced, newest first."""
    return Campaign.objects.filter(state__in=CAMPAIGN_PUBLIC, pinned_at__isnull=False).order_by("-pinned_at", "-pk")


def by_code(code: str) -> Campaign | None:
    return campaigns().filter(code=code.upper()).first()


def view(campaign: Campaign, now: datetime) -> CampaignView:
    """The public page of an announced campaign. Three queries."""
    playbook = playbook_of(campaign)
    runs = list(campaign.stage_runs.order_by("position"))
    stages = []
    for run in runs:
        stage = playbook.stage(run.key)
        stages.append(
            StageView(
                run.pk,
                run.kind,
                stage.name,
                stage.name_en or stage.name,
                run.state,
                local_date(run.opens_at),
                local_date(run.closes_at - rules.ONE_INSTANT),
                stage.weight,
            )
        )
    first = runs[0]
    return CampaignView(
        campaign=campaign,
        categories=playbook.categories,
        contacts=playbook.contacts,
        stages=tuple(stages),
        documents=tuple(campaign.documents.order_by("kind", "pk")),
        is_open=bool(rules.window_open(first, campaign, now)),
        opens=stages[0].opens,
        closes=stages[0].closes,
    )


def candidates(run: StageRun) -> QuerySet[Entry]:
    """The candidates of a vote or comment stage that has begun, withdrawn ones left out; nobody before."""
    rows = Entry.objects.filter(campaign_id=run.campaign_id)
    if run.state == StageRun.State.WAITING:
        return rows.none()
    if run.kind == "VOTE":
        targets = StageTarget.objects.filter(stage_run=run).values("entry_id")
        return rows.filter(pk__in=targets).exclude(state__in=["WITHDRAWN", "REMOVED"]).order_by("category", "code")
    if run.kind == "COMMENT":
        return rows.filter(state__in=["QUALIFIED", "PROPOSED", "UNPLACED", "NAMED"]).order_by("category", "code")
    return rows.none()


def comments(run: StageRun, entry: Entry) -> QuerySet[EntryComment]:
    """The comments on a candidate that are shown, newest first."""
    return entry.comments.filter(stage_run=run, hidden_at__isnull=True).select_related("person").order_by("-made_at")


def open_comment_stages(now: datetime) -> QuerySet[StageRun]:
    """Comment stages that take comments now."""
    rows = StageRun.objects.filter(kind="COMMENT", state__in=["OPEN", "REOPENED"], closes_at__gt=now)
    return rows.select_related("campaign").order_by("closes_at")
