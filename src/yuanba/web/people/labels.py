"""Codes of people in words."""

from django.utils.translation import gettext_lazy as _

POSTS = {
    "SYSTEM_ADMIN": _("System administrator"),
    "SECURITY_ADMIN": _("Security administrator"),
    "AUDIT_ADMIN": _("Audit administrator"),
    "STREET_ORGANISER": _("Organiser of the subdistrict's awards"),
    "STREET_LEADER": _("Leader of the subdistrict"),
    "SCREENER": _("Screener"),
    "APPEAL_OFFICER": _("Appeals officer"),
    "COMMUNITY_WORKER": _("Community worker"),
    "BUILDING_LEAD": _("Building lead"),
    "GRID_WORKER": _("Grid worker"),
    "JUROR": _("Juror"),
    "JURY_CHAIR": _("Chair of the jury"),
    "PROPERTY_MANAGER": _("Property manager"),
    "HOUSING_OFFICER": _("Housing officer"),
    "FINANCE_OFFICER": _("Finance officer"),
    "ROLL_KEEPER": _("Keeper of the roll"),
    "LETTER_CLERK": _("Clerk of the sealed letters"),
    "PREPARATION_LEAD": _("Head of the preparatory group"),
    "PREPARATION_MEMBER": _("Member of the preparatory group"),
    "COMMITTEE_CHAIR": _("Chair or vice chair of the owners' committee"),
    "COMMITTEE_MEMBER": _("Member of the owners' committee"),
    "COMMITTEE_ALTERNATE": _("Alternate of the owners' committee"),
    "COURTYARD_CHAIR": _("Head of the courtyard committee"),
    "COURTYARD_MEMBER": _("Member of the courtyard committee"),
    "CLUSTER_LEAD": _("Cluster lead"),
    "SPECIAL_CHAIR": _("Head of the special governance committee"),
    "SPECIAL_MEMBER": _("Member of the special governance committee"),
    "ORGAN_LEAD": _("Head of a service organ"),
    "ORGAN_MEMBER": _("Member of a service organ"),
    "AUTONOMY_LEAD": _("Head of the autonomy committee"),
    "AUTONOMY_MEMBER": _("Member of the autonomy committee"),
    "GROUP_LEAD": _("Head of a group"),
    "GROUP_MEMBER": _("Member of a group"),
    "FORCE_LIAISON": _("Liaison person of a task force"),
}

ORGANISATION_KINDS = {
    "SUBDISTRICT_OFFICE": _("Subdistrict office"),
    "DEPARTMENT": _("Department"),
    "SGC": _("Society governance commission"),
    "RESIDENTS_COMMITTEE": _("Residents' committee"),
    "PARTY_ORGANISATION": _("Party organisation"),
    "OWNERS_COMMITTEE": _("Owners' committee"),
    "COURTYARD_COMMITTEE": _("Courtyard committee"),
    "PREPARATORY_GROUP": _("Preparatory group"),
    "SPECIAL_COMMITTEE": _("Special governance committee"),
    "SERVICE_ORGAN": _("Service organ"),
    "AUTONOMY_COMMITTEE": _("Autonomy committee"),
    "MUTUAL_AID_GROUP": _("Mutual-aid group of a building"),
    "RESIDENT_GROUP": _("Residents' group for one subject"),
    "TASK_FORCE": _("Task force"),
    "PROPERTY_COMPANY": _("Property company"),
    "SOCIAL_ORGANISATION": _("Social organisation"),
    "SELF_ORGANISED_GROUP": _("Self-organised group"),
    "EXPERT_LIST": _("Expert list"),
    "DEVELOPER": _("Developer"),
    "OTHER": _("Other body"),
}

PASSWORD_PROBLEMS = {
    "password_too_short": _("too short"),
    "password_too_common": _("too common"),
    "password_too_similar": _("too much like the sign-in name"),
    "password_kinds": _("of fewer than three kinds of characters"),
}

DATA_REQUEST_KINDS = {
    "CORRECT": _("Correct something"),
    "ERASE": _("Erase my data"),
    "CLOSE": _("Close the account"),
}

UNMASK_FIELDS = {"name": _("Name of the person"), "phone": _("Mobile number")}

EVIDENCE = {
    "ID_CARD": _("Identity card"),
    "DEED": _("Deed or purchase contract"),
    "HOUSEHOLD_BOOK": _("Household register book"),
    "LEASE": _("Lease"),
    "PERSONALLY_KNOWN": _("I know this person myself"),
}

CONSENT_KINDS = {
    "TERMS": _("Using this site"),
    "privacy": _("How personal data is handled"),
    "PRIZE_PAYEE": _("Payee data for a prize"),
    "PARTY_MEMBER": _("Being kept as a party member of a group or committee"),
    "AWARD_FEES": _("Asking the property company whether fees are paid"),
}

METHODS = {"LETTER": _("with the code in the letter"), "DESK": _("at the service desk")}

REQUEST_STATES = {"OPEN": _("Waiting"), "DONE": _("Done"), "REFUSED": _("Refused")}

SECTIONS = {
    "account": _("The account"),
    "sessions": _("Signed-in devices"),
    "sign_in_attempts": _("Tries to sign in"),
    "person": _("Who you are by the roll"),
    "ownerships": _("What you own"),
    "residences": _("Where you live"),
    "appointments": _("Posts"),
    "honours": _("Honours"),
    "relations": _("Declared relatives"),
    "consents": _("Consents"),
    "verifications": _("Verifications"),
    "unmaskings": _("Who looked at your data in full, and why"),
    "data_requests": _("What you asked about your data"),
    "seats": _("Committees and groups in which you sit"),
    "words": _("What you wrote to whoever serves your compound"),
}

FIELDS = {
    "login": _("Sign-in name"),
    "phone": _("Mobile number"),
    "language": _("Language"),
    "elder_mode": _("Large print"),
    "is_staff_account": _("Staff account"),
    "created_at": _("Made at"),
    "closed_at": _("Closed at"),
    "label": _("Device"),
    "signed_in_at": _("Signed in at"),
    "seen_at": _("Last seen at"),
    "revoked_at": _("Signed out at"),
    "name": _("Name"),
    "birth_month": _("Month of birth"),
    "premises": _("Premises"),
    "share": _("Share"),
    "from_date": _("From"),
    "to_date": _("Until"),
    "relation": _("As"),
    "organisation": _("Body"),
    "place": _("Place"),
    "post": _("Post"),
    "basis": _("Basis"),
    "relay_line": _("Relay line"),
    "year": _("Year"),
    "title": _("Title"),
    "granted_by": _("Granted by"),
    "relative": _("Relative"),
    "declared_at": _("Declared at"),
    "kind": _("Kind"),
    "version": _("Version"),
    "text": _("Text"),
    "subject": _("Subject"),
    "channel": _("Channel"),
    "given_at": _("Given at"),
    "withdrawn_at": _("Withdrawn at"),
    "method": _("How"),
    "verified_at": _("Verified at"),
    "ended_at": _("Ended at"),
    "ended_reason": _("Reason of the end"),
    "field": _("Field"),
    "reason": _("Reason"),
    "at": _("At"),
    "state": _("State"),
    "made_at": _("Asked at"),
    "answered_at": _("Answered at"),
    "capacity": _("As what"),
    "source_unit": _("Seconded from"),
    "duty": _("Duty"),
    "answer": _("Answer"),
    "left_at": _("Written at"),
}

JOB_STATES = {
    "QUEUED": _("Being read"),
    "READY": _("Read, to be checked"),
    "IMPORTING": _("Being imported"),
    "FINISHED": _("Imported"),
    "DROPPED": _("Dropped"),
    "FAILED": _("Failed"),
}
ROLL_STEPS = {
    "READING": _("Reading the list"),
    "CHECKING": _("Checking it against the roll"),
    "WRITING": _("Writing the roll"),
}
JOB_KINDS = {
    "QUEUED": "sky",
    "READY": "amber",
    "IMPORTING": "sky",
    "FINISHED": "leaf",
    "DROPPED": "plain",
    "FAILED": "brick",
}

CHANGE_WORDS = {
    "new": _("new"),
    "area": _("area"),
    "kind": _("kind"),
    "owners": _("owners"),
    "residents": _("residents"),
    "handed_over": _("hand-over"),
    "shares": _("shares"),
}

BATCH_STATES = {"REQUESTED": _("Waits for the second clerk"), "RELEASED": _("Printed"), "VOIDED": _("Void")}
BATCH_KINDS = {"REQUESTED": "amber", "RELEASED": "leaf", "VOIDED": "brick"}

# Where a message of this kind leads: label, route name.
MESSAGE_WAYS = {
    "consent_outgrown": (_("What I agreed to"), "people:consents"),
    "objection.decided": (_("Read the answer, with the code of the receipt"), "publicity:ask"),
    "export_ended": (_("My downloads"), "exports:index"),
    "word_left": (_("Read it and answer"), "bodies:words"),
    "word_answered": (_("Read the answer"), "bodies:words"),
    "complaint_left": (_("Read it and answer"), "bodies:complaints"),
    "grid_task": (_("My grid"), "gridwork:home"),
}

LIKENESS = {"SAME": _("One owner"), "DIFFERENT": _("Two people")}
