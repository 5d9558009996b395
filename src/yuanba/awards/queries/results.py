"""What came of it: winners, breakdowns, certificates. Nothing is public before it was put on notice or published."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from yuanba.awards.models import Campaign, Certificate, Entry, Title

ON_NOTICE = ("PROPOSED", "NAMED", "CLOSED")
NAMED = ("NAMED", "CLOSED")


def proposed_list(campaign: Campaign) -> QuerySet[Title]:
    """The titles on notice or named, by category and tier; empty before the list is public."""
    rows = campaign.titles.filter(state__in=["PROPOSED", "NAMED"]).select_related("entry")
    ordered = rows.order_by("category", "tier", "place")
    return ordered if campaign.state in ON_NOTICE else ordered.none()


def winners(campaign: Campaign) -> QuerySet[Title]:
    """The named titles, by category and tier; empty before the decision is published."""
    rows = campaign.titles.filter(state="NAMED").select_related("entry", "certificate")
    return rows.order_by("category", "tier", "place") if campaign.state in NAMED else rows.none()


def breakdown(entry: Entry) -> dict[str, Any] | None:
    """How the entry's place came about, stage by stage, for its applicant; None before the list is public."""
    if entry.campaign.state not in ON_NOTICE:
        return None
    ranking = entry.campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    for document in ranking.snapshot["categories"] if ranking else ():
        for row in (*document["rows"], *document["unranked"]):
            if row["entry"] == entry.code:
                return {**row, "category": document["category"], "ranking": ranking.sha256 if ranking else ""}
    return None


@dataclass(frozen=True)
class Verified:
    """What the site says about a certificate's code. A revoked one says so and since when."""

    certificate: Certificate
    title: Title
    is_valid: bool


def verify_certificate(code: str) -> Verified | None:
    """The certificate with this code or number, if it was issued; None for any other. A number says no more than a code
    does: no name."""
    rows = Certificate.objects.select_related("title__entry__campaign", "title__decision")
    asked = code.strip().upper()
    found = rows.filter(code=asked).first() or rows.filter(number=asked).first()
    if found is None or found.title.entry.campaign.state not in NAMED:
        return None
    return Verified(found, found.title, found.title.state == "NAMED")


@dataclass(frozen=True)
class CategoryTotal:
    """How many awards of a category were given, how many places stayed empty, and the sum in fen."""

    category: str
    count: int
    empty: int
    amount_fen: int


def totals(campaign: Campaign) -> tuple[CategoryTotal, ...]:
    """Per category of the newest final ranking, for staff. Winners come from titles that hold."""
    ranking = campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    held: dict[str, list[int]] = {}
    for category, prize in campaign.titles.filter(state__in=["PROPOSED", "NAMED"]).values_list("category", "prize_fen"):
        held.setdefault(category, []).append(prize)
    return tuple(
        CategoryTotal(
            document["category"],
            len(held.get(document["category"], [])),
            sum(document["empty"].values()),
            sum(held.get(document["category"], [])),
        )
        for document in (ranking.snapshot["categories"] if ranking else ())
    )


def winners_changed_without_vote(campaign: Campaign) -> int:
    """How many winners would not have won had the vote weighed nothing; 0 before there is a ranking."""
    ranking = campaign.rankings.filter(purpose="FINAL").order_by("-number").first()
    documents = ranking.snapshot["categories"] if ranking else []
    return sum(int(document["without_vote"]["changed"]) for document in documents)
