"""Codes of places in words."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.places.queries import CardFact
from yuanba.web.filters import area

KINDS = {
    "COUNTRY": _("Country"),
    "PROVINCE": _("Province"),
    "CITY": _("City"),
    "DISTRICT": _("District or county"),
    "SUBDISTRICT": _("Subdistrict"),
    "TOWN": _("Town"),
    "COMMUNITY": _("Community"),
    "COMPOUND": _("Compound"),
    "FUNCTIONAL_AREA": _("Functional area"),
}

COMPOUND_KINDS = {"COMPOUND": _("Compound"), "COURTYARD": _("Old courtyard")}

CHANGES = {
    "FOUND": _("founded"),
    "RENAME": _("renamed"),
    "MOVE": _("moved"),
    "MERGE": _("merged"),
    "SPLIT": _("split"),
    "END": _("ended"),
}

FACTS = {
    "HANDED_OVER": _("Handed over"),
    "FLOOR_AREA": _("Floor area"),
    "BUILDINGS": _("Residential buildings"),
    "GREENING_RATE": _("Greening rate"),
    "FLOOR_AREA_RATIO": _("Floor area ratio"),
    "USE": _("Use"),
    "SHOPS": _("Shops"),
    "HOUSEHOLDS": _("Households"),
    "OCCUPANCY_RATE": _("Occupancy rate"),
}

POINT_KINDS = {
    "LIFT": _("Lift"),
    "ENTRANCE": _("Entrance"),
    "BUILDING": _("Building"),
    "FACILITY": _("Facility"),
    "SHOP": _("Shop"),
}
POINT_ENDS = {"REMOVED": _("taken down"), "DEMOLISHED": _("demolished")}

USES = {"RESIDENTIAL": _("Residential"), "MIXED": _("Residential and commercial")}

ASSETS = {
    "INCUBATOR": _("Incubator"),
    "OFFICE_BUILDING": _("Office building"),
    "SHOPPING_STREET": _("Shopping street"),
    "ENTERPRISE": _("Enterprise"),
    "VENUE": _("Venue"),
    "OTHER": _("Other"),
}

GRID_LEVELS = {
    "COMMUNITY": _("Community grid"),
    "GENERAL": _("General grid"),
    "MICRO": _("Micro-grid"),
    "DEDICATED": _("Dedicated grid"),
}

CARD_HINTS = {
    "HANDED_OVER": _("A month, such as 2007-03."),
    "FLOOR_AREA": _("In square metres."),
    "GREENING_RATE": _("In per cent, such as 31."),
    "OCCUPANCY_RATE": _("In per cent, such as 92.3."),
}


def month(text: str) -> str:
    """ "2007-03" as 2007年3月."""
    year, _dash, number = text.partition("-")
    return gettext("%(month)s/%(year)s") % {"year": year, "month": int(number)}


def fact_text(fact: CardFact) -> str:
    """A fact with its unit: 245,000.00 ㎡, 31%, 1,766 户; "" while nobody recorded it."""
    if not fact.value:
        return ""
    if fact.unit == "month":
        return month(fact.value)
    if fact.unit == "word":
        return str(USES.get(fact.value, fact.value))
    if fact.unit == "cm2":
        return area(int(fact.value)).replace(".00 ", " ")
    patterns = {
        "percent": "%(n)s%%",
        "ratio": "%(n)s",
        "buildings": gettext("%(n)s buildings"),
        "shops": gettext("%(n)s shops"),
        "households": gettext("%(n)s households"),
    }
    return patterns[fact.unit] % {"n": f"{Decimal(fact.value):,}"}


def newest(days: list[date]) -> date | None:
    return max(days, default=None)
