"""Words for panels, sheets and the ends of a scale."""

from django.utils.translation import gettext_lazy as _

PANELS = {
    "DRAFT": _("Being set up"),
    "POOL_ANNOUNCED": _("Pool announced, draw to come"),
    "DRAWN": _("Drawn, chair to be named"),
    "SEATED": _("Seated, conflicts are declared"),
    "OPEN": _("Scoring"),
    "CLOSED": _("Closed, minutes due"),
    "CONCLUDED": _("Concluded"),
    "DISSOLVED": _("Dissolved"),
}
PANEL_KINDS = {
    "DRAFT": "plain",
    "POOL_ANNOUNCED": "sky",
    "DRAWN": "sky",
    "SEATED": "amber",
    "OPEN": "leaf",
    "CLOSED": "amber",
    "CONCLUDED": "leaf",
    "DISSOLVED": "brick",
}
SHEETS = {
    "DRAFT": _("Not handed in"),
    "SUBMITTED": _("Handed in"),
    "RETURNED": _("Returned by the chair"),
    "VOID": _("Does not count"),
}
SHEET_KINDS = {"DRAFT": "amber", "SUBMITTED": "leaf", "RETURNED": "brick", "VOID": "plain"}
CONFLICTS = {
    "SAME_ORGANISATION": _("works for the same body"),
    "DWELLING_IN_COMPOUND": _("lives or owns in the compound"),
    "RELATIVE": _("is a relative"),
    "DECLARED": _("declared it"),
}
ANCHORS = (_("nothing of it"), _("as one may expect"), _("outstanding"))
PAPER = {
    "0": _("Not keyed"),
    "1": _("Keyed once"),
    "2": _("The two readings differ"),
    "IN": _("Handed in"),
}
PAPER_KINDS = {"0": "plain", "1": "sky", "2": "brick", "IN": "leaf"}
