"""Reading consents: which text is current, who agreed to it, and who must be asked anew."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

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
    """The newest version of a kind of text."""
    return ConsentText.objects.filter(kind=kind).order_by("-version").first()


def current_texts() -> list[ConsentText]:
    """The newest version of every kind, by kind. Two queries."""
    newest = dict(ConsentText.objects.values_list("kind").annotate(Max("version")))
    return [row for row in ConsentText.objects.order_by("kind") if newest[row.kind] == row.version]


def consent_state(
    kind: str, *, account_id: int | None = None, person_id: int | None = None, subject: str = ""
) -> ConsentState:
    """Whether the account or person agrees to the newest text of this kind, for this subject. Two queries."""
    text = current_text(kind)
    rows = consents_of(account_id=account_id, person_id=person_id).filter(text__kind=kind, withdrawn_at__isnull=True)
    consent = rows.filter(subject=subject).order_by("-text__version").first()
    holds = bool(text and consent and consent.text_id == text.pk)
    return ConsentState(kind, text, consent, holds, bool(consent) and not holds)


def consents_of(*, account_id: int | None = None, person_id: int | None = None) -> QuerySet[Consent]:
    """Every consent of an account or else of a person, newest first, withdrawn ones included."""
    rows = Consent.objects.select_related("text").order_by("-given_at", "-pk")
    if account_id is not None:
        return rows.filter(account_id=account_id)
    return rows.filter(person_id=person_id) if person_id is not None else rows.none()
