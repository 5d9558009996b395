"""The playbook's own words in the language of the page, and exact fractions as people read them."""

from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext

from yuanba.awards.models import Campaign
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Category


def english() -> bool:
    return (get_language() or "").startswith("en")


def said(thing: Any, name: str = "name") -> str:
    """`thing.name`, or `thing.name_en` on an English page if somebody wrote it."""
    return str((english() and getattr(thing, f"{name}_en", None)) or getattr(thing, name))


def title_of(campaign: Campaign) -> str:
    """The campaign's title in the language of the page."""
    return said(playbook_of(campaign), "title")


def category_name(campaign: Campaign, key: str) -> str:
    """The name of a category; its key if a damaged row names one that the playbook lacks."""
    found = next((one for one in playbook_of(campaign).categories if one.key == key), None)
    return said(found) if found else key


def honour_of(campaign: Campaign, category: str, kind: str = "") -> str:
    """ "小区治理先进集体 · 物业企业"."""
    found = next((one for one in playbook_of(campaign).categories if one.key == category), None)
    if found is None:
        return category
    inside = found.kind(kind)
    return (
        gettext("%(category)s · %(kind)s") % {"category": said(found), "kind": said(inside)} if inside else said(found)
    )


def tier_name(category: Category, key: str) -> str:
    """The name of a graded prize; "" where the category has one prize only."""
    if len(category.tiers) < 2:
        return ""
    return next((said(tier) for tier in category.tiers if tier.key == key), key)


def fraction(text: str) -> Fraction | None:
    """ "161/2" as a number; None for "" (no score)."""
    return Fraction(text) if text else None


def points(value: Fraction | None, digits: int = 2) -> str:
    """80.50, rounded half up; a dash where there is no score."""
    if value is None:
        return "–"
    scaled = int(abs(value) * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}d}"
