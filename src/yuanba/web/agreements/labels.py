"""Words for texts, their versions, comments and signatures."""

from django.utils.translation import gettext_lazy as _

from yuanba.agreements import states
from yuanba.agreements.models import Agreement

KINDS = {
    Agreement.Kind.COVENANT: _("Neighbours’ covenant"),
    Agreement.Kind.RESIDENTS_PACT: _("Residents’ pact"),
    Agreement.Kind.MANAGEMENT_RULES: _("Management rules of the owners"),
    Agreement.Kind.PROCEDURE: _("Rules of procedure"),
    Agreement.Kind.DISCLOSURE: _("What is told on moving in"),
    Agreement.Kind.COBUILDING: _("Co-building agreement"),
    Agreement.Kind.OTHER: _("Another text"),
}
# On paper, in Chinese whatever the page speaks.
KINDS_ON_PAPER = {
    Agreement.Kind.COVENANT: "邻里公约",
    Agreement.Kind.RESIDENTS_PACT: "居民公约",
    Agreement.Kind.MANAGEMENT_RULES: "管理规约",
    Agreement.Kind.PROCEDURE: "议事规则",
    Agreement.Kind.DISCLOSURE: "进驻告知",
    Agreement.Kind.COBUILDING: "共建协议",
    Agreement.Kind.OTHER: "约定",
}
SIGNERS = {
    Agreement.Signers.RESIDENTS: _("Everybody who lives or owns here"),
    Agreement.Signers.OWNERS: _("Owners"),
    Agreement.Signers.PARTIES: _("Organisations, on paper with their seal"),
    Agreement.Signers.NOBODY: _("Nobody: it holds by the decision alone"),
}
STATES = {
    states.DRAFT: _("Draft of a text"),
    states.COMMENT: _("Comments are asked for"),
    states.SETTLING: _("Comments are being answered"),
    states.ADOPTED: _("Adopted"),
    states.SUPERSEDED: _("Replaced by a newer version"),
    states.ENDED: _("No longer holds"),
    states.REJECTED: _("Not adopted"),
    states.WITHDRAWN: _("Given up"),
}
CHIPS = {
    states.DRAFT: "plain",
    states.COMMENT: "amber",
    states.SETTLING: "amber",
    states.ADOPTED: "leaf",
    states.SUPERSEDED: "plain",
    states.ENDED: "plain",
    states.REJECTED: "brick",
    states.WITHDRAWN: "brick",
}
REMARKS = {
    states.FILED: _("Waits for its answer"),
    states.ACCEPTED: _("The comment is accepted"),
    states.DECLINED: _("Not accepted"),
    states.WITHDRAWN: _("Taken back"),
}
REMARK_CHIPS = {states.FILED: "amber", states.ACCEPTED: "leaf", states.DECLINED: "plain", states.WITHDRAWN: "plain"}
VERBS = {
    "draft": _("Drafted"),
    "open_comments": _("Put up for comments"),
    "close_comments": _("Comments closed"),
    "reopen_comments": _("Put up for comments again"),
    "adopt": _("Adopted"),
    "reject": _("Not adopted"),
    "withdraw": _("Given up"),
    "supersede": _("Replaced by a newer version"),
    "end": _("Ended"),
}
