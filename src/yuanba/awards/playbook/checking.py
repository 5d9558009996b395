"""The rules of a playbook that go beyond one value: short functions that all run, so that every fault is reported."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass

from yuanba.awards.playbook.facts import Facts
from yuanba.awards.playbook.mistakes import Report
from yuanba.awards.playbook.model import Category, Criterion, Kind, Playbook
from yuanba.awards.playbook.positions import Path
from yuanba.awards.playbook.schedule import STAGE_RULES

# Source: PIPL 6. Mainland mobiles have 11 digits and start 13 to 19.
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d){8}(?!\d)")
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def unique_keys(facts: Facts) -> None:
    playbook = facts.playbook
    facts.unique(playbook.categories)
    facts.unique(playbook.stages)
    facts.unique(playbook.tax, "nominee")
    facts.unique(playbook.ranking.overrides, "category")
    for category in playbook.categories:
        facts.unique(category.tiers)
        facts.unique(category.kinds)
        facts.unique(category.routes.recommendation, "body")
        owners: tuple[Category | Kind, ...] = (category, *category.kinds)
        for owner in owners:
            shared = isinstance(owner, Kind)
            facts.unique((*category.criteria, *owner.criteria) if shared else owner.criteria)
            facts.unique((*category.materials, *owner.materials) if shared else owner.materials)


def basis_and_contacts(facts: Facts) -> None:
    if not facts.playbook.basis:
        facts.say("no_basis", ("basis",))
    if not facts.playbook.contacts:
        facts.say("no_contact", ("contacts",))
    for contact in facts.playbook.contacts:
        for name in ("role", "phone", "mailbox", "hours"):
            if MOBILE.search(getattr(contact, name)):
                facts.say("private_mobile", facts.path(contact, name))
        if not (contact.phone or contact.mailbox):
            facts.say("no_line", facts.path(contact), (facts.path(contact, "phone"), facts.path(contact, "mailbox")))


def no_personal_numbers(facts: Facts) -> None:
    """A playbook is public: no text of it holds a mobile or an ID number (contacts have their own sentence)."""
    stack: list[object] = [facts.playbook]
    while stack:
        thing = stack.pop()
        for item in fields(thing) if is_dataclass(thing) else ():
            value = getattr(thing, item.name)
            stack.extend(value if isinstance(value, tuple) else (value,))
            if isinstance(value, str) and item.name != "source_text" and thing not in facts.playbook.contacts:
                found = MOBILE.search(value) or ID_NUMBER.search(value)
                if found:
                    facts.say("personal", facts.path(thing, item.name), found=f"{found[0][:3]}…")


def prizes(facts: Facts) -> None:
    for category in facts.playbook.categories:
        path = facts.path(category)
        if category.tiers and category.prize_yuan is not None:
            facts.say("prize_twice", (*path, "prize_yuan"), ((*path, "key"),), key=category.key)
        total = sum(tier.quota for tier in category.tiers)
        if category.tiers and total != category.quota:
            needs = ((*path, "quota"), (*path, "tiers"))
            facts.say("tiers_sum", (*path, "tiers"), needs, key=category.key, got=total, quota=category.quota)


def kind_quotas(facts: Facts) -> None:
    for category in facts.playbook.categories:
        path = (*facts.path(category), "kinds")
        needs = ((*facts.path(category), "quota"),)
        total = sum(kind.quota or 0 for kind in category.kinds)
        sharing = [kind for kind in category.kinds if kind.quota is None]
        told = {"key": category.key, "got": total, "quota": category.quota}
        if total > category.quota:
            facts.say("kinds_over", path, needs, **told)
        elif category.kinds and not sharing and total < category.quota:
            facts.say("kinds_short", path, needs, **told)
        elif total == category.quota:
            for kind in sharing:
                facts.say("kind_nothing", facts.path(kind), (*needs, path), key=kind.key)


def sharing_kinds(facts: Facts) -> None:
    for category in facts.playbook.categories:
        kinds = {kind.key: kind for kind in category.kinds}
        for kind in category.kinds:
            path = facts.path(kind, "same_as")
            facts.reference("no_kind", kind.same_as, [key for key in kinds if key != kind.key], path)
            other = kinds.get(kind.same_as)
            if other is not None and other is not kind and (kind.criteria or kind.materials or other.same_as):
                facts.say("same_as", path, key=kind.key, other=other.key)


def criteria(facts: Facts) -> None:
    for category in facts.playbook.categories:
        owners: tuple[Category | Kind, ...] = (category, *category.kinds)
        for criterion in (one for owner in owners for one in owner.criteria):
            _criterion(facts, category, criterion)


def _criterion(facts: Facts, category: Category, criterion: Criterion) -> None:
    path = facts.path(criterion, "not_applicable_kinds")
    if criterion.not_applicable_kinds and not category.kinds:
        facts.say("veto_unchecked", path, (facts.path(category, "kinds"),))
    else:
        for number, key in enumerate(criterion.not_applicable_kinds):
            facts.reference("no_kind", key, (kind.key for kind in category.kinds), (*path, number))
    look = criterion.check
    if look is not None and (look.lookback_months is None) is not look.term:
        facts.say("look_back", facts.path(look))


def routes(facts: Facts) -> None:
    for category in facts.playbook.categories:
        if not category.routes.own_application and not category.routes.recommendation:
            facts.say("no_route", facts.path(category, "routes"), key=category.key)


def taxes(facts: Facts) -> None:
    for tax in facts.playbook.tax:
        if (tax.treatment == "WITHHELD") is not (tax.rate_percent > 0):
            facts.say("tax_rate", facts.path(tax, "rate_percent"), (facts.path(tax, "treatment"),))


RULES: tuple[Callable[[Facts], None], ...] = (
    unique_keys,
    basis_and_contacts,
    no_personal_numbers,
    prizes,
    kind_quotas,
    sharing_kinds,
    criteria,
    routes,
    taxes,
)


def check(playbook: Playbook, paths: Mapping[int, Path], report: Report) -> None:
    """Runs every rule; what is wrong stands in the report afterwards."""
    facts = Facts(playbook, paths, report)
    for rule in (*RULES, *STAGE_RULES):
        rule(facts)
