"""For anyone: campaigns, honours, how to enter, candidates, results, certificates, cases. No sign-in."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanba.awards.actions import comments, exporting
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.pinned import playbook_of, stage_of
from yuanba.awards.queries import results as outcome
from yuanba.awards.queries import showing as public
from yuanba.awards.queries.shortlists import published
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused, no
from yuanba.places import queries as places
from yuanba.web import clock, dates
from yuanba.web.awards import campaign_page
from yuanba.web.awards.applicant_labels import CAMPAIGN_CHIPS, CAMPAIGN_STATES
from yuanba.web.awards.frame import address, campaign_or_refuse, show
from yuanba.web.awards.public import results as results_page
from yuanba.web.awards.public.forms import CommentForm
from yuanba.web.awards.public.shortlist import shortlist
from yuanba.web.awards.words import said
from yuanba.web.doors import anyone, resident

ARCHIVE = 100  # campaigns shown; a subdistrict has one a year
CASES = 200


def _states(campaign: Campaign) -> dict:
    return {"state": CAMPAIGN_STATES[campaign.state], "state_chip": CAMPAIGN_CHIPS[campaign.state]}


@anyone
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """What runs now, and the ways to what is over."""
    now = clock.now()
    rows = [{"campaign": one, "now": campaign_page.now_of(one, now), **_states(one)} for one in public.running()]
    return show(request, "public/campaigns.html", rows=rows)


@anyone
@require_safe
def finished(request: HttpRequest) -> HttpResponse:
    """Campaigns that are over."""
    over = public.campaigns().filter(state__in=public.OVER)[:ARCHIVE]
    return show(request, "public/finished.html", rows=[{"campaign": one, **_states(one)} for one in over])


@anyone
@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """What a campaign is about and where it stands."""
    found, now = campaign_or_refuse(code), clock.now()
    playbook = playbook_of(found)
    return show(
        request,
        "public/campaign.html",
        found,
        **_states(found),
        playbook=playbook,
        now_line=campaign_page.now_of(found, now),
        track=campaign_page.track(found, now),
        honours=campaign_page.honours(found),
        weights=campaign_page.weights(found),
        ties=campaign_page.ties(playbook),
        has_vote=any(stage.kind == "VOTE" for stage in playbook.stages),
        documents=found.documents.filter(kind="BASIS").order_by("pk"),
        notices=[address("publicity:notice", one.notice_id) for one in public.notices(found)],
        on_notice=found.state in outcome.ON_NOTICE,
        shortlists=[(one.stage_run.key, said(playbook.stage(one.stage_run.key))) for one in published(found)],
        may_enter=public.may_still_enter(found, now),
        shows_candidates=public.candidates(found).exists(),
        cancelled=_why_cancelled(found),
    )


def _why_cancelled(found: Campaign) -> str:
    if found.state != "CANCELLED":
        return ""
    step = found.steps.filter(verb="cancel").order_by("-pk").first()
    return step.cause if step else ""


@anyone
@require_safe
def categories(request: HttpRequest, code: str) -> HttpResponse:
    """Every honour with its conditions, materials, places and prizes."""
    found = campaign_or_refuse(code)
    playbook = playbook_of(found)
    return show(
        request,
        "public/categories.html",
        found,
        honours=campaign_page.honours(found),
        total=sum(one.quota for one in playbook.categories),
        amount_fen=playbook.amount_fen,
        taxes=campaign_page.taxes(playbook),
        open_run=public.takes_entries(found, clock.now()) if campaign_page.online_routes(found) else None,
    )


@anyone
@require_safe
def how_to(request: HttpRequest, code: str) -> HttpResponse:
    """The four ways to enter, step by step."""
    found = campaign_or_refuse(code)
    playbook = playbook_of(found)
    registration = next(run for run in found.stage_runs.all() if run.kind == "REGISTRATION")
    return show(
        request,
        "public/how_to.html",
        found,
        playbook=playbook,
        run=registration,
        last_day=campaign_page.stage_end(registration),
        online=bool(campaign_page.online_routes(found)),
        channels=getattr(playbook.stage(registration.key).settings, "channels", ()),
        open_run=public.takes_entries(found, clock.now()),
    )


@anyone
@require_safe
def playbook_file(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of the campaign as the file that the office wrote, pinned when it was announced."""
    found = campaign_or_refuse(code)
    answer = HttpResponse(found.playbook_text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.code}-playbook.toml"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@anyone
@require_safe
def bundle(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that anyone needs to recompute the winners, without a name; made once, at the first asking."""
    found = campaign_or_refuse(code)
    folder = settings.DATA_DIR / "bundles"
    target = folder / f"{found.code}-{found.version}.zip"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            made = Path(scratch) / f"{found.code}.zip"
            exporting.export_bundle(campaign_id=found.pk, target=made, actor=system("bundle"), now=clock.now())
            made.replace(target)
    return FileResponse(  # type: ignore[return-value]
        target.open("rb"), as_attachment=True, filename=f"{found.code}.zip", content_type="application/zip"
    )


@anyone
@require_safe
def candidates(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody about whom residents are asked, by honour."""
    found = campaign_or_refuse(code)
    rows = list(public.candidates(found))
    names = places.names_at({row.nominee_territory_id for row in rows}, dates.local(clock.now()).date())
    groups = [
        {"name": said(category), "rows": [row for row in rows if row.category == category.key]}
        for category in playbook_of(found).categories
    ]
    return show(request, "public/candidates.html", found, groups=groups, names=names, total=len(rows))


def _comment_run(found: Campaign) -> StageRun | None:
    return next((run for run in found.stage_runs.all() if run.kind == "COMMENT"), None)


def _card_page(request: HttpRequest, found: Campaign, entry_code: str, form: CommentForm | None) -> HttpResponse:
    card = public.card(found, entry_code)
    if card is None:
        raise Refused(no("entry.unknown"))
    run = _comment_run(found)
    category = playbook_of(found).category(card.entry.category)
    texts = {one.key: said(one, "text") for one in category.criteria_for(card.entry.kind)}
    return show(
        request,
        "public/card.html",
        found,
        status=409 if form is not None and form.why else 200,
        card=card,
        where=places.full_name_at(card.entry.nominee_territory_id, dates.local(clock.now()).date()),
        answers=[(texts[key], words) for key, words in card.answers],
        has_comments=run is not None,
        sign_in=f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}",
        may_comment=request.actor.person_id is not None and not request.user.is_staff_account,  # type: ignore[attr-defined,union-attr]
        takes_comments=run is not None and run.state in ("OPEN", "REOPENED") and clock.now() < run.closes_at,
        comments=public.comments(run, [card.entry])[card.entry.pk] if run else [],
        form=form or CommentForm(),
        most=getattr(stage_of(found, run.key).settings, "max_chars", 0) if run else 0,
    )


@anyone
@require_safe
def card(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """What the public may read about one candidate."""
    return _card_page(request, campaign_or_refuse(code), entry_code, None)


@resident
@require_POST
def comment(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """A resident's comment stands under the candidate; a later one replaces it."""
    found = campaign_or_refuse(code)
    form, shown, run = CommentForm(request.POST), public.card(found, entry_code), _comment_run(found)
    if shown is None or run is None:
        raise Refused(no("comment.no_such_candidate", "light award: comment, then decide"))
    if not form.is_valid():
        return _card_page(request, found, entry_code, form)
    try:
        comments.comment(
            stage_run_id=run.pk,
            entry_id=shown.entry.pk,
            text=form.cleaned_data["text"],
            shows_name=form.cleaned_data["shows_name"],
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return _card_page(request, found, entry_code, form)
    messages.success(request, _("Your comment stands. Writing another one replaces it."))
    return redirect("awards:card", code, entry_code)


@anyone
@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Who is on the list, or was named."""
    found = campaign_or_refuse(code)
    rows = public.results(found)
    ids = {title.entry.nominee_territory_id for row in rows for title in row.titles}
    names = places.names_at(ids, dates.local(clock.now()).date())
    playbook = playbook_of(found)
    groups = [
        {
            "key": row.category,
            "name": said(playbook.category(row.category)),
            "places": results_page.places(found, row, names),
            "empty": sum(row.ranking["empty"].values()),
            "without_vote": results_page.without_vote(row),
        }
        for row in rows
    ]
    return show(
        request,
        "public/results.html",
        found,
        groups=groups,
        named=found.state in outcome.NAMED,
        has_vote=any(stage.kind == "VOTE" for stage in playbook.stages),
        by_score=playbook.ranking.method == "composite",
        notices=[address("publicity:notice", one.notice_id) for one in public.notices(found)],
        ranking_hash=public.ranking_hash(found),
    )


@anyone
@require_safe
def ranking(request: HttpRequest, code: str, category: str) -> HttpResponse:
    """Every entrant of one honour with its breakdown, under the public code."""
    found = campaign_or_refuse(code)
    row = next((one for one in public.results(found) if one.category == category), None)
    if row is None:
        raise Refused(no("results.not_public", "no naming before the notice"))
    playbook = playbook_of(found)
    listed = results_page.lines(found, row)
    return show(
        request,
        "public/ranking.html",
        found,
        honour=said(playbook.category(category)),
        heads=results_page.heads(playbook, row.ranking),
        lines=listed,
        bars=results_page.bars(row, listed),
        ties=campaign_page.ties(playbook),
        without_vote=results_page.without_vote(row),
        figures=True,
    )


@anyone
@require_safe
def certificate(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a certificate is genuine; nothing about its holder beyond what the certificate itself says."""
    asked = (code or request.GET.get("code", "")).replace("\x00", "").strip().upper()[:40]
    if asked and not code and asked.isascii() and asked.replace("-", "").isalnum():
        return redirect("awards:certificate", asked)
    return show(
        request, "public/certificate.html", asked=asked, found=outcome.verify_certificate(asked) if asked else None
    )


@anyone
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Named cases, for others to learn from."""
    rows = public.cases(CASES)
    names = places.names_at({one.entry.nominee_territory_id for one in rows}, dates.local(clock.now()).date())
    return show(request, "public/cases.html", rows=rows, names=names)


PUBLIC = [
    path("awards", campaigns, name="shown"),
    path("awards/finished", finished, name="finished"),
    path("awards/cases", cases, name="cases"),
    path("awards/certificates", certificate, name="check_certificate"),
    path("awards/certificates/<slug:code>", certificate, name="certificate"),
    path("awards/<slug:code>", campaign, name="campaign"),
    path("awards/<slug:code>/categories", categories, name="categories"),
    path("awards/<slug:code>/how-to-enter", how_to, name="how_to"),
    path("awards/<slug:code>/playbook.toml", playbook_file, name="playbook"),
    path("awards/<slug:code>/bundle.zip", bundle, name="public_bundle"),
    path("awards/<slug:code>/candidates", candidates, name="candidates"),
    path("awards/<slug:code>/candidates/<slug:entry_code>", card, name="card"),
    path("awards/<slug:code>/candidates/<slug:entry_code>/comment", comment, name="comment"),
    path("awards/<slug:code>/shortlists/<slug:stage>", shortlist, name="public_shortlist"),
    path("awards/<slug:code>/results", results, name="outcome"),
    path("awards/<slug:code>/results/<slug:category>", ranking, name="ranking"),
]
