"""The places that a form of a campaign offers, grouped by community."""

from datetime import date

from django.utils.translation import gettext as _

from yuanba.awards.models import Campaign
from yuanba.places import queries as places

Choices = list[tuple[str, list[tuple[str, str]]]]


def place_choices(campaign: Campaign, on: date, *, communities: bool) -> Choices:
    """(community, its compounds) in order; with `communities` each group begins with the whole community. Three queries."""
    inside = places.descendants(campaign.territory_id, on)
    nodes = [node for node in places.tree_at(on) if node.id in inside]
    above = {node.id: node for node in nodes}
    groups: dict[int, list[tuple[str, str]]] = {}
    for node in nodes:
        if node.kind == "COMMUNITY" and communities:
            groups.setdefault(node.id, []).insert(0, (str(node.id), _("The whole of %(name)s") % {"name": node.name}))
        elif node.kind == "COMPOUND":
            groups.setdefault(node.parent_id or 0, []).append((str(node.id), node.name))
    return [(above[key].name if key in above else _("Others"), rows) for key, rows in groups.items() if rows]


def compounds_only(choices: Choices) -> list[tuple[str, str]]:
    """The compounds of grouped choices in one list, for a group of boxes."""
    whole = {rows[0][0] for _, rows in choices if rows}
    return [row for _, rows in choices for row in rows if row[0] not in whole or len(rows) == 1]
