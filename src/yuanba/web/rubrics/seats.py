"""Who steps back from one entry, who leaves a panel and who comes instead, and a jury that is dissolved and drawn anew."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.awards.actions import jury
from yuanba.awards.models import StageRun
from yuanba.awards.queries import desks
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import require
from yuanba.people.queries import appointments_at
from yuanba.rubrics import actions, queries, rules
from yuanba.rubrics.actions import Seat
from yuanba.rubrics.models import Panel, ScoreSheet
from yuanba.web import candidates, clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding, signed_in
from yuanba.web.forms import ReasonForm
from yuanba.web.rubrics import frames
from yuanba.web.rubrics.forms import LeaveForm, OrderForm, ReplaceForm, SuccessorForm

POSTS = ("JUROR", "JURY_CHAIR")
Names = list[tuple[str, str]]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, sheet: int) -> HttpResponse:
    """A juror does not judge this entry, with the reason; the marks given so far count for nothing."""
    rows = ScoreSheet.objects.select_related("assignment__member", "assignment__subject__panel__rubric")
    found = rows.filter(pk=sheet).first()
    if found is None:
        raise Http404
    subject = found.assignment.subject
    member = queries.member_of(subject.panel, request.actor)
    if member is None or member.pk != found.assignment.member_id:
        raise Http404
    card = candidates.cards([subject.subject_ref]).get(subject.subject_ref)
    return act(
        request,
        filled(ReasonForm, request),
        lambda given: actions.recuse(
            panel_id=subject.panel_id,
            subject_ref=subject.subject_ref,
            reason=given["reason"],
            actor=request.actor,
            now=clock.now(),
        ),
        heading=_("I may not judge this entry"),
        button=_("Step back from this entry"),
        back=reverse("rubrics:panel", args=[subject.panel_id]),
        done=_("You do not judge this entry any more. What you gave it does not count."),
        lead=f"{subject.code} · {card.name if card else subject.code}",
        active="jury",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair or the organiser takes one entry from one juror, with the reason."""
    found = _panel(pk)
    is_chair = bool(rules.may_chair(queries.member_of(found, request.actor)))
    if not is_chair:
        require(rules.may_manage(request.actor, found.territory_id, clock.now()))
    subjects = list(queries.live_subjects(found))
    cards = candidates.cards(one.subject_ref for one in subjects)
    entries = [
        (one.subject_ref, f"{one.code} · {cards[one.subject_ref].name if one.subject_ref in cards else one.code}")
        for one in subjects
    ]
    return act(
        request,
        filled(OrderForm, request, codes=_codes(found), entries=entries),
        lambda given: actions.recuse(
            panel_id=pk,
            subject_ref=given["entry"],
            member_code=given["member"],
            reason=given["reason"],
            actor=request.actor,
            now=clock.now(),
        ),
        heading=_("A juror may not judge an entry"),
        button=_("Take the entry from the juror"),
        back=_back(found, is_chair),
        done=_("The juror does not judge this entry any more."),
        lead=_lead(found),
        active="jury" if is_chair else "jury-desk",
    )


@holding("rubrics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The next reserve of the draw takes a member's seat; on a named panel somebody who is named."""
    found = _managed(request, pk)
    now = clock.now()
    works: dict[int, int] = {}
    if queries.public_draw(found) is not None:
        form, heading = filled(ReplaceForm, request, codes=_codes(found)), _("Seat the next reserve")
    else:
        people, works = _experts(found)
        form = filled(SuccessorForm, request, codes=_codes(found), people=people)
        heading = _("Name somebody for the seat")

    def do(given):
        person = int(given["person"]) if given.get("person") else None
        return actions.replace_member(
            panel_id=pk,
            member_code=given["member"],
            reason=given["reason"],
            successor=Seat(person, works.get(person)) if person else None,
            actor=request.actor,
            now=now,
        )

    return act(
        request,
        form,
        do,
        heading=heading,
        button=heading,
        back=_back(found),
        done=_("The newcomer sits and is asked to declare conflicts. What the member gave does not count."),
        lead=_lead(found),
        active="jury-desk",
    )


@holding("rubrics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves and the seat stays empty, where no reserve waits and enough members stay."""
    found = _managed(request, pk)
    return act(
        request,
        filled(LeaveForm, request, codes=_codes(found)),
        lambda given: actions.withdraw_member(
            panel_id=pk,
            member_code=given["member"],
            chair_code=given["chair"],
            reason=given["reason"],
            actor=request.actor,
            now=clock.now(),
        ),
        heading=_("A member leaves, the seat stays empty"),
        button=_("Let the member leave"),
        back=_back(found),
        done=_("The member has left. What the member gave does not count."),
        lead=_lead(found),
        active="jury-desk",
    )


@holding("rubrics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Every panel of the stage goes, and the pool can be announced anew."""
    run = StageRun.objects.select_related("campaign").filter(pk=pk, kind="JURY").first()
    if run is None or not desks.may_see(request.actor, run.campaign, clock.now()):
        raise Http404
    return act(
        request,
        filled(ReasonForm, request),
        lambda given: jury.dissolve(stage_run_id=pk, reason=given["reason"], actor=request.actor, now=clock.now()),
        heading=_("Dissolve the jury and draw another"),
        button=_("Dissolve the jury"),
        back=reverse("rubrics:stage", args=[pk]),
        done=_("The jury is dissolved. Name the pool for the next draw."),
        lead=_("Everything it has scored counts for nothing. The members, the draw and your reason stay on record."),
        active="jury-desk",
    )


def _panel(pk: int) -> Panel:
    found = Panel.objects.select_related("rubric").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _managed(request: HttpRequest, pk: int) -> Panel:
    found = _panel(pk)
    require(rules.may_manage(request.actor, found.territory_id, clock.now()))
    return found


def _codes(panel: Panel) -> Names:
    """The seated members as the organiser and the chair know them: code and masked name."""
    return [
        (one.code, f"{one.code} · {mask_name(one.person.name)}")
        for one in queries.seated(panel).select_related("person")
    ]


def _experts(panel: Panel) -> tuple[Names, dict[int, int]]:
    """Whoever holds the post of a juror in the panel's place and never sat on it; and for whom they work."""
    sat = set(panel.members.values_list("person_id", flat=True))
    rows = appointments_at(local_date(clock.now()), territory_id=panel.territory_id).filter(post__in=POSTS)
    free = [row for row in rows if row.person_id not in sat]
    names = [
        (str(row.person_id), f"{mask_name(row.person.name)} · {row.organisation.name} · {row.person_id}")
        for row in free
    ]
    return names, {row.person_id: row.organisation_id for row in free}


def _lead(panel: Panel) -> str:
    return " · ".join(text for text in (frames.campaign(panel), panel.name) if text)


def _back(panel: Panel, is_chair: bool = False) -> str:
    return reverse("rubrics:chair" if is_chair else "rubrics:board", args=[panel.pk])
