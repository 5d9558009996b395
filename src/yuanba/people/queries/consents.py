"""Reading consents: which text is current, who agreed to it, and who must be asked anew."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from yuanba.people.models import Consent, ConsentText


@dataclass(frozen=True)
class ConsentState:
    """Whether a consent holds: `holds` for the newest text; `asked_anew` if only an older version was agreed to."""

    kind: str
    text: ConsentText | None
    consent: Consent | None
    holds: bool
    asked_anew: bool


def current_text(kind: str) -> ConsentText | None:
    """The newest version of a kind of text that is in force."""
    return ConsentText.objects.filter(kind=kind, is_in_force=True).order_by("-version").first()


def current_texts() -> list[ConsentText]:
    """The newest version in force of every kind, by kind. One query."""
    rows = ConsentText.objects.filter(is_in_force=True).order_by("kind", "version")
    return list({row.kind: row for row in rows}.values())


def asked_since() -> dict[str, int]:
    """Of every kind the version since which one agrees anew: consents to earlier ones no longer hold. One query."""
    rows = ConsentText.objects.filter(is_in_force=True, asks_anew=True)
    return dict(rows.values_list("kind").annotate(Max("version")))


def outdated_consents(account_id: int) -> list[Consent]:
    """The account's general consents whose text has changed so that it is asked anew. Two queries."""
    rows = consents_of(account_id=account_id).filter(withdrawn_at__isnull=True, subject="")
    newest: dict[str, Consent] = {}
    for row in rows.order_by("text__version"):
        newest[row.text.kind] = row
    since = asked_since() if newest else {}
    return [row for kind, row in newest.items() if row.text.version < since.get(kind, 0)]


def versions_of(kind: str) -> QuerySet[ConsentText]:
    """Every version of a kind, newest first, with how many agree to it (`open`) and how many took it back (`withdrawn`)."""
    rows = ConsentText.objects.filter(kind=kind).order_by("-version")
    return rows.annotate(
        open=Count("consents", filter=Q(consents__withdrawn_at__isnull=True)),
        withdrawn=Count("consents", filter=Q(consents__withdrawn_at__isnull=False)),
    )


def waiting_texts() -> dict[str, ConsentText]:
    """The versions that are published for later, by kind. One query."""
    return {row.kind: row for row in ConsentText.objects.filter(is_in_force=False)}


def consent_state(
    kind: str, *, account_id: int | None = None, person_id: int | None = None, subject: str = ""
) -> ConsentState:
    """Whether the account or person agrees to the newest text of this kind, for this subject. Two queries.

    A consent to an earlier version holds as long as no later one is asked anew.
    """
    texts = list(ConsentText.objects.filter(kind=kind, is_in_force=True).order_by("-version"))
    text = texts[0] if texts else None
    since = next((row.version for row in texts if row.asks_anew), 0)
    rows = consents_of(account_id=account_id, person_id=person_id).filter(text__kind=kind, withdrawn_at__isnull=True)
    consent = rows.filter(subject=subject).order_by("-text__version").first()
    holds = bool(text and consent and consent.text.version >= since)
    return ConsentState(kind, text, consent, holds, bool(consent) and not holds)


def consents_of(*, account_id: int | None = None, person_id: int | None = None) -> QuerySet[Consent]:
    """Every consent of an account or else of a person, newest first, withdrawn ones included."""
    rows = Consent.objects.select_related("text").order_by("-given_at", "-pk")
    if account_id is not None:
        return rows.filter(account_id=account_id)
    return rows.filter(person_id=person_id) if person_id is not None else rows.none()
