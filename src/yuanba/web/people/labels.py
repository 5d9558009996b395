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
}

ORGANISATION_KINDS = {
    "SUBDISTRICT_OFFICE": _("Subdistrict office"),
    "DEPARTMENT": _("Department"),
    "SGC": _("Society governance commission"),
    "RESIDENTS_COMMITTEE": _("Residents' committee"),
    "PARTY_ORGANISATION": _("Party organisation"),
    "OWNERS_COMMITTEE": _("Owners' committee"),
    "COURTYARD_COMMITTEE": _("Courtyard committee"),
    "SPECIAL_COMMITTEE": _("Special governance committee"),
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

UNMASK_FIELDS = {"name": _("Name"), "phone": _("Mobile number")}
