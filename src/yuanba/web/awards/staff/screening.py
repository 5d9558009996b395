"""The screening desk: the queue, one entry on one page, the second person, appeals, entries that look alike."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.awards import actions, rules
from yuanba.awards.actions.screening import Conclusion
from yuanba.awards.duplicates import marked
from yuanba.awards.models import Campaign, DuplicateHint, Entry, Screening
from yuanba.awards.queries import desks
from yuanba.awards.queries.board import entries_of
from yuanba.awards.queries.screening import criteria_of, waiting_by_screener
from yuanba.files.models import StoredFile
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people import queries as people
from yuanba.web import clock, downloads
from yuanba.web.awards.labels import ENTRY_CHIPS, ENTRY_STATES
from yuanba.web.awards.staff import look
from yuanba.web.awards.staff.context import actor_words, campaign_of, entry_of, holds, nominee, shown
from yuanba.web.awards.staff.heaps import HEAPS, heap, next_in
from yuanba.web.awards.staff.screening_forms import AssignForm, LookForm, OpinionForm
from yuanba.web.awards.staff.tables import entry_rows, entry_table
from yuanba.web.doors import holding, staff
from yuanba.web.people.forms import status
from yuanba.web.sent import whole


@staff
@require_safe
def queue(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The heaps of the desk with their counts, and the chosen one as a list."""
    campaign = campaign_of(request, pk)
    actor = request.actor
    table = entry_table(campaign, actor_id=actor.id)
    rows = entries_of(campaign, actor, clock.now()).exclude(state__in=["RECEIVED", "DISCARDED"])
    if table.wants_sheet(request):
        return table.sheet(request, entry_rows(rows))
    present = request.GET.get("heap", "")
    context = {
        "table": table.view(request, entry_rows(rows)),
        "heaps": [
            (name, label, heap(rows, name, actor.id).order_by().count(), f"?heap={name}")
            for name, label in HEAPS.items()
        ],
        "present": present if present in HEAPS else "",
        "assign": assign_form(request, campaign),
        "loads": loads(campaign),
    }
    return shown(request, "awards/staff/queue.html", context, campaign, room="screening")


def loads(campaign: Campaign) -> list[tuple[str, int]]:
    """How many looks each screener has before them."""
    waiting = waiting_by_screener(campaign)
    names = actor_words(waiting.keys() - {""})
    return [(names[who], number) for who, number in sorted(waiting.items()) if who]


def assign_form(request: HttpRequest, campaign: Campaign) -> AssignForm | None:
    """Whom the organiser can give the free looks to; None where there is nothing to deal out."""
    if not holds(request, rules.ORGANISE, campaign):
        return None
    free = Screening.objects.filter(entry__campaign=campaign, state="PENDING", assigned_to="").exists()
    form = AssignForm(request.POST) if request.method == "POST" else AssignForm()
    on = local_date(clock.now())
    holders = {one.person_id: one.person.name for one in people.holders(rules.SCREEN, campaign.territory_id, on)}
    accounts = people.staff_accounts(list(holders))
    choices = [(f"account:{accounts[pk].pk}", mask_name(name)) for pk, name in holders.items() if pk in accounts]
    form.fields["screeners"].choices = choices
    return form if free and choices else None


@holding("awards.organise")
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The free looks are dealt out evenly."""
    campaign = campaign_of(request, pk)
    form = assign_form(request, campaign)
    chosen = form.cleaned_data["screeners"] if form is not None and form.is_valid() else []
    dealt = actions.screening.assign(campaign_id=pk, screeners=chosen, actor=request.actor, now=clock.now())
    words = ngettext("%(n)s entry was dealt out.", "%(n)s entries were dealt out.", dealt)
    messages.success(request, words % {"n": dealt})
    return redirect("awards:queue", pk)


def open_look(entry: Entry) -> Screening | None:
    """The look that is under way or waits for its second person."""
    rows = entry.screenings.filter(state__in=["PENDING", "AWAITING_SECOND"]).prefetch_related("findings")
    return rows.order_by("-round").first()


def mendable(entry: Entry) -> list[tuple[str, str]]:
    """What can be named when an entry goes back: lines of the checklist and criteria."""
    lines = [(f"material:{one['key']}", str(one["name"])) for one in look.materials(entry)]
    return lines + [(f"criterion:{one['key']}", str(one["text"])) for one in look.answers(entry)]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def entry_look(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry on one page; a POST concludes the look, or keeps what was found so far."""
    entry = entry_of(request, pk)
    screening = open_look(entry)
    form = LookForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria_of(entry),
        items=mendable(entry),
        screening=screening,
    )
    if request.method == "POST" and form.is_valid() and concluded(request, entry, screening, form):
        if request.POST.get("verb") == "SAVE":
            return redirect("awards:entry_look", pk)
        return redirect(_onward(request, entry, "mine"))
    return entry_page(request, entry, screening, form)


def _onward(request: HttpRequest, entry: Entry, name: str) -> str:
    """The address of the heap's next entry; the desk where nothing is left."""
    rows = entries_of(entry.campaign, request.actor, clock.now())
    following = next_in(rows, name, request.actor.id, entry.serial)
    if following is not None:
        return reverse("awards:entry_look", args=[following.pk])
    return f"{reverse('awards:queue', args=[entry.campaign_id])}?heap={name}"


def concluded(request: HttpRequest, entry: Entry, screening: Screening | None, form: LookForm) -> bool:
    """True if the domain took the conclusion; else the form says why not."""
    verb, data = request.POST.get("verb", "SAVE"), form.cleaned_data
    by: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    try:
        if screening is None:
            actions.corrections.ask(entry_id=entry.pk, items=data["items"], note=data["reason"], **by)
        elif verb == "SAVE":
            actions.screening.save_findings(screening_id=screening.pk, findings=form.findings(), **by)
        else:
            conclusion = Conclusion(verb=verb, reason=data["reason"], items=data["items"])
            actions.screening.conclude(screening_id=screening.pk, findings=form.findings(), conclusion=conclusion, **by)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, DONE.get(verb, DONE["RETURN"]) % {"serial": entry.serial})
    return True


DONE = {
    "SAVE": gettext_lazy("Kept. Nothing is concluded yet."),
    "PASS": gettext_lazy("%(serial)s has passed. The applicant was told."),
    "RETURN": gettext_lazy("%(serial)s went back. The applicant was told what to mend and until when."),
    "REJECT": gettext_lazy("The rejection of %(serial)s waits for a second person."),
}


def entry_page(
    request: HttpRequest, entry: Entry, screening: Screening | None, form: LookForm, opinion: OpinionForm | None = None
) -> HttpResponse:
    """The page of one entry with whatever form is open on it."""
    code = status(form) if form.why else status(opinion) if opinion is not None else 200
    may_screen = bool(rules.may_screen(request.actor, entry, clock.now()))
    second = screening is not None and screening.state == "AWAITING_SECOND"
    rows = entries_of(entry.campaign, request.actor, clock.now())
    following = next_in(rows, "second" if second else "mine", request.actor.id, entry.serial)
    context = {
        "entry": entry,
        "following": following,
        "name": nominee(entry),
        "state": ENTRY_STATES[entry.state],
        "state_kind": ENTRY_CHIPS.get(entry.state, "plain"),
        "facts": look.facts(entry),
        "answers": look.answers(entry),
        "materials": look.materials(entry),
        "works": list(entry.works.order_by("pk")),
        "checks": look.checks(entry),
        "fees": look.fee_status(request, entry),
        "likenesses": look.likenesses(entry),
        "looks": look.looks(entry, entry.screenings.prefetch_related("findings").order_by("-round")),
        "steps": look.history(entry),
        "screening": screening,
        "form": form if may_screen and not second and entry.state == "SUBMITTED" else None,
        "second": screening if second else None,
        "found": look.findings(entry, screening) if screening is not None and second else [],
        "is_own": screening is not None and screening.screened_by == request.actor.id,
        "may_screen": may_screen,
        "may_appeal": holds(request, rules.APPEAL, entry.campaign),
        "appeal": entry.appeal if entry.state == "APPEALED" else None,
        "opinion": opinion or OpinionForm(),
    }
    return shown(request, "awards/staff/entry.html", context, entry.campaign, room="screening", status=code)


@holding("awards.screen")
@require_POST
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person confirms the rejection or has it looked at anew."""
    screening = get_object_or_404(Screening, pk=pk)
    entry = entry_of(request, screening.entry_id)
    form = OpinionForm(request.POST)
    if form.is_valid():
        agrees = request.POST.get("verb") == "AGREE"
        try:
            actions.screening.second(
                screening_id=pk,
                agrees=agrees,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            done = _("Rejected by two. The applicant was told until when to appeal.")
            messages.success(request, done if agrees else _("It is looked at anew by somebody else."))
            return redirect(_onward(request, entry, "second"))
    return entry_page(request, entry, screening, empty_look(entry, screening), form)


def empty_look(entry: Entry, screening: Screening | None) -> LookForm:
    return LookForm(criteria=criteria_of(entry), items=mendable(entry), screening=screening)


@holding("awards.appeal")
@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """A third person decides the appeal."""
    entry = entry_of(request, pk)
    if not hasattr(entry, "appeal"):
        raise Http404
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            actions.appeals.decide(
                appeal_id=entry.appeal.pk,
                allow=request.POST.get("verb") == "ALLOW",
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The appeal is decided. The applicant was told."))
            return redirect(f"{reverse('awards:queue', args=[entry.campaign_id])}?heap=appeals")
    return entry_page(request, entry, open_look(entry), empty_look(entry, None), form)


@holding("awards.screen")
@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The registers are asked anew."""
    entry = entry_of(request, pk)
    actions.checks.check_again(entry_id=entry.pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The registers were asked again."))
    return redirect("awards:entry_look", pk)


@holding("awards.desk")
@require_POST
def ask_fees(request: HttpRequest, pk: int) -> HttpResponse:
    """The property company is asked for yes or no, with the nominee's consent."""
    entry = entry_of(request, pk)
    consent_id = whole(request.POST.get("consent")) or 0
    asked = actions.checks.ask_fees(entry_id=entry.pk, consent_id=consent_id, actor=request.actor, now=clock.now())
    words = ngettext("%(n)s company was asked.", "%(n)s companies were asked.", asked)
    messages.success(request, words % {"n": asked})
    return redirect("awards:entry_look", pk)


@staff
@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A handed-in file: pictures in the page, everything else as a download that never runs."""
    row = desks.material_for(request.actor, pk, clock.now())
    stored = StoredFile.objects.filter(pk=row.stored_file_id).first() if row is not None else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: HttpRequest, pk: int) -> HttpResponse:
    """Two entries side by side with what they share marked; a person says same or different."""
    hint = get_object_or_404(DuplicateHint.objects.select_related("first", "second"), pk=pk)
    first, other = entry_of(request, hint.first_id), entry_of(request, hint.second_id)
    form = OpinionForm(request.POST) if request.method == "POST" else OpinionForm(initial={"reason": hint.reason})
    if request.method == "POST" and form.is_valid():
        try:
            actions.screening.settle_hint(
                hint_id=pk,
                state=request.POST.get("verb", ""),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Kept. It ends nothing by itself: conclude the entry next."))
            return redirect("awards:entry_look", hint.first_id)
    context = {
        "hint": hint,
        "likeness": hint.likeness_permille // 10,
        "sides": [side(first, other), side(other, first)],
        "form": form,
        "may_screen": bool(rules.may_screen(request.actor, first, clock.now())),
    }
    return shown(request, "awards/staff/likeness.html", context, first.campaign, room="screening", status=status(form))


def side(entry: Entry, other: Entry) -> dict[str, Any]:
    """One of two entries: its facts, and its texts with what the other says too."""
    against = "\n".join(text for _, text in texts(other))
    return {
        "entry": entry,
        "name": nominee(entry),
        "facts": look.facts(entry),
        "texts": [(label, marked(text, against)) for label, text in texts(entry) if text],
        "url": reverse("awards:entry_look", args=[entry.pk]),
        "state": ENTRY_STATES[entry.state],
    }


def texts(entry: Entry) -> list[tuple[str, str]]:
    """What the applicant wrote."""
    return [(_("Account of the deeds"), entry.deeds)] + [(one["text"], one["answer"]) for one in look.answers(entry)]
