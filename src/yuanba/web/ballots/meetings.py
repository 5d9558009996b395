"""Meetings at the desk: who was there, the signed sheet, the second pair of eyes; and shows of hands."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, queries, rules, sealing, states
from yuanba.ballots.models import Ballot, HallCount, Meeting
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import search_roll
from yuanba.places.queries import descendants, names_at, premises_label
from yuanba.web import clock, downloads
from yuanba.web.ballots import choosing
from yuanba.web.ballots.acting_forms import DropForm, MeetingForm, RecordForm, SheetForm
from yuanba.web.ballots.forms import FindVoterForm
from yuanba.web.ballots.labels import HALL_KINDS, HALL_STATES, HAND_REASONS
from yuanba.web.ballots.paper import SCAN_BYTES, SCAN_KINDS
from yuanba.web.doors import holding
from yuanba.web.refusals import explain
from yuanba.web.sent import whole

KEPT = _("The sheet is kept. Now a second colleague compares it with the list.")


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The meetings of the clerk's places, and a new one."""
    on = local_date(clock.now())
    places = _places(request)
    form = MeetingForm(request.POST, places=places) if request.method == "POST" else _opened(request, places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.convene(
                territory_id=data["place"],
                title=data["title"],
                held_date=data["held"],
                where=data["where"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("ballots:meeting", made.pk)
    rows = list(queries.meetings_of(request.actor.territories(rules.PAPER), on)[:50])
    names = names_at([row.territory_id for row in rows], on)
    context = {"form": form, "rows": [(row, names.get(row.territory_id, "")) for row in rows]}
    return render(request, "ballots/meetings.html", context, status=409 if form.why else 200)


@holding("ballots.paper")
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its list, the search for the next name, the sheet, the check."""
    return _meeting(request, _mine(request, pk))


@holding("ballots.paper")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is added to the list, or taken off; or the list is checked."""
    one, now, verb = _mine(request, pk), clock.now(), request.POST.get("verb", "")
    person = whole(request.POST.get("person"))
    act = {"meeting_id": one.pk, "actor": request.actor, "now": now}
    if verb == "check":
        actions.check_list(**act)
        messages.success(request, _("The list is checked and stands."))
    elif verb == "add" and person is not None:
        actions.add_present(person_id=person, **act)
        messages.success(request, _("Entered."))
    elif verb == "remove" and person is not None:
        actions.remove_present(person_id=person, **act)
    else:
        raise Http404
    return redirect("ballots:meeting", pk)


@holding("ballots.paper")
@require_POST
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed sheet's scan is kept."""
    one, form = _mine(request, pk), SheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = _stored(request, form.cleaned_data["sheet"], f"meeting-{pk}")
            actions.keep_sheet(meeting_id=pk, file_id=stored, actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, KEPT)
            return redirect("ballots:meeting", pk)
    return _meeting(request, one, sheet_form=form)


@holding("ballots.paper")
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed sheet."""
    return _file(_mine(request, pk).sheet_file_id)


@holding("ballots.paper")
@require_safe
def hall(request: HttpRequest, pk: int) -> HttpResponse:
    """The shows of hands of a vote, and the meetings at which another may be keyed."""
    ballot, on = _ballot(request, pk), local_date(clock.now())
    places = {ballot.territory_id}
    met = [one for one in queries.meetings_of(places, on) if one.territory_id == ballot.territory_id]
    context = {
        "ballot": ballot,
        "counts": [(one, HALL_STATES[one.state], HALL_KINDS[one.state]) for one in queries.hall_counts(ballot)],
        "meetings": [one for one in met if one.state == states.CHECKED],
        "may_key": bool(rules.may_vote_now(ballot, clock.now())),
    }
    return render(request, "ballots/hall.html", context)


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def hands(request: HttpRequest, pk: int, meeting_id: int) -> HttpResponse:
    """Row by row what each raised a hand for, and what was called out."""
    ballot, one = _ballot(request, pk), _mine(request, meeting_id)
    items = choosing.shown(queries.sheet(pk), {})
    rows = queries.rows_in_hall(ballot, one)
    form = RecordForm(request.POST, request.FILES) if request.method == "POST" else RecordForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _stored(request, form.cleaned_data["record"], f"hands-{pk}")
            record = actions.HallRecord(one.pk, _called(request, items), _hands(request, items, rows), stored)
            made = actions.key_hands(ballot_id=pk, record=record, actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Kept. A second clerk confirms it before the vote closes."))
            return redirect("ballots:hall_count", made.pk)
    homes = premises_label(row.premises_id for row in rows if row.premises_id is not None)
    context = {
        "ballot": ballot,
        "meeting": one,
        "items": items,
        "rows": [(row, homes.get(row.premises_id or 0, "")) for row in rows],
        "sent": request.POST,
        "form": form,
    }
    return render(request, "ballots/hands.html", context, status=409 if form.why else 200)


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """A show of hands: a second clerk confirms it, or it is dropped."""
    one = HallCount.objects.select_related("ballot", "meeting").filter(pk=pk).first()
    if one is None:
        raise Http404
    _ballot(request, one.ballot_id)
    form, now = DropForm(request.POST if request.POST.get("verb") == "drop" else None), clock.now()
    if request.POST.get("verb") == "confirm":
        actions.confirm_hands(count_id=pk, actor=request.actor, now=now)
        messages.success(request, _("Confirmed. Every hand is now a sheet of its own."))
        return redirect("ballots:hall_count", pk)
    if form.is_bound and form.is_valid():
        try:
            actions.drop_hands(count_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("ballots:hall_count", pk)
    return _count(request, one, form)


@holding("ballots.paper")
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed record of a show of hands."""
    one = HallCount.objects.filter(pk=pk).first()
    if one is None:
        raise Http404
    _ballot(request, one.ballot_id)
    return _file(one.record_file_id)


def _count(request: HttpRequest, one: HallCount, form: DropForm) -> HttpResponse:
    items = choosing.shown(queries.sheet(one.ballot_id), {})
    names = {(item.key, option.key): option.name for item in items for option in item.options}
    told = list(one.hands.select_related("roll_row").order_by("roll_row__number"))
    homes = premises_label(hand.roll_row.premises_id for hand in told if hand.roll_row.premises_id)
    lines = []
    for hand in told:
        picked = sealing.choices_of(hand.choices)
        said = [names.get((item, key), key) for item, keys in picked.items() for key in keys]
        why = HAND_REASONS.get(hand.refused, hand.refused)
        lines.append((hand, homes.get(hand.roll_row.premises_id, ""), "、".join(said), why))
    verdict = rules.may_confirm_hands(request.actor, one)
    context = {
        "count": one,
        "state": HALL_STATES[one.state],
        "kind": HALL_KINDS[one.state],
        "lines": lines,
        "called": [
            (names.get((item, key), key), n) for item, options in one.called.items() for key, n in options.items()
        ],
        "may_confirm": one.state == states.KEYED and bool(verdict),
        "why_not": explain(verdict).rule if one.state == states.KEYED and not verdict else "",
        "is_keyed": one.state == states.KEYED,
        "form": form,
    }
    return render(request, "ballots/hall_count.html", context, status=409 if form.why else 200)


def _called(request: HttpRequest, items) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for item in items:
        for option in item.options:
            number = whole(request.POST.get(f"called.{item.key}.{option.key}"), most=100_000) or 0
            found.setdefault(item.key, {})[option.key] = number
    return found


def _hands(request: HttpRequest, items, rows) -> tuple[actions.Hand, ...]:
    found = []
    for row in rows:
        picked = {
            item.key: [key for key in request.POST.getlist(f"hand.{row.roll_row_id}.{item.key}") if key]
            for item in items
        }
        if any(picked.values()):
            found.append(actions.Hand(row.roll_row_id, picked, row.by_proxy))
    return tuple(found)


def _meeting(request: HttpRequest, one: Meeting, **forms: object) -> HttpResponse:
    finder = FindVoterForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    found = []
    if finder.is_bound and finder.is_valid():
        people: dict[int, object] = {}
        for territory_id in sorted(request.actor.territories("people.verify")):
            now = clock.now()
            where = {"territory_id": territory_id, "within": one.territory_id}
            for row in search_roll(actor=request.actor, now=now, **where, **finder.cleaned_data):
                people.setdefault(row.person.id, row)
        found = list(people.values())
    verdict = rules.may_check_list(request.actor, one)
    context = {
        "meeting": one,
        "place_name": names_at([one.territory_id], local_date(clock.now())).get(one.territory_id, ""),
        "present": list(one.present.select_related("person").order_by("pk")),
        "is_taking": one.state == states.TAKING,
        "finder": finder,
        "found": found if finder.is_bound else None,
        "sheet_form": SheetForm(),
        "may_check": one.state == states.TAKING and bool(one.sheet_hash) and bool(verdict),
        "why_not": "" if verdict else explain(verdict).rule,
    }
    status = 409 if any(getattr(form, "why", None) for form in forms.values()) else 200
    return render(request, "ballots/meeting.html", context | forms, status=status)


def _stored(request: HttpRequest, content: object, name: str) -> int:
    return files.store(
        content=content,
        name=name,
        kinds=SCAN_KINDS,
        limit_bytes=SCAN_BYTES,
        visibility="PRIVATE",
        actor=request.actor,
        now=clock.now(),
    ).pk


def _file(file_id: int | None) -> HttpResponse:
    stored = chosen([file_id]).get(file_id) if file_id else None
    if stored is None:
        raise Http404
    return downloads.picture(stored) if stored.kind in downloads.PICTURES else downloads.attachment(stored)


def _opened(request: HttpRequest, places: list[tuple[int, str]]) -> MeetingForm:
    return MeetingForm.opened(request, {"held": local_date(clock.now())}, places=places)


def _places(request: HttpRequest) -> list[tuple[int, str]]:
    """The places where this clerk may take a list, by name."""
    on = local_date(clock.now())
    mine: set[int] = set()
    for territory_id in request.actor.territories(rules.PAPER):
        mine |= {territory_id, *descendants(territory_id, on)}
    return sorted(((pk, name) for pk, name in names_at(mine, on).items() if name), key=lambda one: one[1])


def _mine(request: HttpRequest, pk: int) -> Meeting:
    places = request.actor.territories(rules.PAPER)
    found = queries.meetings_of(places, local_date(clock.now())).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _ballot(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot
