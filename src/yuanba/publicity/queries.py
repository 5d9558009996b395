"""Reading notices: what the public sees, what blocks the next step, and what a feed carries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.places.queries import calendar, descendants
from yuanba.publicity import rules, states
from yuanba.publicity.models import Notice, Objection, Posting, Step

SUMMARY_LENGTH = 200


def public(territory_ids: Collection[int] | None = None) -> QuerySet[Notice]:
    """What anybody may read, newest first: everything that was opened. A withdrawn notice stays, marked as such."""
    rows = Notice.objects.filter(opens_at__isnull=False)
    if territory_ids is not None:
        rows = rows.filter(territory_id__in=territory_ids)
    return rows.order_by("-opens_at", "-pk")


def public_notice(notice_id: int) -> Notice | None:
    """The notice if anybody may read it, with its postings."""
    return public().filter(pk=notice_id).prefetch_related("postings").first()


def public_photo(file_id: int) -> bool:
    """True if the file is the proof of posting of a public notice, so that anybody may see it."""
    return Posting.objects.filter(photo_file_id=file_id, notice__opens_at__isnull=False).exists()


def desk(territory_ids: Collection[int]) -> QuerySet[Notice]:
    """All notices of these territories, drafts included, with `open_objections`: for staff. One query."""
    undecided = Count("objections", filter=Q(objections__state=states.FILED))
    rows = Notice.objects.filter(territory_id__in=territory_ids).annotate(open_objections=undecided)
    return rows.order_by("-updated_at", "-pk")


STAFF = ("publicity.draft", "publicity.open", "publicity.post", "publicity.receive", "publicity.decide")


def looked_after_by(actor: Actor, now: datetime, permissions: Collection[str] = STAFF) -> QuerySet[Notice]:
    """The notices, drafts included, of the places where the actor holds one of `permissions`, as `desk` gives them."""
    return desk(places_of(actor, now, permissions))


def places_of(actor: Actor, now: datetime, permissions: Collection[str] = STAFF) -> set[int]:
    """The territories in which the actor holds one of `permissions`, with everything below them."""
    granted = {one for permission in permissions for one in actor.territories(permission)}
    return {place for territory_id in granted for place in descendants(territory_id, local_date(now))} | granted


def running(now: datetime) -> QuerySet[Notice]:
    """The notices against which anybody may object now, the one that ends first in front."""
    return Notice.objects.filter(state__in=states.RUNNING, closes_at__gt=now).order_by("closes_at", "pk")


def past(now: datetime) -> QuerySet[Notice]:
    """The public notices whose term is over, or that were withdrawn, newest first."""
    return public().exclude(state__in=states.RUNNING, closes_at__gt=now)


def to_decide(actor: Actor, now: datetime) -> QuerySet[Objection]:
    """All objections of the places where the actor decides; name and contact are left out."""
    rows = Objection.objects.filter(notice__territory_id__in=places_of(actor, now, ["publicity.decide"]))
    return rows.select_related("notice").defer("name", "contact").order_by("decide_by_date", "pk")


def for_subject(subject_ref: str) -> QuerySet[Notice]:
    """The notices about something, newest first, withdrawn ones included."""
    return Notice.objects.filter(subject_ref=subject_ref).order_by("-pk")


def may_go_on(subject_ref: str, now: datetime) -> Verdict:
    """Whether what was announced may be done: the latest notice that was not withdrawn ran its whole term, was proved
    on the board, has no undecided objection, and none against all of it was upheld.

    Objections upheld about one line only are the asking subject's to act on: see `upheld_about`. Codes:
    notice.missing, notice.not_open, notice.term_runs, notice.objection_open, notice.objection_upheld,
    notice.not_posted, notice.posted_late.
    """
    notice = for_subject(subject_ref).exclude(state=states.WITHDRAWN).first()
    if notice is None:
        return no("notice.missing", rules.SOURCE, subject=subject_ref)
    return has_run(notice, now)


def has_run(notice: Notice, now: datetime) -> Verdict:
    """As `may_go_on`, for one notice."""
    over = rules.is_over(notice, now)
    if not over:
        return over
    undecided = Objection.objects.filter(notice=notice, state=states.FILED).count()
    if undecided:
        return no("notice.objection_open", rules.SOURCE, number=undecided)
    if Objection.objects.filter(notice=notice, state=states.UPHELD, about_ref="").exists():
        return no("notice.objection_upheld", rules.SOURCE)
    return rules.is_proved(notice, board_dates(notice), calendar())


def board_dates(notice: Notice) -> list[date]:
    rows = Posting.objects.filter(notice=notice, channel=Posting.Channel.BOARD)
    return list(rows.values_list("posted_date", flat=True))


def upheld_about(subject_ref: str) -> tuple[str, ...]:
    """The lines ("entry:12") of the notices about `subject_ref` against which an objection was upheld."""
    rows = Objection.objects.filter(notice__subject_ref=subject_ref, state=states.UPHELD).exclude(about_ref="")
    return tuple(sorted(set(rows.values_list("about_ref", flat=True))))


@dataclass(frozen=True)
class Counts:
    """What the public may know of objections: how many, not whose."""

    filed: int
    upheld: int
    dismissed: int
    undecided: int


def objection_counts(notice: Notice) -> Counts:
    rows = Objection.objects.filter(notice=notice).exclude(state=states.WITHDRAWN)
    by_state = dict(rows.values_list("state").annotate(number=Count("pk")).order_by())
    undecided = by_state.get(states.FILED, 0)
    return Counts(sum(by_state.values()), by_state.get(states.UPHELD, 0), by_state.get(states.DISMISSED, 0), undecided)


def objections(notice: Notice) -> QuerySet[Objection]:
    """All objections to a notice for the desk: name and contact are left out; `unmask` gives them, with a reason."""
    return Objection.objects.filter(notice=notice).defer("name", "contact").order_by("filed_at", "pk")


def objection_by_code(code_hash: str) -> Objection | None:
    """The objection whose answer is asked for with the code that was given at filing."""
    return Objection.objects.filter(code_hash=code_hash).select_related("notice").first()


def overdue(on: date) -> QuerySet[Objection]:
    """Undecided objections whose last day for a decision is before `on`."""
    return Objection.objects.filter(state=states.FILED, decide_by_date__lt=on).order_by("decide_by_date", "pk")


@dataclass(frozen=True)
class FeedItem:
    """What an Atom entry needs; web adds the address."""

    id: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime
    is_withdrawn: bool


def feed(territory_ids: Collection[int] | None = None, limit: int = 50) -> tuple[FeedItem, ...]:
    """The latest public notices. One query."""
    return tuple(
        FeedItem(
            id=str(notice),
            title=notice.title,
            summary=summary(notice),
            published_at=notice.opens_at,
            updated_at=notice.updated_at,
            is_withdrawn=notice.state == states.WITHDRAWN,
        )
        for notice in public(territory_ids)[:limit]
        if notice.opens_at is not None
    )


def summary(notice: Notice) -> str:
    """The first paragraph, shortened."""
    text = next((str(block["text"]) for block in notice.body if block["type"] == "paragraph"), "")
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"


def history(notice: Notice) -> QuerySet[Step]:
    return Step.objects.filter(subject=str(notice)).order_by("at", "pk")


def is_public(notice: Notice) -> Verdict:
    return YES if notice.opens_at is not None else no("notice.not_open", rules.SOURCE, state=notice.state)
