"""Reading texts: what holds where on which day, its versions, comments and signatures."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yuanba.agreements import states
from yuanba.agreements.models import Agreement, AgreementComment, AgreementStep, AgreementVersion, Signature
from yuanba.audit.models import AuditEvent
from yuanba.audit.queries import events_about
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import descendants

REFERENCE = re.compile(r"agreement:(\d{1,18})/v(\d{1,5})")


def text_hash(text: str) -> str:
    """SHA-256, in hex, of the UTF-8 bytes: what `sha256sum` says of the downloaded text."""
    return hashlib.sha256(text.encode()).hexdigest()


def reference(version: AgreementVersion) -> str:
    """How something above names this version: "agreement:3/v2". It never means another text."""
    return f"agreement:{version.agreement_id}/v{version.number}"


def by_reference(name: str) -> AgreementVersion | None:
    """The version that `reference` named, if it was decided on."""
    found = REFERENCE.fullmatch(name)
    if found is None:
        return None
    rows = AgreementVersion.objects.select_related("agreement").filter(state__in=states.DECIDED)
    return rows.filter(agreement_id=int(found[1]), number=int(found[2])).first()


@dataclass(frozen=True)
class RuleInForce:
    """Rules of procedure that hold in a place on a day. `reference` is what a ballot's rule names."""

    reference: str
    title: str
    number: int
    from_date: date
    text_hash: str


def procedure_rules(territory_id: int, on: date) -> list[RuleInForce]:
    """The rules of procedure of exactly this place that hold on the day, the newest first. One query."""
    rows = holding(on).filter(agreement__territory_id=territory_id, agreement__kind=Agreement.Kind.PROCEDURE)
    return [
        RuleInForce(reference(row), row.agreement.title, row.number, row.from_date, row.text_hash)
        for row in rows
        if row.from_date is not None
    ]


def holding(on: date) -> QuerySet[AgreementVersion]:
    """The versions that hold on the day, the newest first."""
    rows = AgreementVersion.objects.filter(state__in=states.DECIDED, from_date__lte=on)
    rows = rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=on))
    return rows.select_related("agreement").order_by("-from_date", "-pk")


def held_in(territory_ids: Collection[int], on: date, kind: str = "") -> QuerySet[AgreementVersion]:
    """What holds in these places on the day."""
    rows = holding(on).filter(agreement__territory_id__in=territory_ids)
    return rows.filter(agreement__kind=kind) if kind else rows


def public() -> QuerySet[Agreement]:
    """Texts that anybody may read: at least one version was put up for comments."""
    shown = AgreementVersion.objects.filter(comments_open_at__isnull=False).values("agreement_id")
    return Agreement.objects.filter(pk__in=shown).order_by("-pk")


def public_versions(agreement_id: int) -> list[AgreementVersion]:
    """Every version that was put up, the newest first, each with `signed` (how many signatures stand). One query."""
    signed = Count("signatures", filter=Q(signatures__state=states.SIGNED))
    rows = AgreementVersion.objects.filter(agreement_id=agreement_id, comments_open_at__isnull=False)
    return list(rows.select_related("agreement").annotate(signed=signed).order_by("-number"))


def public_version(version_id: int) -> AgreementVersion | None:
    rows = AgreementVersion.objects.select_related("agreement")
    return rows.filter(pk=version_id, comments_open_at__isnull=False).first()


def before(version: AgreementVersion) -> AgreementVersion | None:
    """The version that held before this one: against it the changes are shown."""
    rows = AgreementVersion.objects.filter(agreement_id=version.agreement_id, number__lt=version.number)
    return rows.filter(state__in=states.DECIDED).order_by("-number").first()


def desk(actor: Actor, now: datetime, permissions: Collection[str]) -> QuerySet[Agreement]:
    """Every text of the places where the actor holds one of `permissions`, drafts included."""
    granted = {one for permission in permissions for one in actor.territories(permission)}
    places = {one for territory_id in granted for one in descendants(territory_id, local_date(now))} | granted
    return Agreement.objects.filter(territory_id__in=places).order_by("-pk")


def newest(agreement_ids: Collection[int]) -> dict[int, AgreementVersion]:
    """The last version of each. One query."""
    rows = AgreementVersion.objects.filter(agreement_id__in=agreement_ids).order_by("agreement_id", "number")
    return {row.agreement_id: row for row in rows.defer("text", "commented_text")}


def ordered_by(name: str) -> Agreement | None:
    """The text that something above brought about ("proposal:7")."""
    return Agreement.objects.filter(ordered_by=name).first()


def waiting_comments(version_id: int) -> int:
    return AgreementComment.objects.filter(version_id=version_id, state=states.FILED).count()


def comments(version_id: int) -> QuerySet[AgreementComment]:
    """All comments for the desk, the waiting ones first; who commented is not among it."""
    rows = AgreementComment.objects.filter(version_id=version_id).exclude(state=states.WITHDRAWN)
    return rows.defer("person").order_by("answered_at", "pk")


def answered(version_id: int) -> QuerySet[AgreementComment]:
    """What the public reads: comments with their answers, in the order in which they came."""
    rows = AgreementComment.objects.filter(version_id=version_id, state__in=[states.ACCEPTED, states.DECLINED])
    return rows.select_related("person").order_by("filed_at", "pk")


def own_comments(version_id: int, person_id: int) -> QuerySet[AgreementComment]:
    return AgreementComment.objects.filter(version_id=version_id, person_id=person_id).order_by("pk")


def signed_count(version_id: int) -> int:
    return Signature.objects.filter(version_id=version_id, state=states.SIGNED).count()


def shown_names(version_id: int, most: int = 500) -> list[str]:
    """The names of those who signed and let their name be shown, in the order of signing; the erased are left out."""
    rows = Signature.objects.filter(version_id=version_id, state=states.SIGNED, person__isnull=False, shows_name=True)
    rows = rows.filter(person__erased_at__isnull=True).order_by("signed_at", "pk")
    return list(rows.values_list("person__name", flat=True)[:most])


def parties(version_id: int) -> QuerySet[Signature]:
    """The organisations that signed, in order."""
    rows = Signature.objects.filter(version_id=version_id, state=states.SIGNED, person__isnull=True)
    return rows.order_by("signed_date", "pk")


def signature_of(version_id: int, person_id: int) -> Signature | None:
    return Signature.objects.filter(version_id=version_id, person_id=person_id, state=states.SIGNED).first()


def paper_signatures(version_id: int, most: int = 100) -> QuerySet[Signature]:
    """The last signatures that came on paper, for the desk."""
    rows = Signature.objects.filter(version_id=version_id, channel=Signature.Channel.PAPER, state=states.SIGNED)
    return rows.select_related("person").order_by("-pk")[:most]


def open_to(territory_ids: Collection[int], now: datetime) -> QuerySet[AgreementVersion]:
    """The versions of these places on which anybody of them may comment now."""
    rows = AgreementVersion.objects.filter(state=states.COMMENT, comments_close_at__gt=now)
    rows = rows.filter(agreement__territory_id__in=territory_ids)
    return rows.select_related("agreement").order_by("comments_close_at", "pk")


def to_sign(territory_ids: Collection[int], person_id: int) -> QuerySet[AgreementVersion]:
    """The versions that the people of these places may sign and this person has not."""
    signed = Signature.objects.filter(person_id=person_id, state=states.SIGNED).values("version_id")
    rows = AgreementVersion.objects.filter(state=states.ADOPTED, agreement__territory_id__in=territory_ids)
    rows = rows.filter(agreement__signers=Agreement.Signers.RESIDENTS).exclude(pk__in=signed)
    return rows.select_related("agreement").defer("text", "commented_text").order_by("-from_date", "-pk")


def kept_about(person_id: int) -> list[Signature]:
    """The signatures of a person, withdrawn ones too."""
    rows = Signature.objects.filter(person_id=person_id).select_related("version__agreement")
    return list(rows.defer("version__text", "version__commented_text").order_by("pk"))


def comments_of(person_id: int) -> list[AgreementComment]:
    """The comments of a person, taken back ones too."""
    rows = AgreementComment.objects.filter(person_id=person_id).select_related("version__agreement")
    return list(rows.defer("version__text", "version__commented_text").order_by("pk"))


def history(agreement_id: int) -> QuerySet[AgreementStep]:
    rows = AgreementStep.objects.filter(version__agreement_id=agreement_id)
    return rows.select_related("version").defer("version__text", "version__commented_text").order_by("at", "pk")


def logged_text(digest: str) -> AuditEvent | None:
    """The first event of the audit log that names this text; everything in it is public, so that anyone can hash it."""
    return events_about(f"sha256:{digest}").first()
