"""Words for what assemblies refuse."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.assemblies.labels import DOCUMENTS, PURPOSES
from yuanba.web.assemblies.renovation_refusals import RENOVATION
from yuanba.web.refusals import Refusal

STREET = _("The subdistrict")
GROUP = _("The preparatory group")
LIST = (_("See all assemblies"), "assemblies:index")

FORMING = {
    "assemblies.unknown": Refusal(
        _("There is no such assembly."), _("See which ones there are."), STREET, status=404, link=LIST
    ),
    "assemblies.not_yours": Refusal(
        _("Your appointment does not allow this here."),
        _("Ask whoever holds the post for this place."),
        STREET,
        status=403,
    ),
    "assemblies.seats": Refusal(
        _("A committee has %(fewest)s to %(most)s seats, an odd number."), _("Change the number of seats."), STREET
    ),
    "assemblies.term_years": Refusal(
        _("A term lasts %(shortest)s to %(longest)s years."), _("Change the years of the term."), STREET
    ),
    "assemblies.no_committee": Refusal(
        _("There is no owners’ committee whose term could change."), _("Begin a first owners’ assembly."), STREET
    ),
    "assemblies.has_committee": Refusal(
        _("An owners’ committee is in office here; there is one only."),
        _("Where its term ends, begin a change of term."),
        STREET,
    ),
    "assemblies.under_way": Refusal(
        _("An assembly is under way in this compound already."), _("Go on with that one, or call it off."), STREET
    ),
    "assemblies.day_ahead": Refusal(_("%(day)s is still to come."), _("Enter the day when it has happened."), GROUP),
    "assemblies.day_before": Refusal(
        _("%(day)s lies before %(since)s, which it follows."), _("Look at the day again."), GROUP
    ),
    "assemblies.group_posted": Refusal(
        _("The list of the group is posted and stays."), _("Call the assembly off if it must be another group."), STREET
    ),
    "assemblies.group_even": Refusal(
        _("The group has %(members)s members; the number must be odd."), _("Add a member or take one off."), STREET
    ),
    "assemblies.group_owners": Refusal(
        _("%(owners)s of %(members)s members are owners; it must be at least half."), _("Add owners."), STREET
    ),
    "assemblies.group_head": Refusal(
        _("The group has no head from the subdistrict or the community."), _("Add the head."), STREET
    ),
    "assemblies.member_twice": Refusal(
        _("This name is in the group already, or there is a head already."), _("Look at the list."), STREET
    ),
    "assemblies.name_missing": Refusal(_("The name is missing."), _("Fill it in."), STREET),
    "assemblies.drafts_fixed": Refusal(
        _("The drafts are posted, and owners read them; they no longer change."),
        _("Post another paper beside them."),
        GROUP,
    ),
    "assemblies.no_reason": Refusal(_("This needs a reason."), _("Write one sentence that says why."), GROUP),
    "assemblies.ballot_runs": Refusal(
        _("The vote of this assembly is announced."), _("Annul it on its own page first, with a reason."), STREET
    ),
}
STANDING = {
    "assemblies.not_nominating": Refusal(
        _("Names are not taken now."), _("The page of the assembly says how far it is."), GROUP, link=LIST
    ),
    "assemblies.not_owner": Refusal(
        _("This is for owners of the compound, by the roll of today."),
        _("If the roll is wrong, bring the certificate to the service desk of your community."),
        status=403,
    ),
    "assemblies.not_resident": Refusal(
        _("This is for people who live in the compound, by the roll of today."),
        _("If the roll is wrong, ask at the service desk of your community."),
        status=403,
    ),
    "assemblies.in_group": Refusal(
        _("Whoever prepares the election does not stand in it."), _("Leave the group before its list is posted."), GROUP
    ),
    "assemblies.tie_unsaid": Refusal(
        _("A tie to the property company is told to all voters."), _("Write which company, or which relative."), GROUP
    ),
    "assemblies.named_already": Refusal(
        _("This person is on the list of candidates already."), _("Nothing needs to be done."), GROUP
    ),
    "assemblies.no_candidate": Refusal(_("There is no such candidate."), _("Look at the list."), GROUP, status=404),
    "assemblies.not_by_neighbours": Refusal(
        _("This candidate needs no signatures."), _("Nothing needs to be done."), GROUP
    ),
    "assemblies.signed_already": Refusal(
        _("A signature for this home is there already."), _("Each owner signs once."), GROUP
    ),
    "assemblies.supports_missing": Refusal(
        _("There are %(have)s of %(need)s signatures."), _("Collect the rest."), GROUP
    ),
    "assemblies.own_case": Refusal(
        _("This is about yourself."), _("Another member of the group does it."), GROUP, status=403
    ),
    "assemblies.called_already": Refusal(
        _("The vote is called, and the name stands on its sheet."),
        _("Tell the head of the group; the name is taken off on the page of the ballot."),
        GROUP,
    ),
    "assemblies.objected_already": Refusal(
        _("You have objected already."), _("Wait for the answer on this page."), GROUP
    ),
    "assemblies.too_late_to_object": Refusal(
        _("Objections come before the vote is called."), _("Objections to the roll go to the page of the vote."), GROUP
    ),
    "assemblies.answered": Refusal(_("It is answered already."), _("Nothing needs to be done."), GROUP),
}
VOTING = {
    "assemblies.unscreened": Refusal(_("%(waiting)s candidates wait for screening."), _("Screen them."), GROUP),
    "assemblies.too_few": Refusal(
        _("%(admitted)s candidates stand for %(seats)s seats."), _("Take more names first."), GROUP
    ),
    "assemblies.drafts_missing": Refusal(
        _("These drafts are not posted yet: %(missing)s."),
        _("Post them: only what is posted is voted on."),
        GROUP,
        words={"missing": DOCUMENTS},
    ),
    "assemblies.objections_open": Refusal(
        _("%(waiting)s objections wait for an answer."), _("Answer them in writing."), GROUP
    ),
    "assemblies.matters_short": Refusal(
        _("Candidates and drafts hang out at least %(days)s days before the vote opens."),
        _("Choose a later opening."),
        GROUP,
    ),
    "assemblies.consent_by_street": Refusal(
        _("Only the subdistrict enters the authority’s consent."),
        _("Leave the number out, or let the subdistrict call the vote."),
        STREET,
        status=403,
    ),
    "assemblies.no_law": Refusal(
        _("For %(day)s no threshold of the law is entered."), _("Tell whoever looks after the platform."), STREET
    ),
    "assemblies.result_missing": Refusal(
        _("The result of the vote is not published yet."), _("Count and publish it on the page of the ballot."), GROUP
    ),
    "assemblies.meeting_too_small": Refusal(
        _("%(present)s of %(seats)s members were there; more than half are needed."), _("Meet again."), STREET
    ),
    "assemblies.chair_unknown": Refusal(
        _("Chair and vice chairs are different members of the committee."), _("Choose again."), STREET
    ),
    "assemblies.number_missing": Refusal(_("The number of the filing is missing."), _("Fill it in."), STREET),
}
COMMITTEE = _("The committee")
WORKING = {
    "assemblies.seat_over": Refusal(
        _("This seat has ended, or there is no such seat."), _("Look at the list of members."), COMMITTEE
    ),
    "assemblies.two_sign": Refusal(
        _("Whoever gives does not sign for receiving."), _("Let another member sign."), COMMITTEE, status=403
    ),
    "assemblies.nobody_in_office": Refusal(
        _("No committee is in office in this compound."),
        _("Ask the subdistrict to prepare a first owners’ assembly."),
        STREET,
    ),
    "assemblies.courtyard_cannot": Refusal(
        _("A courtyard committee cannot do this; the law leaves it to the owners."),
        _("Ask the subdistrict to prepare a first owners’ assembly."),
        STREET,
    ),
    "assemblies.courtyard_spends": Refusal(
        _("A courtyard committee has no mandate of the owners to spend their money."),
        _("Ask the subdistrict to prepare a first owners’ assembly."),
        STREET,
    ),
    "assemblies.no_mandate": Refusal(
        _("The owners gave no mandate for this: %(purpose)s."),
        _("Ask the owners’ assembly before you spend."),
        COMMITTEE,
        words={"purpose": PURPOSES},
    ),
    "assemblies.beyond_limit": Refusal(
        _("This is more than the owners allow for one expense."),
        _("Ask the owners’ assembly before you spend."),
        COMMITTEE,
    ),
    "assemblies.beyond_year": Refusal(
        _("With what was spent this year it is more than the owners allow."),
        _("Ask the owners’ assembly before you spend."),
        COMMITTEE,
    ),
    "assemblies.limits": Refusal(
        _("The limit for a year is at least that for one expense."), _("Look at both numbers again."), COMMITTEE
    ),
    "assemblies.recused": Refusal(
        _("You are tied to the property company, and stay out of its matters."),
        _("Another member does it."),
        COMMITTEE,
        status=403,
    ),
    "assemblies.other_company": Refusal(
        _("Another company is asked."), _("Leave it to that company."), COMMITTEE, status=403
    ),
    "assemblies.asked_too_often": Refusal(
        _("%(waiting)s of your questions wait for an answer."), _("Ask again when they are answered."), COMMITTEE
    ),
    "assemblies.recall_runs": Refusal(
        _("A demand for a recall is under way in this compound."), _("Sign that one, or wait until it is over."), STREET
    ),
    "assemblies.not_collecting": Refusal(
        _("Signatures are not collected any more."), _("See how far the demand is."), STREET
    ),
}
DUTIES = {
    "assemblies.duty_not_late": Refusal(
        _("The committee has not let this lie: its time is not over, or it is being done."),
        _("Look at the committee's page. Orders are for what is late."),
        STREET,
    ),
    "assemblies.ordered_already": Refusal(
        _("This was ordered already."), _("Wait for the day of that order, or take it back first."), STREET
    ),
    "assemblies.order_too_short": Refusal(
        _("The committee needs some days. The order runs until %(least)s at least."), _("Choose a later day."), STREET
    ),
    "assemblies.order_runs": Refusal(
        _("The committee still has time until %(due)s."), _("Take it over after that day."), STREET
    ),
    "assemblies.duty_done": Refusal(
        _("It has been done meanwhile."), _("There is nothing to take over. The order ends by itself."), STREET
    ),
    "assemblies.no_order": Refusal(
        _("There is no such order."), _("Open the committee's page and go on from there."), STREET, status=404
    ),
    "duty_order.no_such_move": Refusal(
        _("This order is over."), _("Open the committee's page to see where it stands."), STREET
    ),
}
REFUSALS = DUTIES | FORMING | STANDING | VOTING | WORKING | RENOVATION
