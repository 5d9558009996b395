"""Who may do what with an assembly, and what must be there before its next step; each rule names its source."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from yuanba.assemblies import states
from yuanba.assemblies.models import Assembly, AssemblyDocument, Candidate, GroupMember, SupervisionEntry
from yuanba.assemblies.terms import (
    MATTERS_POSTED,
    OURS,
    OWNERS_NAME,
    SEATS_FEWEST,
    SEATS_MOST,
    TERM_LONGEST,
    TERM_SHORTEST,
    term,
)
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no, require
from yuanba.people.models import Organisation
from yuanba.places.queries import lineage

GUIDE = "assemblies.guide"
PREPARE = "assemblies.prepare"
DESK = "assemblies.desk"
FILE = "assemblies.file"
SERVE = "assemblies.serve"
CHAIR = "assemblies.chair"
COMPANY = "assemblies.company"
POSTS = "appointments carry every permission"
GROUP_SOURCE = "业主大会和业主委员会指导规则 第10条"
OWNERS_ONLY = "物业管理条例 第16条；业主大会和业主委员会指导规则 第31条"
# Who must be told before an owners' assembly votes on them; a courtyard votes on its committee alone.
DRAFTS = (AssemblyDocument.Kind.RULES, AssemblyDocument.Kind.COVENANT)


def may(actor: Actor, permissions: Collection[str], territory_id: int, now: datetime) -> Verdict:
    """One of the permissions holds in the place or above it."""
    reach = lineage(territory_id, local_date(now))
    if any(actor.holds(permission, reach) for permission in permissions):
        return YES
    return no("assemblies.not_yours", POSTS, permission=" / ".join(permissions))


def require_may(actor: Actor, permissions: Collection[str], territory_id: int, now: datetime) -> None:
    """Raises Refused("assemblies.not_yours") for whoever may not: before a file is kept."""
    require(may(actor, permissions, territory_id, now))


def happened(day: date, since: date, now: datetime) -> Verdict:
    """The day is not in the future, and not before what it follows."""
    if day > local_date(now):
        return no("assemblies.day_ahead", "dates of what happened", day=day)
    if day < since:
        return no("assemblies.day_before", "dates of what happened", day=day, since=since)
    return YES


def sizes_fit(kind: str, seats: int, years: int, on: date) -> Verdict:
    """5 to 11 seats, an odd number, for 3 to 5 years; a courtyard may begin with 3."""
    fewest = 3 if kind == Assembly.Kind.COURTYARD else term(SEATS_FEWEST, on).number
    most = term(SEATS_MOST, on)
    if not fewest <= seats <= most.number or seats % 2 == 0:
        return no("assemblies.seats", most.source, fewest=fewest, most=most.number)
    shortest, longest = term(TERM_SHORTEST, on), term(TERM_LONGEST, on)
    if not shortest.number <= years <= longest.number:
        return no("assemblies.term_years", longest.source, shortest=shortest.number, longest=longest.number)
    return YES


def kind_fits(kind: str, *, has_committee: bool) -> Verdict:
    """A first assembly or a courtyard committee where no owners' committee is in office; a renewal where one is."""
    if kind == Assembly.Kind.RENEWAL and not has_committee:
        return no("assemblies.no_committee", "换届以现任业主委员会为前提")
    if kind != Assembly.Kind.RENEWAL and has_committee:
        return no("assemblies.has_committee", "物业管理条例 第10条", kind=kind)
    return YES


def group_complete(assembly: Assembly, members: Sequence[GroupMember]) -> Verdict:
    """An odd number, owners at least half of them, and a head from the subdistrict or the community."""
    if assembly.kind == Assembly.Kind.COURTYARD and members:
        return _headed(members)
    owners = sum(one.side == GroupMember.Side.OWNER for one in members)
    if len(members) % 2 == 0:
        return no("assemblies.group_even", GROUP_SOURCE, members=len(members))
    if owners * 2 < len(members):
        return no("assemblies.group_owners", GROUP_SOURCE, owners=owners, members=len(members))
    return _headed(members)


def _headed(members: Sequence[GroupMember]) -> Verdict:
    head = next((one for one in members if one.is_lead), None)
    if head is None or head.side not in (GroupMember.Side.SUBDISTRICT, GroupMember.Side.COMMUNITY):
        return no("assemblies.group_head", GROUP_SOURCE)
    return YES


def may_stand(assembly: Assembly, *, is_member: bool, is_electorate: bool) -> Verdict:
    """Owners of the compound (in a courtyard: residents) while names are taken; who prepares the assembly stands aside."""
    if assembly.state != states.NOMINATING:
        return no("assemblies.not_nominating", OURS, state=assembly.state)
    if not is_electorate:
        if assembly.kind == Assembly.Kind.COURTYARD:
            return no("assemblies.not_resident", "院委会由本院落居民组成")
        return no("assemblies.not_owner", OWNERS_ONLY)
    return no("assemblies.in_group", "筹备组成员不作为候选人") if is_member else YES


def named_by_enough(supports: int, on: date) -> Verdict:
    row = term(OWNERS_NAME, on)
    if supports >= row.number:
        return YES
    return no("assemblies.supports_missing", row.source, have=supports, need=row.number)


def tie_told(tie: str, note: str) -> Verdict:
    """A tie is told in words that voters can read."""
    if tie == Candidate.Tie.NONE or len(note.strip()) >= 2:
        return YES
    return no("assemblies.tie_unsaid", "与物业有关联的，要向全体业主说明")


def ready_to_post(assembly: Assembly, waiting: int, admitted: int, posted: Collection[str]) -> list[Verdict]:
    """What still stands before the candidates are posted."""
    found = []
    if waiting:
        found.append(no("assemblies.unscreened", "候选人名单公布前逐一审查", waiting=waiting))
    if admitted < max(assembly.seats, 2):
        found.append(no("assemblies.too_few", "候选人不少于应选人数", admitted=admitted, seats=max(assembly.seats, 2)))
    missing = [kind for kind in DRAFTS if kind not in posted]
    if assembly.kind == Assembly.Kind.FIRST and missing:
        found.append(no("assemblies.drafts_missing", "业主大会和业主委员会指导规则 第12条", missing=missing))
    return found


def objections_answered(waiting: int) -> Verdict:
    if waiting:
        return no("assemblies.objections_open", "业主大会和业主委员会指导规则 第12条", waiting=waiting)
    return YES


def posted_in_time(posted: date | None, opens: date) -> Verdict:
    """Candidates and drafts hang out at least 15 days before the vote opens."""
    row = term(MATTERS_POSTED, opens)
    if posted is not None and (opens - posted).days >= row.number:
        return YES
    return no("assemblies.matters_short", row.source, days=row.number, posted=posted or "", opens=opens)


def result_public(ballot: Ballot | None) -> Verdict:
    """The count is published: only then does it give seats."""
    if ballot is not None and ballot.state == ballot_states.PUBLISHED:
        return YES
    return no("assemblies.result_missing", "表决结果公布后才产生委员会", state=ballot.state if ballot else "")


def meeting_valid(present: int, seats: int) -> Verdict:
    """More than half of the members are there. Source: 指导规则 第38条."""
    if present * 2 > seats:
        return YES
    return no("assemblies.meeting_too_small", "业主大会和业主委员会指导规则 第38条", present=present, seats=seats)


def not_recused(person_id: int | None, recused: Collection[int]) -> Verdict:
    """Whoever is tied to the property company stays out of its matters."""
    if person_id is not None and person_id in recused:
        return no("assemblies.recused", "与物业有关联的委员回避物业事项")
    return YES


def may_reply(entry: SupervisionEntry, organisation_ids: Collection[int]) -> Verdict:
    """The company that is named, or, where none is, any company of the compound."""
    if entry.company_id in organisation_ids or (entry.company_id is None and organisation_ids):
        return YES
    return no("assemblies.other_company", "the company that is asked")


def owners_body(body: Organisation) -> Verdict:
    """A courtyard committee holds no mandate of owners, and its members are not recalled by them."""
    if body.kind == Organisation.Kind.OWNERS_COMMITTEE:
        return YES
    return no("assemblies.courtyard_cannot", "Civil Code 278")


def limits_fit(limit_fen: int, year_limit_fen: int) -> Verdict:
    if 0 < limit_fen <= year_limit_fen:
        return YES
    return no("assemblies.limits", "授权额度", limit_fen=limit_fen, year_limit_fen=year_limit_fen)


# Our own: enough to ask what is open, too few to drown a committee of volunteers.
MOST_OPEN_QUESTIONS = 3


def asks_in_measure(waiting: int) -> Verdict:
    if waiting < MOST_OPEN_QUESTIONS:
        return YES
    return no("assemblies.asked_too_often", OURS, waiting=waiting)
