"""What every page of a campaign shares: its place in the header, its own words, and addresses that may not exist yet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from yuanba.awards.models import Campaign
from yuanba.awards.queries import showing as public
from yuanba.kernel.verdict import Refused, no
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards.words import honour_of, points, said, title_of


def campaign_or_refuse(code: str) -> Campaign:
    """The announced campaign with this code. Raises Refused(campaign.unknown)."""
    found = public.campaign(code)
    if found is None:
        raise Refused(no("campaign.unknown"))
    return found


def show(
    request: HttpRequest, template: str, campaign: Campaign | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The page with the campaign's place on the first line of the header and its subject on the second."""
    today = dates.local(clock.now()).date()
    frame = {
        "said": said,
        "points": points,
        "honour_of": honour_of,
        "title_of": title_of,
        "trail": gettext("Awards"),
        "active": "awards",
    }
    if campaign is not None:
        frame |= {
            "campaign": campaign,
            "campaign_title": title_of(campaign),
            "place": places.name_at(campaign.territory_id, today),
        }
    return render(request, f"awards/{template}", {**frame, **context}, status=status)


def address(name: str, *args: Any) -> str:
    """The address of a page of another subject; "" where that subject has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
