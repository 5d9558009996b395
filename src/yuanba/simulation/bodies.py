"""The companies, party branches, committees and groups that enter, and what the registers say of some of them."""

from datetime import date, datetime, timedelta

from yuanba.awards.models import Entry
from yuanba.awards.playbook.model import Criterion, applies
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.oversight import actions as oversight
from yuanba.people import actions as people
from yuanba.people.models import Organisation, OrganisationTerm
from yuanba.simulation.show import Show
from yuanba.simulation.world import SINCE, CompoundMade

# What a sub-kind's key may sound like → which kind of body that is. Unknown keys are social organisations.
SOUNDS = (
    ("property", "PROPERTY_COMPANY", "物业服务有限公司"),
    ("party", "PARTY_ORGANISATION", "小区党支部"),
    ("branch", "PARTY_ORGANISATION", "小区党支部"),
    ("self_organised", "SELF_ORGANISED_GROUP", "邻里互助队"),
    ("group", "SELF_ORGANISED_GROUP", "邻里互助队"),
    ("committee", "OWNERS_COMMITTEE", "业主委员会"),
    ("autonomy", "OWNERS_COMMITTEE", "业主委员会"),
    ("self_governance", "OWNERS_COMMITTEE", "业主委员会"),
)
LISTS = ("ABNORMAL_LIST", "DISHONESTY_LIST")


def organisation(show: Show, kind_key: str, home: CompoundMade, now: datetime) -> Organisation:
    """A new body of the sub-kind at home in the compound; a company has its file and serves two compounds."""
    kind, suffix = next(
        ((kind, words) for sound, kind, words in SOUNDS if sound in kind_key),
        ("SOCIAL_ORGANISATION", "社会工作服务中心"),
    )
    maker = system("simulation")
    made = people.found_organisation(
        kind=kind,
        name=f"{show.world.inventor.brand(show.world.brands)}{suffix}",
        territory_id=show.world.street.pk if kind == "PROPERTY_COMPANY" else home.territory.pk,
        founded_date=SINCE,
        actor=maker,
        now=now,
    )
    if kind == "OWNERS_COMMITTEE":
        people.open_term(organisation_id=made.pk, from_date=local_date(now) - timedelta(days=700), actor=maker, now=now)
    if kind == "PROPERTY_COMPANY":
        officer = show.world.officer("HOUSING_OFFICER", now)
        company = oversight.open_company_file(organisation_id=made.pk, actor=officer, now=now)
        for compound in {home.territory.pk, show.random.choice(show.world.compounds).territory.pk}:
            oversight.start_project(
                company_id=company.pk, compound_id=compound, from_date=SINCE, actor=officer, now=now
            )
    return made


def checked_by_register(show: Show, entry: Entry) -> list[Criterion]:
    """The criteria of this entry that ask a register of bodies."""
    category = show.playbook.category(entry.category)
    return [
        one
        for one in category.criteria_for(entry.kind)
        if one.check is not None and set(one.check.registers) != {"FEE_STATUS"} and applies(one, entry.kind)
    ]


def plant_records(show: Show, *, share: int, now: datetime) -> None:
    """Some bodies that entered have something on a register within the look-back: they may not win."""
    rows = Entry.objects.filter(campaign=show.campaign, nominee_organisation__isnull=False).select_related(
        "nominee_organisation"
    )
    candidates = [(entry, found) for entry in rows.order_by("pk") if (found := checked_by_register(show, entry))]
    wanted = max(1, show.entries_wanted * share // 100) if candidates else 0
    for entry, criteria in show.random.sample(candidates, min(wanted, len(candidates))):
        register(show, entry, criteria[0], now)
        twins = rows.filter(nominee_organisation=entry.nominee_organisation).values_list("pk", flat=True)
        show.planted.ineligible |= set(twins)


def register(show: Show, entry: Entry, criterion: Criterion, now: datetime) -> None:
    assert criterion.check is not None and entry.nominee_organisation_id is not None, "chosen so"
    kind = show.random.choice([one for one in criterion.check.registers if one != "FEE_STATUS"])
    terms = OrganisationTerm.objects.filter(organisation_id=entry.nominee_organisation_id).order_by("-number")
    term = terms.first() if kind == "INFRINGEMENT" else None
    happened: date = local_date(now) - timedelta(days=show.random.randrange(40, 600))
    oversight.register(
        entry=oversight.Entry(
            kind=kind,
            organisation_id=entry.nominee_organisation_id,
            happened_date=happened,
            issuer="主管部门",
            document_no=f"模拟〔{happened.year}〕{show.random.randrange(1, 99)}号",
            severity="SERIOUS" if kind == "SAFETY_INCIDENT" else "",
            compound_id=None,
            term_id=term.pk if term else None,
        ),
        actor=show.world.officer("HOUSING_OFFICER", now),
        now=now,
    )


def vouch_for_registers(show: Show, now: datetime) -> None:
    """The housing office states that its registers are complete for the look-back."""
    kinds = {
        register
        for category in show.playbook.categories
        for criterion in (*category.criteria, *(one for kind in category.kinds for one in kind.criteria))
        if criterion.check is not None
        for register in criterion.check.registers
        if register != "FEE_STATUS"
    }
    for kind in sorted(kinds):
        oversight.confirm_coverage(
            kind=kind,
            territory_id=show.world.street.pk,
            first_date=SINCE,
            last_date=local_date(now),
            source="主管部门台账（模拟）",
            actor=show.world.officer("HOUSING_OFFICER", now),
            now=now,
        )
