"""What the first page offers from the awards: running campaigns, and what of one's own waits."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.awards.models import EntryDraft
from yuanba.awards.queries import applicant
from yuanba.awards.queries import showing as public
from yuanba.funds import queries as funds
from yuanba.web import clock, dates
from yuanba.web.awards.applicant_labels import CAMPAIGN_CHIPS, CAMPAIGN_STATES
from yuanba.web.awards.campaign_page import now_of
from yuanba.web.awards.words import honour_of, title_of
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """Running campaigns, one query and their stages; for whoever is signed in also entries to be mended and drafts."""
    found = [*_own(request)] if request.user.is_authenticated else []
    now = clock.now()
    for campaign in public.running():
        line = now_of(campaign, now)
        about = reverse("awards:campaign", args=[campaign.code])
        # Whoever may vote or answer is asked by the vote's or the survey's own card.
        acts = bool(line and line.url) and not (line.own_card and request.user.is_authenticated)
        found.append(
            Card(
                title=title_of(campaign),
                when=line.when if line else "",
                what=line.what if line else "",
                chip=CAMPAIGN_STATES[campaign.state],
                chip_kind=CAMPAIGN_CHIPS[campaign.state],
                url=line.url if line and acts else about,
                action=line.action if line and acts else _("See what it is about"),
                more=(_("About the campaign"), about) if acts else None,
                order=20 if acts else 30,
            )
        )
    return found


def _own(request: HttpRequest) -> Sequence[Card]:
    actor = request.actor  # type: ignore[attr-defined]
    prize = funds.waiting_for_payee(actor.person_id).first() if actor.person_id is not None else None
    mine = reverse("awards:my_entries")
    found = []
    if prize is not None:
        found.append(
            Card(
                title=_("You are honoured: your prize waits"),
                text=prize.prize_list.title,
                chip=_("Your turn"),
                chip_kind="amber",
                url=reverse("awards:my_prize", args=[prize.pk]),
                action=_("Say where it goes"),
                order=9,
            )
        )
    waiting = applicant.waiting(actor)
    if waiting:
        found.append(
            Card(
                title=_("Your entry needs mending"),
                text=_("%(count)s waiting; what was accepted stays.") % {"count": waiting},
                chip=_("Your turn"),
                chip_kind="amber",
                url=mine,
                action=_("Look and mend"),
                order=10,
            )
        )
    drafts = list(applicant.open_drafts(actor)[:3])
    if drafts:
        found.append(
            Card(
                title=_("An entry you began is not sent yet"),
                text=_("; ").join(_which(draft) for draft in drafts),
                chip=_("Draft"),
                chip_kind="amber",
                url=mine,
                action=_("Go on writing"),
                order=11,
            )
        )
    return found


def _which(draft: EntryDraft) -> str:
    """Which of several drafts, and that it is another one than what was sent."""
    data = draft.data
    about = honour_of(draft.campaign, data.get("category", ""), data.get("kind", ""))
    return " · ".join((title_of(draft.campaign), about, _("kept %(when)s") % {"when": dates.moment(draft.saved_at)}))
