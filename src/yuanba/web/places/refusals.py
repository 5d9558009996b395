"""Words for what the tree, the cards, the grids and the calendar refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.places.labels import ASSETS, FACTS, GRID_LEVELS, KINDS
from yuanba.web.refusals import Refusal

KEEPER = _("The system administrator of your office")

REFUSALS = {
    "places.not_allowed": Refusal(
        _("Your appointments do not cover this place."),
        _("Ask a colleague who has the post there."),
        KEEPER,
        status=403,
    ),
    "places.not_for_all": Refusal(
        _("This counts in every place; your appointments cover some of them."),
        _("Tell whoever runs the site for all places."),
        KEEPER,
        status=403,
    ),
    "places.point_name": Refusal(
        _("A point needs a name of at most %(most)s characters."), _("Write it as people call it: 2栋2单元 left lift.")
    ),
    "places.point_too_many": Refusal(
        _("One compound has at most %(most)s points."), _("End those that nobody needs any more.")
    ),
    "places.point_ended": Refusal(
        _("This point carries no label since %(to_date)s."), _("Make a new one if the thing is back.")
    ),
    "places.point_elsewhere": Refusal(
        _("One of the buildings lies in another compound."), _("Open the points of that compound.")
    ),
    "places.unknown": Refusal(_("There is no such place."), _("Look it up in the tree again.")),
    "places.ended": Refusal(
        _("This place no longer exists."), _("Open the one that took its place; the old name leads there.")
    ),
    "places.name_missing": Refusal(_("The name is missing."), _("Write the name.")),
    "places.code_malformed": Refusal(
        _("%(value)s is no statistical code."), _("It has 2, 4, 6, 9 or 12 digits; compounds have none.")
    ),
    "places.code_taken": Refusal(_("Another place has the code %(value)s."), _("Check the code list of the year.")),
    "places.code_twice": Refusal(_("The code stands twice in the table."), _("Correct the table.")),
    "places.parent_missing": Refusal(_("The upper place does not exist on that day."), _("Found it first.")),
    "places.wrong_parent": Refusal(
        _("%(kind)s cannot lie in %(parent_kind)s."),
        _("Choose an upper place of a higher level."),
        words={"kind": KINDS, "parent_kind": KINDS},
    ),
    "places.circular": Refusal(_("A place cannot lie in itself."), _("Choose another upper place.")),
    "places.before_last_change": Refusal(
        _("The last change took effect on %(last)s; this one must come after it."), _("Choose a later day.")
    ),
    "places.merge_needs_two": Refusal(_("A merger needs at least two."), _("Tick the others.")),
    "places.split_needs_two": Refusal(_("A split needs at least two parts."), _("Name both parts.")),
    "places.split_incomplete": Refusal(
        _("Not everything went to exactly one part."), _("Assign every child and every building once.")
    ),
    "places.kinds_differ": Refusal(_("Only places of one kind merge."), _("Choose others of the same kind.")),
    "places.has_children": Refusal(_("Something still lies in it."), _("Move or end what lies in it first.")),
    "places.not_functional_area": Refusal(
        _("Only a functional area lies over another place."), _("Choose a functional area.")
    ),
    "places.overlay_exists": Refusal(_("It is managed by this area already."), _("Nothing needs to be done.")),
    "places.overlay_ended": Refusal(_("It was taken from the area on %(to_date)s."), _("Nothing needs to be done.")),
    "places.source_missing": Refusal(_("The source is missing."), _("Write where the figure or the rule comes from.")),
    "places.notice_empty": Refusal(
        _("The text names no day that is off or worked."), _("Copy in the whole text of the notice.")
    ),
    "places.notice_other_year": Refusal(
        _("The notice names days outside %(year)s."), _("Check the year, and that it is the right notice.")
    ),
    "places.date_in_future": Refusal(_("%(day)s is still to come."), _("Give the day as of which it is known.")),
    "places.asset_unknown": Refusal(
        _("This kind of asset is not known."), _("Choose one of the list."), words={"kind": ASSETS}
    ),
    "places.kind_unknown": Refusal(_("This kind of place is not known."), _("Choose one of the list.")),
    "places.fact_unknown": Refusal(_("The card has nine facts; this is none of them."), _("Choose one of the list.")),
    "places.fact_malformed": Refusal(
        _("%(key)s cannot be written like this."),
        _("A number without words; rates in per cent; the hand-over as a month such as 2007-03."),
        words={"key": FACTS},
    ),
    "places.month_malformed": Refusal(_("%(month)s is no month."), _("Write it like 2010-12.")),
    "places.other_compound": Refusal(_("That belongs to another compound."), _("Choose one of this compound.")),
    "places.other_community": Refusal(
        _("%(outside)s of them lie outside this community."), _("Choose dwellings and shops of this community.")
    ),
    "places.changed_meanwhile": Refusal(_("Somebody changed it a moment ago."), _("Load the page again.")),
    "places.grid_level": Refusal(_("This level of grid is not known."), _("Choose one of the list.")),
    "places.grid_parent": Refusal(
        _("%(level)s cannot lie there."),
        _("A community grid holds general grids, a general grid holds micro-grids; dedicated ones stand beside."),
        words={"level": GRID_LEVELS},
    ),
    "places.grid_name_taken": Refusal(_("The community has a grid of this name already."), _("Choose another name.")),
    "places.grid_not_lowest": Refusal(
        _("%(level)s holds grids, not dwellings."),
        _("Fill a micro-grid or a dedicated one."),
        words={"level": GRID_LEVELS},
    ),
    "places.grid_ended": Refusal(_("This grid ended on %(to_date)s."), _("Choose one that stands.")),
    "places.grid_has_children": Refusal(_("Other grids still lie in it."), _("End those first.")),
    "places.micro_grid_size": Refusal(
        _("%(members)s, not %(low)s to %(high)s"), _("Draw the grid larger or smaller; it is a warning, not a bar.")
    ),
    "places.file_too_large": Refusal(_("The table is too large."), _("Part it by province.")),
    "places.file_unreadable": Refusal(_("The table cannot be read."), _("Save it as .xlsx or UTF-8 .csv.")),
    "places.header_missing": Refusal(
        _("The table has no head."), _("Its first line names code, name, parent and kind.")
    ),
}
