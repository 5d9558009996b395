"""From the ranking to the names: notices, objections, the decision, titles, certificates, prizes."""

from typing import Any

from django.urls import reverse

from yuanba.awards.models import Campaign, Title
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.listing import unheeded
from yuanba.publicity import queries as publicity
from yuanba.publicity.models import Notice
from yuanba.web.awards.labels import CAUSES, DECISION_STATES, ENTRY_STATES, TITLE_STATES
from yuanba.web.awards.staff.context import actor_words, address, group_name


def list_context(campaign: Campaign) -> dict[str, Any]:
    """What stands around the ranking: stages that wait, the lot, notices, the decision, the prize list."""
    waiting = campaign.stage_runs.exclude(kind="PUBLICITY").exclude(state="CLOSED").count()
    decision = campaign.decisions.exclude(state="SET_ASIDE").order_by("-pk").first()
    hand = getattr(campaign, "prize_hand_over", None)
    return {
        "stages_waiting": waiting,
        "lot": campaign.lot,
        "notices": notices(campaign),
        "to_amend": len(unheeded(campaign)) if campaign.state == "PROPOSED" else 0,
        "decision": decision_row(decision) if decision else None,
        "prizes_url": address("funds:prize_list", hand.prize_list_id) if hand else "",
        "is_handed": hand is not None,
        "titles_count": campaign.titles.filter(state__in=["PROPOSED", "NAMED"]).count(),
    }


def notices(campaign: Campaign) -> list[dict[str, Any]]:
    """Each notice of the list with its last day and its objections as counts."""
    found = []
    for row in campaign.list_notices.order_by("number"):
        notice = Notice.objects.get(pk=row.notice_id)
        counts = publicity.objection_counts(notice)
        found.append(
            {
                "number": row.number,
                "title": notice.title,
                "opens": notice.opens_at,
                "closes": getattr(notice, "closes_at", None),
                "state": notice.state,
                "filed": counts.filed,
                "undecided": counts.undecided,
                "upheld": counts.upheld,
                "url": address("publicity:desk_notice", notice.pk),
            }
        )
    return found


def decision_row(decision: Any) -> dict[str, Any]:
    names = actor_words({decision.drafted_by, decision.approved_by} - {""})
    return {
        "pk": decision.pk,
        "number": decision.number,
        "state": decision.state,
        "label": DECISION_STATES[decision.state],
        "drafted_by": names.get(decision.drafted_by, ""),
        "drafted_at": decision.drafted_at,
        "approved_by": names.get(decision.approved_by, ""),
        "approved_at": decision.approved_at,
        "url": reverse("awards:decision_file", args=[decision.pk]) if decision.document_file_id else "",
    }


def title_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Every honour with its certificate and whether somebody asked to take it back. One query."""
    playbook = playbook_of(campaign)
    rows = campaign.titles.select_related("entry", "certificate", "revocation").order_by("category", "tier", "place")
    return [_title(row, playbook) for row in rows]


def _title(row: Title, playbook: Any) -> dict[str, Any]:
    asked = getattr(row, "revocation", None)
    certificate = getattr(row, "certificate", None)
    return {
        "pk": row.pk,
        "name": f"《{row.entry.title}》 {row.entry.nominee_name}" if row.entry.title else row.entry.nominee_name,
        "group": group_name(playbook, row.category, row.entry.kind),
        "prize_fen": row.prize_fen,
        "state": row.state,
        "label": ENTRY_STATES["REMOVED"] if row.entry.state == "REMOVED" else TITLE_STATES[row.state],
        "number": certificate.number if certificate else "",
        "asked": asked.reason if asked is not None and asked.decided_at is None else "",
        "ended_reason": CAUSES.get(row.ended_reason, row.ended_reason),
    }
