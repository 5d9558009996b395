"""The text that somebody agrees to, and whether they did."""

from dataclasses import dataclass

from yuanba.awards.models import Entry
from yuanba.awards.texts import CONSENTS, FEES
from yuanba.kernel.actor import Actor
from yuanba.people.models import Consent
from yuanba.people.queries import consent_state, current_text


@dataclass(frozen=True)
class Agreement:
    """`version` 0: our own text, not yet published. `consent` stands for exactly this text and subject."""

    text_zh: str
    text_en: str
    version: int
    consent: Consent | None


def newest_words(kind: str) -> Agreement:
    """The newest text of a kind, for whoever signs it on paper."""
    text = current_text(kind)
    return (
        Agreement(*CONSENTS[kind], 0, None)
        if text is None
        else Agreement(text.text_zh, text.text_en, text.version, None)
    )


def agreement(kind: str, subject: str, actor: Actor) -> Agreement:
    """The newest text of a kind and the actor's consent to it. Two queries."""
    state = consent_state(kind, account_id=actor.account_id or 0, subject=subject)
    if state.text is None:
        zh, en = CONSENTS[kind]
        return Agreement(zh, en, 0, None)
    consent = state.consent if state.holds else None
    return Agreement(state.text.text_zh, state.text.text_en, state.text.version, consent)


def fee_consent(entry: Entry) -> Consent | None:
    """The nominee's signed consent that the property company is asked about the fees, for this entry; none for bodies."""
    if entry.nominee_person_id is None:
        return None
    return consent_state(FEES, person_id=entry.nominee_person_id, subject=str(entry)).consent
