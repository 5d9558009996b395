"""The field register (C-001): every personal field has a purpose, a basis in law and a term, or it may not exist.

Source: PIPL (个人信息保护法) art. 5-7, 13, 19, 47. A test holds the register and the models together.
"""

from dataclasses import dataclass

LAW = "PIPL 13(3): 业主名册与居民服务由法定职责所必需"
CONTRACT = "PIPL 13(2): 提供本人要求的服务所必需"
CONSENT = "PIPL 13(1): 本人同意"
SECURITY = "网络安全法 23；GB/T 22239: 身份鉴别与安全审计"


@dataclass(frozen=True)
class PersonalField:
    """Why a field is kept, on what basis, and until when."""

    purpose: str
    basis: str
    until: str


WHILE_ON_ROLL = "while the person is on the roll or serves; then erased on request"
WHILE_OPEN = "until the account is closed"
SIX_MONTHS = "180 days"
SESSIONS_END = "30 days after the device was signed out or its session ran out; with the account at the latest"
WORDS_END = "two years after it was left; with the account at the latest"
HISTORY = "kept as a dated row; the person's name goes with the erasure of the person"

PERSONAL: dict[str, PersonalField] = {
    "Person.name": PersonalField("tell people of the roll apart; address them", LAW, WHILE_ON_ROLL),
    "Person.phone": PersonalField("reach the person; tell namesakes apart", LAW, WHILE_ON_ROLL),
    "Person.roll_key": PersonalField("one person, one vote: a keyed hash, unreadable", LAW, WHILE_ON_ROLL),
    "Person.birth_month": PersonalField("who is of age votes", LAW, WHILE_ON_ROLL),
    "Person.under_14_until": PersonalField("a guardian consents for a child under 14; asked once", LAW, WHILE_ON_ROLL),
    "Person.died_date": PersonalField("the dead leave the roll", LAW, WHILE_ON_ROLL),
    "Account.login": PersonalField("sign in", CONTRACT, WHILE_OPEN),
    "Account.password": PersonalField("sign in; an Argon2 hash", CONTRACT, WHILE_OPEN),
    "Account.phone": PersonalField("sign in by code", CONTRACT, WHILE_OPEN),
    "Account.person": PersonalField("who of the roll the account is", CONTRACT, WHILE_OPEN),
    "Account.totp_secret": PersonalField("second factor, encrypted", SECURITY, WHILE_OPEN),
    "Account.last_login": PersonalField("show the owner misuse", SECURITY, WHILE_OPEN),
    "Account.language": PersonalField("show pages as the person reads them", CONTRACT, WHILE_OPEN),
    "Account.elder_mode": PersonalField("show pages as the person reads them", CONTRACT, WHILE_OPEN),
    "SignInCode.phone": PersonalField("send and check a sign-in code", CONTRACT, SIX_MONTHS),
    "SignInCode.address_hash": PersonalField("limit misuse; a keyed hash", SECURITY, SIX_MONTHS),
    "SignInAttempt.login": PersonalField("lock out guessing", SECURITY, SIX_MONTHS),
    "SignInAttempt.address_hash": PersonalField("lock out guessing; a keyed hash", SECURITY, SIX_MONTHS),
    "DeviceSession.account": PersonalField("list and revoke devices", SECURITY, SESSIONS_END),
    "DeviceSession.session_key": PersonalField("list and revoke devices", SECURITY, SESSIONS_END),
    "DeviceSession.label": PersonalField("list and revoke devices", SECURITY, SESSIONS_END),
    "Appointment.person": PersonalField("who may do what", LAW, HISTORY),
    "Appointment.relay_line": PersonalField("reach a building lead without a private number", CONSENT, HISTORY),
    "Seat.capacity": PersonalField("as what somebody sits in a body; a party member only by consent", CONSENT, HISTORY),
    "Seat.consent": PersonalField("prove the separate consent to be kept as a party member", LAW, HISTORY),
    "Seat.source_unit": PersonalField("from which unit somebody is seconded", LAW, HISTORY),
    "Seat.duty": PersonalField("what somebody does in a body", LAW, HISTORY),
    "ForceUnit.liaison": PersonalField("who answers for a unit in a task force", LAW, HISTORY),
    "Word.account": PersonalField("answer thanks, questions and complaints", CONTRACT, WORDS_END),
    "Word.about": PersonalField(
        "bring a word to whoever serves, or a complaint to the supervisor", CONTRACT, WORDS_END
    ),
    "Word.text": PersonalField("what a resident wrote to or about whoever serves", CONTRACT, WORDS_END),
    "Word.answer": PersonalField("the answer to it", CONTRACT, WORDS_END),
    "Honour.person": PersonalField("show honours as proof in awards", CONSENT, HISTORY),
    "Ownership.person": PersonalField("owners decide by heads and area", LAW, HISTORY),
    "Residence.person": PersonalField("residents vote and answer surveys", LAW, HISTORY),
    "Likeness.first": PersonalField("one owner is one head, under two entries too", LAW, HISTORY),
    "Likeness.second": PersonalField("one owner is one head, under two entries too", LAW, HISTORY),
    "Likeness.reason": PersonalField("how the keeper knows whether two entries are one owner", LAW, HISTORY),
    "Residence.relation": PersonalField("households: owner, family or tenant", LAW, HISTORY),
    "RollJob.file_id": PersonalField("read and import an uploaded roll", LAW, "until the import ends, 7 days at most"),
    "RollJob.report": PersonalField("show what is wrong with an uploaded roll; quotes cells", LAW, "30 days"),
    "Relation.person": PersonalField("conflicts of interest of jurors", CONSENT, "until withdrawn"),
    "Relation.relative": PersonalField("conflicts of interest of jurors", CONSENT, "until withdrawn"),
    "LetterBatch.person_ids": PersonalField("whom a reprint is for", LAW, HISTORY),
    "LetterCode.person": PersonalField("verification by sealed letter", LAW, HISTORY),
    "LetterCode.premises": PersonalField("where the letter goes", LAW, HISTORY),
    "LetterCode.code_hash": PersonalField("check a letter's code; a keyed hash", LAW, HISTORY),
    "Verification.account": PersonalField("one account per person", LAW, HISTORY),
    "Verification.person": PersonalField("one account per person", LAW, HISTORY),
    "Verification.ended_reason": PersonalField("explain why it was taken back", LAW, HISTORY),
    "Consent.account": PersonalField("prove consent and its withdrawal", LAW, HISTORY),
    "Consent.person": PersonalField("prove consent and its withdrawal", LAW, HISTORY),
    "Consent.guardian": PersonalField("prove who consented for a child under 14", LAW, HISTORY),
    "PhoneChange.account": PersonalField("give an account a new number when the old phone is lost", CONTRACT, HISTORY),
    "PhoneChange.person": PersonalField("give an account a new number when the old phone is lost", CONTRACT, HISTORY),
    "PhoneChange.phone": PersonalField("the new number, until a second person checked it", CONTRACT, "7 days at most"),
    "DeskProof.person": PersonalField("two workers see the same document", LAW, "7 days at most"),
    "DeskProof.phone_hash": PersonalField("two workers hear the same number; a keyed hash", LAW, "7 days at most"),
    "DataRequest.account": PersonalField("answer the person's request", LAW, "three years"),
    "DataRequest.text": PersonalField("answer the person's request", LAW, "three years"),
    "DataRequest.reason": PersonalField("explain a refusal", LAW, "three years"),
    "Unmasking.person": PersonalField("show the person who saw a field in full", LAW, WHILE_ON_ROLL),
    "Unmasking.reason": PersonalField("show the person who saw a field in full", LAW, WHILE_ON_ROLL),
}

# Fields that say nothing of a person by themselves: keys, times, states, marks of who recorded, texts of the office.
NOT_PERSONAL: frozenset[str] = frozenset(
    {
        *(f"Person.{name}" for name in ("created_at", "erased_at")),
        *(
            f"Account.{name}"
            for name in (
                "is_staff_account", "totp_last_step", "totp_confirmed_at", "password_set_at", "must_change_password",
                "session_epoch", "is_active", "created_at", "closed_at",
            )
        ),
        *(f"Likeness.{name}" for name in ("answer", "answered_at", "answered_by")),
        *(f"SignInCode.{name}" for name in ("code_hash", "ticket_hash", "issued_at", "expires_at", "tries", "used_at")),
        *(f"SignInAttempt.{name}" for name in ("succeeded", "at")),
        *(f"DeviceSession.{name}" for name in ("signed_in_at", "seen_at", "revoked_at", "second_factor")),
        *(
            f"Organisation.{name}"
            for name in ("kind", "name", "uscc", "parent", "territory", "founded_date", "ended_date", "role_line")
        ),
        *(f"OrganisationTerm.{name}" for name in ("organisation", "number", "from_date", "to_date", "due_date")),
        *(
            f"Appointment.{name}"
            for name in (
                "organisation", "post", "territory", "building", "grid", "cluster", "from_date", "to_date", "basis",
                "appointed_by",
            )
        ),
        *(
            f"Charter.{name}"
            for name in (
                "decided_by", "decision_number", "decided_date", "purpose", "building", "recorded_at", "recorded_by",
            )
        ),
        *(f"ServiceOrgan.{name}" for name in ("committee", "key")),
        *(f"BodyResult.{name}" for name in ("organisation", "on_date", "text", "recorded_at", "recorded_by")),
        *(f"ForceUnit.{name}" for name in ("force", "name", "is_lead", "line", "from_date", "to_date")),
        *(
            f"ForceTask.{name}"
            for name in ("unit", "text", "due_date", "given_at", "given_by", "done_date", "outcome", "done_by")
        ),
        *(f"Word.{name}" for name in ("kind", "state", "left_at", "answered_by", "answered_at", "request_key")),
        *(
            f"Honour.{name}"
            for name in (
                "territory", "organisation", "year", "title", "granted_by", "evidence_file_id", "recorded_by",
                "revoked_at", "revoked_by", "revoked_reason",
            )
        ),
        *(
            f"Ownership.{name}"
            for name in ("premises", "organisation", "share_num", "share_den", "from_date", "to_date")
        ),
        *(f"Residence.{name}" for name in ("premises", "from_date", "to_date")),
        *(
            f"RollImport.{name}"
            for name in ("compound", "file_sha256", "as_of_date", "counts", "imported_at", "imported_by")
        ),
        *(
            f"RollJob.{name}"
            for name in (
                "compound", "file_name", "as_of_date", "state", "errors", "accept_good_rows", "end_vanished",
                "refused_code", "made_by", "made_at", "ended_at",
            )
        ),
        "Relation.declared_at",
        *(
            f"LetterBatch.{name}"
            for name in ("territory", "state", "requested_by", "requested_at", "released_by", "released_at")
        ),
        *(f"LetterCode.{name}" for name in ("batch", "expires_at", "used_at", "voided_at")),
        *(f"DeskProof.{name}" for name in ("seen_by", "seen_at")),
        *(f"Verification.{name}" for name in ("method", "verified_by", "verified_at", "ended_at")),
        *(
            f"ConsentText.{name}"
            for name in (
                "kind", "version", "text_zh", "text_en", "is_separate", "published_at", "published_by", "from_at",
                "asks_anew", "is_in_force",
            )
        ),
        *(f"Consent.{name}" for name in ("text", "subject", "channel", "given_at", "withdrawn_at", "recorded_by")),
        *(
            f"PhoneChange.{name}"
            for name in ("evidence", "state", "asked_by", "asked_at", "decided_by", "decided_at", "reason")
        ),
        *(f"DataRequest.{name}" for name in ("kind", "state", "made_at", "answered_at", "answered_by")),
        *(f"Unmasking.{name}" for name in ("field", "actor", "at")),
    }
)  # fmt: skip
