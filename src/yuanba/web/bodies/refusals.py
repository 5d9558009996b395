"""Words for what bodies, their seats, task forces and words to whoever serves refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.bodies.labels import CAPACITIES, WORD_KINDS, WORD_STATES
from yuanba.web.people.labels import ORGANISATION_KINDS
from yuanba.web.places.labels import KINDS
from yuanba.web.refusals import Refusal

FOUNDER = _("The subdistrict's organiser")

REFUSALS = {
    "people.body_place": Refusal(
        _("%(kind)s does not stand in a place of this kind (%(place)s)."),
        _("Choose a place of the right kind."),
        words={"kind": ORGANISATION_KINDS, "place": KINDS},
    ),
    "people.body_decision": Refusal(
        _("Such a body rests on a decision."),
        _("Write who decided it and on which day; the number if it has one."),
        FOUNDER,
    ),
    "people.body_purpose": Refusal(
        _("It is not said what the body is for."), _("Write its duties in a sentence or two.")
    ),
    "people.body_term": Refusal(_("Such a body has a term."), _("Give the day on which the term is over.")),
    "people.body_building": Refusal(_("Such a group serves one building."), _("Choose the building.")),
    "people.body_exists": Refusal(
        _("This compound has such a body already."), _("End that one first, or fill its seats."), FOUNDER
    ),
    "people.organ_exists": Refusal(
        _("The committee has an organ for this already."), _("Change the duties of that one instead.")
    ),
    "people.capacity_unknown": Refusal(
        _("It is not known as what the person sits there."),
        _("Choose one of the list."),
        words={"capacity": CAPACITIES},
    ),
    "people.secondment_open_ended": Refusal(
        _("Whoever is seconded comes from a unit, from a day, until a day."), _("Give the last day as well.")
    ),
    "people.party_needs_consent": Refusal(
        _("That somebody is a party member is kept only if that person agrees to it."),
        _("Ask the person and tick it, or let the person sit there as a resident."),
    ),
    "people.no_office": Refusal(
        _("No residents' committee or office is registered here, in whose name somebody could serve."),
        _("Let the security administrator register it first."),
        FOUNDER,
    ),
    "people.words_missing": Refusal(_("Nothing is written yet."), _("Write a sentence.")),
    "people.day_ahead": Refusal(_("%(day)s is still to come."), _("Give a day that has come.")),
    "people.day_past": Refusal(_("%(day)s is over."), _("Choose a day that lies ahead.")),
    "people.lead_exists": Refusal(_("Another unit leads this task force."), _("End that line first.")),
    "people.unit_exists": Refusal(_("This unit belongs to the task force already."), _("Nothing needs to be done.")),
    "people.unit_ended": Refusal(
        _("This unit left the task force on %(to_date)s."), _("Choose one that belongs to it.")
    ),
    "people.unit_has_tasks": Refusal(
        _("This unit still has tasks to do."), _("Report them done, or give them to another.")
    ),
    "people.task_done": Refusal(_("It was reported done on %(day)s."), _("Nothing needs to be done.")),
    "people.word_kind": Refusal(
        _("Thanks, a question or a complaint: choose one."), _("Choose one of the three."), words={"kind": WORD_KINDS}
    ),
    "people.word_not_yours": Refusal(
        _("Only residents of the place write to whoever serves there."),
        _("Confirm once who you are; then you can write to whoever serves your own compound."),
        status=403,
        link=(_("Confirm who I am"), "people:verify"),
    ),
    "people.word_gone": Refusal(
        _("This person does not serve here any more."), _("See who serves here now and write to them.")
    ),
    "people.words_enough": Refusal(
        _("You wrote %(most)s times within a day; that is the most."),
        _("Write again tomorrow, or call the service desk today."),
        status=429,
    ),
    "people.word_not_for_you": Refusal(
        _("This was not written to you."),
        _("Whoever it was written to answers it; a complaint is answered by the supervisor."),
        status=403,
    ),
    "word.no_such_move": Refusal(
        _("This was answered already."),
        _("Load the page again; the answer stands there."),
        words={"state": WORD_STATES},
    ),
}
