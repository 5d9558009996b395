"""Words for needs, plans, micro projects and what becomes of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanba.programmes import states
from yuanba.programmes.models import CompoundPlan, ConsultationView, Need, PlanItem

PLANS: dict[str, str | Promise] = {
    CompoundPlan.Kind.RECTIFY: _("Rectification plan"),
    CompoundPlan.Kind.IMPROVE: _("Improvement plan"),
    CompoundPlan.Kind.DEVELOP: _("Development plan"),
}
PLAN_HINTS = {
    CompoundPlan.Kind.RECTIFY: _("What has been a trouble for long"),
    CompoundPlan.Kind.IMPROVE: _("What can be better within the year"),
    CompoundPlan.Kind.DEVELOP: _("Where the compound wants to go"),
}
PLAN_STATES = {
    states.DRAFT: _("Draft of a plan"),
    states.RUNNING: _("The plan runs"),
    states.CLOSED: _("The plan is over"),
    states.DROPPED: _("Put away"),
}
PLAN_CHIPS = {states.DRAFT: "plain", states.RUNNING: "leaf", states.CLOSED: "plain", states.DROPPED: "plain"}
TRACKS = {PlanItem.Track.COMPOUND: _("In the compound"), PlanItem.Track.SHOPS: _("Shops around it")}
ITEM_STATES = {
    states.PLANNED: _("Not begun yet"),
    states.UNDER_WAY: _("Being worked on"),
    states.STALLED: _("Held up"),
    states.DONE: _("Done, waits for sign-off"),
    states.ACCEPTED: _("Done and accepted"),
    states.DROPPED: _("Will not be done"),
}
ITEM_CHIPS = {
    states.PLANNED: "plain",
    states.UNDER_WAY: "sky",
    states.STALLED: "amber",
    states.DONE: "sky",
    states.ACCEPTED: "leaf",
    states.DROPPED: "plain",
}
TOLD = {
    "start": _("The work began"),
    "stall": _("The work is held up"),
    "resume": _("The work goes on"),
    "note": _("How it stands"),
    "move_day": _("Another day"),
    "report_done": _("Reported as done"),
    "send_back": _("Sign-off refused"),
    "sign_off": _("Looked at and accepted"),
    "drop_item": _("Dropped"),
}
SOURCES = {
    Need.Source.CASES: _("From reported problems"),
    Need.Source.ROUND: _("From door-knock rounds"),
    Need.Source.MEETING: _("From a residents’ meeting"),
    Need.Source.COMMITMENT: _("Promised at a review meeting"),
    Need.Source.PROPOSAL: _("A resident’s idea"),
}
SIDES = {
    ConsultationView.Side.RESIDENTS: _("Residents"),
    ConsultationView.Side.COMMITTEE: _("Owners’ committee or special committee"),
    ConsultationView.Side.PROPERTY: _("Property company"),
    ConsultationView.Side.BRANCH: _("Party branch"),
    ConsultationView.Side.COMMUNITY: _("Community"),
    ConsultationView.Side.OFFICE: _("Subdistrict or department"),
    ConsultationView.Side.MERCHANTS: _("Shops"),
    ConsultationView.Side.EXPERT: _("Expert"),
}
SHEET_STATES = {
    states.DRAFT: _("Not settled yet"),
    states.SETTLED: _("Settled and public"),
    states.DROPPED: _("Put away"),
}
IDEA_STATES = {
    states.PROPOSED: _("Neighbours can join in"),
    states.DELIBERATING: _("To be talked over"),
    states.CHOSEN: _("Chosen, waits for a plan"),
    states.UNDER_WAY: _("In a plan"),
    states.ACCEPTED: _("Done and accepted"),
    states.DECLINED: _("Not taken up"),
    states.WITHDRAWN: _("Taken back"),
}
IDEA_CHIPS = {
    states.PROPOSED: "sky",
    states.DELIBERATING: "amber",
    states.CHOSEN: "sky",
    states.UNDER_WAY: "sky",
    states.ACCEPTED: "leaf",
    states.DECLINED: "plain",
    states.WITHDRAWN: "plain",
}
TRACES: dict[str, str | Promise] = {
    "case": _("reported problems"),
    "recurring_issue": _("problems that come again and again"),
    "round": _("door-knock rounds"),
    "category": _("categories of problems"),
    "survey": _("questionnaires"),
    "micro_project": _("residents’ ideas"),
    "notice": _("public notices"),
    "entry": _("award entries"),
}
