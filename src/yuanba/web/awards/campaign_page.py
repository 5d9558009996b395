"""A campaign as its public pages tell it: stages, honours, weights, what goes on now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanba.awards.actions.intake import RESIDENTS
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Category, Kind, Playbook, Recommendation, RegistrationSettings, Stage, applies
from yuanba.awards.queries import showing as public
from yuanba.awards.rules import ONE_INSTANT
from yuanba.kernel.calendar import local_date
from yuanba.web import dates
from yuanba.web.awards.applicant_labels import NOMINEES, STAGE_MEANINGS
from yuanba.web.awards.frame import address
from yuanba.web.awards.words import said, tier_name
from yuanba.web.filters import yuan

TIES = {
    "earlier_submission": _("whoever handed in first"),
    "lot": _("a public draw of lots"),
}
TREATMENTS = {
    "WITHHELD": _("%(rate)s%% tax is withheld and paid for the winner"),
    "EXEMPT": _("free of tax"),
    "BY_RECIPIENT": _("the winner declares it"),
}


# After "before 24:00 on Saturday": what goes on until then, in plain words.
GOES_ON = {
    "MATERIALS": _("what is missing can be added"),
    "SCREENING": _("the entries are looked through"),
    "SURVEY": _("residents are asked how satisfied they are"),
    "VOTE": _("residents can vote"),
    "COMMENT": _("residents can say what they think"),
    "JURY": _("the jury reads and scores"),
    "PUBLICITY": _("the list hangs out, and anybody may object"),
}


@dataclass(frozen=True)
class Now:
    """The one thing to know about the campaign today, and what one can do."""

    when: str
    what: str
    otherwise: str = ""
    url: str = ""
    action: str = ""
    own_card: bool = False  # whoever may do it finds it on the first page by itself


def _last_moment(run: StageRun) -> str:
    return dates.by(run.closes_at)


def now_of(campaign: Campaign, now: datetime) -> Now | None:
    """What goes on in the campaign at this moment; None when it is over."""
    if campaign.state in public.OVER:
        return None
    hung = public.notice_term(campaign) if campaign.state == "PROPOSED" else None
    if hung and local_date(now) <= hung[1]:
        action = (reverse("awards:outcome", args=[campaign.code]), gettext("See the list"))
        return Now(dates.by(hung[1]), str(GOES_ON["PUBLICITY"]), "", *action)
    run = public.stage_now(campaign, now)
    if run is None:
        return None
    stage = said(playbook_of(campaign).stage(run.key))
    if now < run.opens_at:
        return Now(dates.after(local_date(run.opens_at)), gettext("“%(stage)s” begins") % {"stage": stage})
    if run.kind == "REGISTRATION":
        return _registration(campaign, run)
    goes_on = GOES_ON.get(run.kind)
    what = str(goes_on) if goes_on else gettext("“%(stage)s” goes on") % {"stage": stage}
    url, action = _what_to_do(campaign, run)
    return Now(_last_moment(run), what, "", url, action, own_card=run.kind in ("VOTE", "SURVEY"))


def _registration(campaign: Campaign, run: StageRun) -> Now:
    return Now(
        _last_moment(run),
        gettext("you can enter"),
        gettext("The clock counts when you send it. Whoever begins before and sends after is late."),
        reverse("awards:enter", args=[campaign.code]) if online_routes(campaign) else "",
        gettext("Enter now"),
    )


def online_routes(campaign: Campaign) -> dict[str, str]:
    """Per category key how one enters it on this site: "own" application, or as a "residents" recommendation."""
    playbook = playbook_of(campaign)
    settings = playbook.stages[0].settings
    channels = settings.channels if isinstance(settings, RegistrationSettings) else ()
    found = {}
    for category in playbook.categories:
        bodies = {one.body for one in category.routes.recommendation}
        if "ONLINE" in channels and category.routes.own_application:
            found[category.key] = "own"
        elif "RECOMMENDATION" in channels and RESIDENTS in bodies:
            found[category.key] = RESIDENTS
    return found


def _what_to_do(campaign: Campaign, run: StageRun) -> tuple[str, str]:
    if run.kind == "VOTE" and run.ballot_id is not None:
        return address("ballots:about", run.ballot_id), gettext("Go and vote")
    if run.kind == "SURVEY" and run.survey_id is not None:
        return address("surveys:form", run.survey_id), gettext("Answer the survey")
    if run.kind == "COMMENT":
        return reverse("awards:candidates", args=[campaign.code]), gettext("Read and comment")
    if run.kind == "PUBLICITY" and public.results(campaign):
        return reverse("awards:outcome", args=[campaign.code]), gettext("See the list")
    return "", ""


def track(campaign: Campaign, now: datetime) -> list[dict[str, str]]:
    """The stages as steps, with their days and what happens in them."""
    playbook = playbook_of(campaign)
    current = public.stage_now(campaign, now)
    hung = public.notice_term(campaign)
    found = []
    for run in campaign.stage_runs.all():
        stage = playbook.stage(run.key)
        days = dates.days(*(hung if hung and run.kind == "PUBLICITY" else (local_date(run.opens_at), stage_end(run))))
        state = "done" if run.state == "CLOSED" or now >= run.closes_at else "next"
        if current is not None and run.pk == current.pk and now >= run.opens_at:
            state = "now"
        detail = gettext("%(days)s. %(meaning)s") % {"days": days, "meaning": STAGE_MEANINGS[run.kind]}
        found.append(
            {"state": "stopped" if campaign.state == "CANCELLED" else state, "title": said(stage), "detail": detail}
        )
    return found


def stage_end(run: StageRun) -> date:
    """The last day of the stage."""
    return local_date(run.closes_at - ONE_INSTANT)


def prizes(category: Category) -> list[tuple[str, int, str]]:
    """(name of the tier or "", places, prize) of each tier."""
    return [
        (
            tier_name(category, tier.key),
            tier.quota,
            yuan(tier.prize_fen) if tier.prize_fen else gettext("an honour without money"),
        )
        for tier in category.tiers
    ]


def in_short(category: Category) -> str:
    """ "30 名，每名 3,000 元" in one line; where sub-kinds share the places, that they do."""
    words = gettext("; ").join(_tiers(category))
    kinds = len(category.kinds)
    return gettext("%(n)s kinds together: %(words)s") % {"n": kinds, "words": words} if kinds > 1 else words


def kind_in_short(category: Category, kind: Kind) -> str:
    """What stands under one sub-kind: the places kept for it, or those that it shares and with how many others."""
    sharing = sum(one.quota is None for one in category.kinds)
    places = category.quota - sum(one.quota or 0 for one in category.kinds) if kind.quota is None else kind.quota
    if len(category.tiers) > 1:  # tiers are not divided among sub-kinds
        own = gettext("%(quota)s of them kept for this kind") % {"quota": kind.quota} if kind.quota is not None else ""
        return gettext("; ").join(part for part in (in_short(category), own) if part)
    words = gettext("; ").join(_tiers(category, places))
    if kind.quota is None and sharing > 1:
        return gettext("%(n)s kinds together: %(words)s") % {"n": sharing, "words": words}
    return words


def _tiers(category: Category, places: int | None = None) -> list[str]:
    """Each tier's places and prize in words; `places` in the only tier's stead."""
    parts = []
    for tier, (name, quota, prize) in zip(category.tiers, prizes(category), strict=True):
        each = gettext("%(quota)s places, %(prize)s each") if tier.prize_fen else gettext("%(quota)s places, %(prize)s")
        words = each % {"quota": quota if places is None else places, "prize": prize}
        parts.append(gettext("%(name)s: %(words)s") % {"name": name, "words": words} if name else words)
    return parts


@dataclass(frozen=True)
class Honour:
    """A category with everything that somebody who thinks of entering wants to know."""

    key: str
    name: str
    nominee: str
    short: str
    prizes: Sequence[tuple[str, int, str]]
    groups: Sequence[dict]
    bodies: Sequence[str]
    own_application: bool


def honours(campaign: Campaign) -> list[Honour]:
    return [_honour(category) for category in playbook_of(campaign).categories]


def _honour(category: Category) -> Honour:
    kinds = category.kinds or (None,)
    return Honour(
        key=category.key,
        name=said(category),
        nominee=str(NOMINEES[category.nominee]),
        short=in_short(category),
        prizes=prizes(category),
        groups=[_group(category, kind.key if kind else "", said(kind) if kind else "") for kind in kinds],
        bodies=[_body(one) for one in category.routes.recommendation],
        own_application=category.routes.own_application,
    )


def _body(one: Recommendation) -> str:
    if one.quota is None:
        return said(one)
    return gettext("%(body)s (up to %(quota)s)") % {"body": said(one), "quota": one.quota}


def _group(category: Category, kind: str, name: str) -> dict:
    found = category.kind(kind)
    return {
        "name": name,
        "quota": found.quota if found else None,
        "criteria": [
            {
                "text": said(one, "text"),
                "veto": one.veto,
                "checked": one.check is not None,
                "applies": applies(one, kind),
            }
            for one in category.criteria_for(kind)
        ],
        "materials": [
            {"name": said(one), "required": one.required, "files": one.max_files, "mib": one.max_mib}
            for one in category.materials_for(kind)
        ],
    }


def scored_stages(playbook: Playbook) -> list[Stage]:
    return [stage for stage in playbook.stages if stage.scored]


def weights(campaign: Campaign) -> dict | None:
    """Heads and rows of the table of weights; None where a body decides."""
    playbook = playbook_of(campaign)
    if playbook.ranking.method == "decision":
        return None
    stages = scored_stages(playbook)
    rows = []
    for category in playbook.categories:
        parts = playbook.weights_for(category.key)
        rows.append([said(category), *(f"{parts[stage.key]}%" if stage.key in parts else "–" for stage in stages)])
    return {"heads": [gettext("Honour"), *(said(stage) for stage in stages)], "rows": rows}


def ties(playbook: Playbook) -> list[str]:
    """How equal scores are parted, step by step."""
    return [tie_words(playbook, step) for step in playbook.ranking.tie_break]


def tie_words(playbook: Playbook, step: str) -> str:
    """One step that parts equal scores."""
    if not step.startswith("stage:"):
        return str(TIES[step])
    name = said(playbook.stage(step.removeprefix("stage:")))
    return gettext("the higher score in “%(stage)s”") % {"stage": name}


def taxes(playbook: Playbook) -> list[tuple[str, str, str]]:
    """(for whom, how, article) of each rule of tax."""
    return [
        (str(NOMINEES[rule.nominee]), str(TREATMENTS[rule.treatment]) % {"rate": rule.rate_percent}, rule.source)
        for rule in playbook.tax
    ]
