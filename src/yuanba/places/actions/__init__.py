"""Changing places."""

from yuanba.places.actions.buildings import PremisesRow, enter_premises
from yuanba.places.actions.card import (
    add_cluster,
    add_milestone,
    add_phase,
    describe_compound,
    place_building,
    record_asset,
    record_population,
    remove_milestone,
    set_fact,
    set_parameter,
)
from yuanba.places.actions.days import announce_year, enter_notice, load_calendar, set_day
from yuanba.places.actions.grids import draw_grid, end_grid, place_in_grid
from yuanba.places.actions.points import end_point, make_points, replace_label
from yuanba.places.actions.table import TerritoryReport, import_territory
from yuanba.places.actions.territory import Part, add_overlay, end, end_overlay, found, merge, move, rename, split

__all__ = [
    "Part",
    "PremisesRow",
    "TerritoryReport",
    "add_cluster",
    "add_milestone",
    "add_overlay",
    "add_phase",
    "announce_year",
    "describe_compound",
    "draw_grid",
    "end",
    "end_grid",
    "end_overlay",
    "end_point",
    "enter_notice",
    "enter_premises",
    "found",
    "import_territory",
    "load_calendar",
    "make_points",
    "merge",
    "move",
    "place_building",
    "place_in_grid",
    "record_asset",
    "record_population",
    "remove_milestone",
    "rename",
    "replace_label",
    "set_day",
    "set_fact",
    "set_parameter",
    "split",
]
