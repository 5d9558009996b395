"""Reading calls and proposals: what the public sees, what a desk has to do, what is adopted where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import current, descendants
from yuanba.proposals import states
from yuanba.proposals.models import Call, CallItem, CallStep, Identity, Proposal, ProposalFile


def public() -> QuerySet[Call]:
    """Every call that was announced, the newest first."""
    return Call.objects.filter(announced_at__isnull=False).order_by("-announced_at", "-pk")


def public_call(call_id: int) -> Call | None:
    return public().select_related("ballot", "notice").filter(pk=call_id).first()


def desk(actor: Actor, now: datetime, permissions: Collection[str]) -> QuerySet[Call]:
    """The calls of the places where the actor holds one of `permissions`, with `waiting` (proposals to decide on)."""
    granted = {one for permission in permissions for one in actor.territories(permission)}
    places = {one for territory_id in granted for one in descendants(territory_id, local_date(now))} | granted
    waiting = Count("proposals", filter=Q(proposals__state__in=[states.HANDED_IN, states.APPEALED]))
    return Call.objects.filter(territory_id__in=places).annotate(waiting=waiting).order_by("-pk")


def items(call_id: int) -> list[CallItem]:
    """What the call asks for, in the order of the kinds, with what was chosen. One query."""
    order = [str(kind) for kind in CallItem.Kind.values]
    rows = CallItem.objects.filter(call_id=call_id).select_related("chosen", "version")
    return sorted(rows, key=lambda row: order.index(row.kind))


def _with_files(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    files = ProposalFile.objects.order_by("position")
    return rows.select_related("item", "call").prefetch_related(Prefetch("files", queryset=files))


def shortlist(call_id: int) -> list[Proposal]:
    """What the public sees once the shortlist is published, by number. Two queries."""
    rows = Proposal.objects.filter(call_id=call_id, state=states.SHORTLISTED, call__state__in=states.SHOWN)
    return list(_with_files(rows).order_by("number"))


def proposals(call_id: int) -> list[Proposal]:
    """All proposals of a call for the desk, by number. Two queries."""
    return list(_with_files(Proposal.objects.filter(call_id=call_id)).order_by("number"))


def proposal(proposal_id: int) -> Proposal | None:
    return _with_files(Proposal.objects.filter(pk=proposal_id)).first()


def mine(call_id: int, person_id: int) -> list[Proposal]:
    """What this person handed in, by number."""
    return list(_with_files(Proposal.objects.filter(call_id=call_id, person_id=person_id)).order_by("number"))


def is_public(found: Proposal) -> bool:
    """Whether anybody may see it: it is on a published shortlist."""
    return found.state == states.SHORTLISTED and found.call.state in states.SHOWN


def alike(found: Proposal) -> list[Proposal]:
    """Other proposals for the same item that say the same, or bring one of the same pictures; earlier ones first."""
    hashes = [one.sha256 for one in found.files.all()]
    same = Q(likeness=found.likeness) | Q(files__sha256__in=hashes)
    rows = Proposal.objects.filter(same, item_id=found.item_id).exclude(pk=found.pk)
    return list(rows.exclude(state=states.WITHDRAWN).distinct().order_by("number"))


def twins(call_id: int) -> set[int]:
    """The proposals of a call that look like another one of it. Two queries."""
    rows = Proposal.objects.filter(call_id=call_id).exclude(state=states.WITHDRAWN)
    seen: dict[tuple[int, str], list[int]] = {}
    for pk, item, likeness in rows.values_list("pk", "item_id", "likeness"):
        seen.setdefault((item, likeness), []).append(pk)
    files = ProposalFile.objects.filter(proposal__in=rows).values_list("proposal_id", "proposal__item_id", "sha256")
    for pk, item, sha256 in files:
        seen.setdefault((item, sha256), []).append(pk)
    return {pk for group in seen.values() if len(set(group)) > 1 for pk in group}


def collecting(territory_ids: Collection[int], now: datetime) -> QuerySet[Call]:
    """Calls of these places to which anybody of them may hand in now."""
    rows = Call.objects.filter(state=states.COLLECTING, opens_at__lte=now, closes_at__gt=now)
    return rows.filter(territory_id__in=territory_ids).order_by("closes_at", "pk")


def discussing(territory_ids: Collection[int]) -> QuerySet[Call]:
    """Calls of these places whose shortlist is being discussed."""
    rows = Call.objects.filter(state=states.DISCUSSING, territory_id__in=territory_ids)
    return rows.select_related("notice").order_by("pk")


def history(call_id: int) -> QuerySet[CallStep]:
    return CallStep.objects.filter(call_id=call_id).order_by("at", "pk")


@dataclass(frozen=True)
class PlaceIdentity:
    """What a place shows of itself on a day; each is None where nothing was adopted."""

    theme: Identity | None
    logo: Identity | None
    motto: Identity | None

    def __bool__(self) -> bool:
        return any((self.theme, self.logo, self.motto))


def identity_of(territory_id: int, on: date) -> PlaceIdentity:
    """Theme, logo and motto of a place on the day. One query."""
    rows = Identity.objects.filter(current(on), territory_id=territory_id).select_related("proposal")
    found = {row.kind: row for row in rows}
    return PlaceIdentity(found.get("THEME"), found.get("LOGO"), found.get("MOTTO"))


def identity(identity_id: int) -> Identity | None:
    return Identity.objects.select_related("proposal__call").filter(pk=identity_id).first()


def of_person(person_id: int) -> list[Proposal]:
    """Everything that a person handed in."""
    return list(Proposal.objects.filter(person_id=person_id).select_related("call", "item").order_by("pk"))
