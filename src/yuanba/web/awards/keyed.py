"""What an entry's form says, by its labels and in the order of the paper form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.awards.models import Entry
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.agreed import fee_consent
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards.entering.drafting import asks_fees
from yuanba.web.awards.entering.forms import NAMES, SEXES
from yuanba.web.awards.fields import MONTH
from yuanba.web.filters import mask

Row = tuple[str, str]

FORM_LABELS = {
    "sex": gettext_lazy("Sex"),
    "birth_month": gettext_lazy("Year and month of birth"),
    "building": gettext_lazy("Building"),
    "political_status": gettext_lazy("Political status"),
    "founded": gettext_lazy("Founded in"),
    "leader": gettext_lazy("Who leads it"),
    "size": gettext_lazy("How many people"),
    "period": gettext_lazy("When"),
}
# Between name and place as the paper has them (documents/texts.py, FORM_FIELDS).
BEFORE_PLACE = {
    "PERSON": ("sex", "birth_month"),
    "ORGANISATION": ("founded", "leader"),
    "CASE": (),
    "WORK": (),
}
AFTER_PLACE = {
    "PERSON": ("building", "political_status"),
    "ORGANISATION": ("size",),
    "CASE": ("period",),
    "WORK": (),
}
MONTHS = ("birth_month", "founded")


def form_row(key: str, value: str) -> Row:
    """A further field of the form with its label; months and the sex in words."""
    month = MONTH.fullmatch(value) if key in MONTHS else None
    if month is not None:
        value = _("%(month)s/%(year)s") % {"year": month[1], "month": int(month[2] or month[3])}
    if key == "sex":
        value = str(dict(SEXES).get(value, value))
    return str(FORM_LABELS.get(key, key)), value


def further(entry: Entry) -> list[Row]:
    """The fields of the form besides name, place and contact, as far as they are filled, in the paper's order."""
    ordered = {key: entry.form[key] for key in FORM_LABELS if entry.form.get(key)}
    return [form_row(key, str(value)) for key, value in (ordered | entry.form).items() if value]


def every_field(entry: Entry) -> list[Row]:
    """Each line of the paper with what was keyed in; a line left empty says so, since the paper may not be.

    The phone is shown whole only as long as it is to be compared: the paper beside it shows it too.
    """
    nominee = playbook_of(entry.campaign).category(entry.category).nominee
    titles = {"CASE": _("Title of the case"), "WORK": _("Title of the work")}
    rows = [(titles[nominee], entry.title)] if nominee in titles else []
    phone = entry.contact_phone if entry.state == "RECEIVED" else mask(entry.contact_phone, "mobile")
    rows.append((str(NAMES[nominee]), entry.nominee_name))
    rows += [form_row(key, str(entry.form.get(key, ""))) for key in BEFORE_PLACE[nominee]]
    rows += [(_("Whom to call"), entry.contact_name), (_("Mobile number"), phone)]
    on = local_date(clock.now())
    rows.append((_("Compound or community"), places.full_name_at(entry.nominee_territory_id, on)))
    areas = entry.service_areas.values_list("territory_id", flat=True).order_by("pk")
    if areas:
        rows.append((_("Compounds that are served"), _(", ").join(places.name_at(one, on) for one in areas)))
    rows += [form_row(key, str(entry.form.get(key, ""))) for key in AFTER_PLACE[nominee]]
    shown = {*BEFORE_PLACE[nominee], *AFTER_PLACE[nominee]}
    rows += [form_row(key, str(value)) for key, value in entry.form.items() if key not in shown]
    rows += work(entry)
    return [(label, value or _("(left empty)")) for label, value in [*rows, *fees(entry)]]


def work(entry: Entry) -> list[Row]:
    """Where and when the work of a communication award appeared; nothing for other honours."""
    found = []
    for one in entry.works.order_by("pk"):
        read = f"{one.reach} {one.reach_unit} · {dates.day(one.reach_date)}" if one.reach is not None else ""
        found += [
            (_("Where it appeared"), one.outlet),
            (_("First published on"), dates.day(one.published_date) if one.published_date else ""),
            (_("Web address"), one.address),
            (_("How often it was read or played"), read),
        ]
    return found


def fees(entry: Entry) -> list[Row]:
    """Whether the box for asking the property company was ticked, where the paper has one."""
    if not asks_fees(playbook_of(entry.campaign).category(entry.category)):
        return []
    ticked = _("agreed: ticked") if fee_consent(entry) else _("not ticked")
    return [(_("Ask the property company about the fees"), ticked)]
