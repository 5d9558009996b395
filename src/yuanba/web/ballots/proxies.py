"""Authorisations: a neighbour asked by phone, both sides' page; the written ones at the desk; the organiser's list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.ballots import actions, proxying, queries, rules, states
from yuanba.ballots.models import Authorisation, Ballot
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.verdict import Refused
from yuanba.people.models import Person
from yuanba.people.queries import RollEntry, known_person, search_roll
from yuanba.places.queries import premises_label
from yuanba.web import clock, downloads
from yuanba.web.ballots.acting_forms import AskProxyForm, Entries, RevokeForm, WrittenProxyForm
from yuanba.web.ballots.forms import FindVoterForm
from yuanba.web.ballots.labels import AUTHORISATION_KINDS, AUTHORISATIONS, WAYS
from yuanba.web.ballots.paper import SCAN_BYTES, SCAN_KINDS
from yuanba.web.dates import day, moment
from yuanba.web.doors import holding, resident, staff
from yuanba.web.filters import area
from yuanba.web.sent import whole
from yuanba.web.tables import Chip, Column, Filter, Link, Table

ANSWERED = {
    "agree": _("You have agreed. When the vote is open, you find a sheet of theirs beside your own."),
    "decline": _("You have declined; they have been told."),
    "revoke": _("The authorisation is taken back. If a vote was cast with it before, that vote stays."),
}
LISTED = Table(
    "authorisations",
    _("Authorisations"),
    [
        Column("principal", _("For"), lambda row: row.principal_name, sort="principal_name", head=True),
        Column("proxy", _("Proxy"), lambda row: row.proxy_name, sort="proxy_name"),
        Column("way", _("How it was given"), lambda row: WAYS[row.way]),
        Column("state", _("State"), lambda row: Chip(AUTHORISATIONS[row.state], AUTHORISATION_KINDS[row.state])),
        Column("until", _("Good for"), lambda row: day(row.until_date) if row.until_date else _("this vote")),
        Column("given", _("Entered"), lambda row: moment(row.given_at), sort="given_at"),
        Column("look", _("Details"), lambda row: Link(_("See it"), reverse("ballots:proxy", args=[row.pk]))),
    ],
    [Filter("state", _("State"), lambda rows, value: rows.filter(state=value), list(AUTHORISATIONS.items()))],
    sort="-given_at",
    empty_title=_("No authorisation so far"),
)


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """What I asked of others, what others asked of me, and a form to ask somebody."""
    now = clock.now()
    ballot = queries.visible(now).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    may_ask = proxying.term_of(ballot) is not None and ballot.state in (states.ANNOUNCED, states.OPEN)
    entries = _choices(queries.own_entries(ballot, request.actor.person_id, now)) if may_ask else []
    form = AskProxyForm(request.POST, entries=entries) if request.method == "POST" else None
    if form is not None and form.is_valid():
        neighbour = known_person(form.cleaned_data["name"], form.cleaned_data["phone"])
        if neighbour is None:
            form.add_error("phone", _("Nobody on the roll has exactly this name and number. Ask them what is entered."))
        else:
            try:
                actions.authorise(
                    ballot_id=pk,
                    entry_key=form.cleaned_data["entry"],
                    proxy_person_id=neighbour.pk,
                    actor=request.actor,
                    now=now,
                )
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Asked. As soon as they agree, they can vote for you; you are told."))
                return redirect("ballots:proxies", pk)
    given = queries.given_by(ballot, request.actor.person_id)
    context = {
        "ballot": ballot,
        "form": form if form is not None else AskProxyForm.opened(request, entries=entries),
        "may_ask": may_ask and entries,
        "term": proxying.term_of(ballot),
        "given": [(one, AUTHORISATIONS[one.state], AUTHORISATION_KINDS[one.state]) for one in given],
        "asked": queries.given_to(ballot, request.actor.person_id),
        "alive": queries.ALIVE,
    }
    return render(request, "ballots/proxies.html", context, status=409 if form is not None and form.why else 200)


@resident
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreed, declined or taken back, by phone."""
    verbs = {"agree": actions.agree, "decline": actions.decline, "revoke": actions.revoke}
    verb = request.POST.get("verb", "")
    found = Authorisation.objects.filter(pk=pk).first()
    if verb not in verbs or found is None:
        raise Http404
    verbs[verb](authorisation_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, ANSWERED[verb])
    ballot_id = whole(request.POST.get("ballot"))
    return redirect("ballots:proxies", ballot_id) if ballot_id else redirect("ballots:index")


@holding("ballots.paper")
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Who brings an authorisation: the voter is looked up; below, all of this vote."""
    ballot, now = _at_desk(request, pk), clock.now()
    rows = queries.authorisations_of(ballot)
    if LISTED.wants_sheet(request):
        return LISTED.sheet(request, rows)
    form = FindVoterForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    found: list[object] = []
    if form.is_bound and form.is_valid():
        people: dict[int, object] = {}
        for territory_id in sorted(request.actor.territories("people.verify")):
            where = {"territory_id": territory_id, "within": ballot.territory_id}
            for row in search_roll(actor=request.actor, now=now, **where, **form.cleaned_data):
                people.setdefault(row.person.id, row)
        found = list(people.values())
    context = {
        "ballot": ballot,
        "form": form,
        "found": found if form.is_bound else None,
        "organisations": queries.organisations_on_roll(ballot, now),
        "term": proxying.term_of(ballot),
        "table": LISTED.view(request, rows),
    }
    return render(request, "ballots/proxy_desk.html", context)


@holding("ballots.paper")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """A written authorisation, with its scan."""
    ballot, now = _at_desk(request, pk), clock.now()
    person = Person.objects.filter(pk=whole(request.GET.get("person")) or 0).first()
    entries = _of_principal(request, ballot, person)
    if not entries:
        raise Http404
    form = (
        WrittenProxyForm(request.POST, request.FILES, entries=entries)
        if request.method == "POST"
        else WrittenProxyForm.opened(request, entries=entries)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _entered(request, ballot, person, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The authorisation is entered. Voter and proxy have been told."))
            return redirect("ballots:proxy_desk", pk)
    name = person.name if person is not None else entries[0][1]
    context = {"ballot": ballot, "form": form, "principal": name, "now": now}
    return render(request, "ballots/proxy_new.html", context, status=409 if form.why else 200)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One authorisation with its scan; the desk may take it back."""
    one = _mine_to_see(request, pk)
    form = RevokeForm(request.POST) if request.method == "POST" else RevokeForm.opened(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(
                authorisation_id=pk, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, ANSWERED["revoke"])
            return redirect("ballots:proxy", pk)
    context = {
        "one": one,
        "state": AUTHORISATIONS[one.state],
        "kind": AUTHORISATION_KINDS[one.state],
        "way": WAYS[one.way],
        "form": form,
        "may_end": one.state in queries.ALIVE and request.actor.holds_anywhere("ballots.paper"),
    }
    return render(request, "ballots/proxy.html", context, status=409 if form.why else 200)


@staff
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a written authorisation."""
    one = _mine_to_see(request, pk)
    stored = chosen([one.scan_file_id]).get(one.scan_file_id) if one.scan_file_id else None
    if stored is None:
        raise Http404
    return downloads.picture(stored) if stored.kind in downloads.PICTURES else downloads.attachment(stored)


@holding("ballots.organise")
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """All authorisations of a vote, for its organiser."""
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    rows = queries.authorisations_of(ballot)
    if LISTED.wants_sheet(request):
        return LISTED.sheet(request, rows)
    used = queries.seated(ballot)
    context = {
        "ballot": ballot,
        "table": LISTED.view(request, rows),
        "seats": len(used),
        "used": sum(used.values()),
        "term": proxying.term_of(ballot),
    }
    return render(request, "ballots/proxy_list.html", context)


def _at_desk(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot


def _mine_to_see(request: HttpRequest, pk: int) -> Authorisation:
    one = Authorisation.objects.filter(pk=pk).first()
    if one is None:
        raise Http404
    mine = queries.looked_after_by(request.actor, clock.now(), [rules.PAPER, rules.ORGANISE])
    places = mine.filter(pk=one.ballot_id) if one.ballot_id else mine.filter(territory_id=one.territory_id)
    if not places.exists():
        raise Http404
    return one


def _choices(entries: list[RollEntry]) -> Entries:
    homes = premises_label(entry.premises_id for entry in entries if entry.premises_id is not None)
    return [(entry.key, _entry_words(entry, homes)) for entry in entries]


def _entry_words(entry: RollEntry, homes: dict[int, str]) -> str:
    parts = [homes.get(entry.premises_id or 0, ""), area(entry.area_cm2) if entry.area_cm2 else ""]
    shared = str(_("shared")) if len(entry.others) > 1 else ""
    return " · ".join(part for part in (*parts, shared) if part) or str(_("The voter’s own sheet"))


def _of_principal(request: HttpRequest, ballot: Ballot, person: Person | None) -> Entries:
    """The sheets of this person; of a dead one too, so that the refusal can say why. Or an organisation's."""
    now = clock.now()
    if person is None:
        key = request.GET.get("entry", "")
        return [one for one in queries.organisations_on_roll(ballot, now) if one[0] == key]
    mine = queries.own_entries(ballot, person.pk, now)
    if mine:
        return _choices(mine)
    return [(f"person:{person.pk}", str(_("The voter’s own sheet")))]


def _entered(request: HttpRequest, ballot: Ballot, person: Person | None, data: dict) -> None:
    now = clock.now()
    known = known_person(data["name"], data["phone"]) if data["phone"] else None
    stored = files.store(
        content=data["scan"],
        name="authorisation",
        kinds=SCAN_KINDS,
        limit_bytes=SCAN_BYTES,
        visibility="PRIVATE",
        actor=request.actor,
        now=now,
    )
    written = actions.WrittenAuthorisation(
        entry_key=data["entry"],
        principal_person_id=person.pk if person is not None else None,
        proxy=actions.Proxy(known.pk if known is not None else None, data["name"], data["phone"]),
        scan_file_id=stored.pk,
        until_date=data["until"],
    )
    actions.enter_authorisation(ballot_id=ballot.pk, written=written, actor=request.actor, now=now)
