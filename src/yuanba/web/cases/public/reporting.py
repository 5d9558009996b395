"""Reporting: where, what, send. What neighbours reported already is shown first; a phone without a network sends later."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import actions
from yuanba.cases import queries as cases
from yuanba.cases.actions import Joining, NewReport
from yuanba.cases.models import Case
from yuanba.cases.queries.suggested import suggestion
from yuanba.cases.rules import HELPER, STAFF
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import compounds_of
from yuanba.places import lists, queries
from yuanba.places.models import QrPoint, Territory
from yuanba.places.points import Scan, scanned
from yuanba.web import clock, doors
from yuanba.web.cases.labels import category_name
from yuanba.web.cases.public import forms, uploads, words
from yuanba.web.cases.public.plan import in_walking_order
from yuanba.web.doors import anyone, holding, signed_in

SHOWN_PLACES = 30
FIRST = 6  # kinds that stand open on a phone; the others are one tap away
# What people mean who stand there. Everything else follows in its usual order.
BY_POINT: dict[str, tuple[str, ...]] = {
    QrPoint.Kind.LIFT: ("lift", "lift_trapped", "ebikes", "cleaning"),
    QrPoint.Kind.ENTRANCE: ("facility", "fire_way", "cleaning", "leak"),
    QrPoint.Kind.FACILITY: ("facility", "leak", "cleaning", "danger"),
    QrPoint.Kind.SHOP: ("noise", "fire_way", "cleaning", "parking"),
}
OTHER = "other"
ORDINARY = ("leak", "lift", "facility", "cleaning", "noise", "parking")


@anyone
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Where it happened. Whoever lives in one compound is there at once."""
    on = local_date(clock.now())
    person = request.actor.person_id
    mine = compounds_of(person, on) if person else set()
    asked = request.GET.get("q", "").strip()[:40]
    for_others = request.actor.holds_anywhere("cases.report_for")
    if len(mine) == 1 and not for_others and "q" not in request.GET and "other" not in request.GET:
        return redirect("cases:report", *mine)
    nodes = [node for node in queries.tree_at(on) if node.kind == Territory.Kind.COMPOUND]
    found = [node for node in nodes if asked in node.name] if asked or len(nodes) <= SHOWN_PLACES else []
    names = queries.names_at([node.parent_id for node in found if node.parent_id], on)
    context = {
        "mine": [node for node in nodes if node.id in mine],
        "found": [(node, names.get(node.parent_id, "")) for node in found[:SHOWN_PLACES]],
        "asked": asked,
        "many": len(found) > SHOWN_PLACES,
        "for_others": for_others,
        "emergencies": words.emergencies(cases.categories_at(on)),
    }
    return render(request, "cases/public/choose.html", context)


class Spot:
    """Where a report is from: the compound, and the point that was scanned, if its label holds."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.on = local_date(clock.now())
        found = lists.territory(pk)
        if found is None or found.kind not in (Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY):
            raise Http404
        if not queries.existed(pk, self.on):
            raise Http404
        self.pk, self.name = pk, queries.name_at(pk, self.on)
        said = request.GET.get("at", "")
        scan: Scan | None = scanned(said, self.on) if said else None
        good = scan is not None and scan.is_good and scan.point is not None and scan.point.compound_id == pk
        self.point: QrPoint | None = scan.point if scan is not None and good else None
        self.categories = cases.categories_at(self.on)

    @property
    def title(self) -> str:
        return f"{self.name} · {self.point.name}" if self.point else self.name

    def form_facts(self) -> dict:
        houses = [] if self.point else self.houses()
        return {"categories": self.categories, "buildings": houses, "scanned": self.point is not None}

    def houses(self) -> list[tuple[int, str]]:
        rows = lists.building_names(self.pk)
        return [(pk, name) for pk, name, _group in sorted(rows, key=lambda row: in_walking_order(row[1]))]

    def kinds(self) -> tuple[list, list]:
        """(what stands open, what is one tap away): each (key, name, hint)."""
        first = BY_POINT.get(self.point.kind, ORDINARY) if self.point else ORDINARY
        rank = {key: number for number, key in enumerate(dict.fromkeys((*first, *ORDINARY)))}
        rows = sorted(self.categories, key=lambda one: rank.get(one.key, len(rank)))
        shown = [(one.key, category_name(one), one.hint) for one in rows]
        return shown[:FIRST], shown[FIRST:]

    def category(self, form: forms.ReportForm) -> str:
        """The chosen kind; of whoever is not sure the one that the words most likely mean, else the one for all else."""
        chosen = form.cleaned_data["category"]
        if chosen != forms.UNSURE:
            return chosen
        known = [one.key for one in self.categories]
        found = suggestion(form.cleaned_data["text"])
        if found is not None and found.category in known:
            return found.category
        return OTHER if OTHER in known or not known else known[-1]

    def order(self, form: forms.ReportForm, file_ids: tuple[int, ...], **more: object) -> NewReport:
        said = form.cleaned_data
        place = {"building_id": said.get("building")}
        if self.point is not None:
            place = {
                "building_id": self.point.building_id,
                "entrance_id": self.point.entrance_id,
                "premises_id": self.point.premises_id,
                "point_id": self.point.pk,
            }
        note = said["place_note"] or (self.point.name if self.point else "")
        return NewReport(
            category=self.category(form), territory_id=self.pk, text=said["text"], client_key=said["client_key"],
            place_note=note, file_ids=file_ids, told_at=said["told_at"], keep_private=said["keep_private"],
            **place, **more,
        )  # fmt: skip


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened there. Sent without an account it waits while the phone is verified, once."""
    spot = Spot(request, pk)
    by_script = request.headers.get("X-Outbox") == "1"
    if request.method != "POST":
        return shown(request, spot, forms.ReportForm.opened(request, **spot.form_facts()))
    if not request.user.is_authenticated:
        return JsonResponse({"state": "sign_in"}) if by_script else doors.to_sign_in(request)
    form = forms.ReportForm(request.POST, request.FILES, **spot.form_facts())
    if not form.is_valid():
        return refused(form) if by_script else shown(request, spot, form)
    try:
        return sent(request, spot, form, by_script)
    except Refused as no:
        form.refuse(no)
        return refused(form) if by_script else shown(request, spot, form)


def sent(request: HttpRequest, spot: Spot, form: forms.ReportForm, by_script: bool) -> HttpResponse:
    """The case stands; or first what neighbours reported there. Raises Refused."""
    now = clock.now()
    file_ids = uploads.taken(request, form, now)
    order = spot.order(form, file_ids)
    if not (by_script or form.cleaned_data["alike_seen"]):
        alike = cases.similar(spot.pk, order.category, now, building_id=order.building_id)
        if alike:
            return look_alike(request, spot, form, file_ids, alike)
    made = actions.report(order=order, actor=request.actor, now=now)
    if by_script:
        address = reverse("cases:thread", args=[made.number])
        return JsonResponse({"state": "sent", "number": made.number, "url": address})
    return HttpResponseRedirect(reverse("cases:thread", args=[made.number]) + "?new=1")


def look_alike(
    request: HttpRequest, spot: Spot, form: forms.ReportForm, file_ids: tuple[int, ...], alike: tuple[Case, ...]
) -> HttpResponse:
    """Before it is sent: is it one of these? Nothing that was given is lost, photos wait by their ids."""
    again = forms.ReportForm(initial={**form.cleaned_data, "kept": ",".join(map(str, file_ids))}, **spot.form_facts())
    hidden = [
        ("category", spot.category(form)),
        ("text", form.cleaned_data["text"]),
        ("place_note", form.cleaned_data["place_note"]),
        ("client_key", form.cleaned_data["client_key"]),
        ("request_key", form.cleaned_data["request_key"]),
        ("kept", again.initial["kept"]),
        *([("building", form.cleaned_data["building"])] if form.cleaned_data.get("building") else []),
        *([("keep_private", "on")] if form.cleaned_data["keep_private"] else []),
    ]
    given = [pair for pair in hidden if pair[0] in ("text", "client_key", "request_key", "kept")]
    context = {
        "spot": spot,
        "alike": [(one, words.where(one)) for one in alike],
        "hidden": hidden,
        "given": given,
        "owner": words.owner(request),
    }
    return render(request, "cases/public/alike.html", context)


def shown(request: HttpRequest, spot: Spot, form: forms.ReportForm, template: str = "report") -> HttpResponse:
    first, rest = spot.kinds()
    context = {
        "spot": spot,
        "form": form,
        "first": first,
        "rest": rest,
        "chosen": form["category"].value() or "",
        "emergencies": words.emergencies(spot.categories),
        "owner": words.owner(request),
        "accept_photo": uploads.ACCEPT_PHOTO,
        "accept_voice": uploads.ACCEPT_VOICE,
    }
    status = form.why[0].status if form.why else 200
    return render(request, f"cases/public/{template}.html", context, status=status)


def refused(form: forms.ReportForm) -> JsonResponse:
    """Why the server does not take what a phone kept; the phone keeps it all the same."""
    why = " ".join([str(one.rule) for one in form.why] or [message for _id, message in form.problems])
    return JsonResponse({"state": "refused", "why": why})


@anyone
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What the script on a phone asks before it sends what it kept: is there a network, who is signed in, in what words."""
    told = {
        "sent": _("What waited on this phone is sent. Number #."),
        "look": _("See how it goes"),
        "refused": _("What waited on this phone (“#”) was not taken:"),
        "mend": _("Write it again"),
        "discard": _("Delete it"),
        "send": _("Send the report"),
        "whose": _("A report waits on this phone: “#”. Is it yours?"),
        "waits": _("A report waits on this phone. Sign in, and it is sent."),
        "sign_in": _("Sign in"),
    }
    return JsonResponse(
        {
            "token": get_token(request),
            "owner": words.owner(request),
            "sign_in": f"{reverse('people:sign_in')}?next={reverse('cases:mine')}",
            "words": told,
        }
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, number: str) -> HttpResponse:
    """ "Me too": a thread of one's own on a neighbour's case."""
    case_id = cases.id_of(number)
    if case_id is None:
        raise Http404
    thread = cases.thread(case_id, request.actor, clock.now())
    form = forms.JoinForm(request.POST, request.FILES) if request.method == "POST" else forms.JoinForm.opened(request)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            file_ids = uploads.taken(request, form, now)
            joining = Joining(form.cleaned_data["client_key"], form.cleaned_data["text"], file_ids)
            number, said = joined(request, case_id, joining, now)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, said)
            return redirect(f"{reverse('cases:thread', args=[number])}?{urlencode({'sent': joining.client_key})}")
    context = filling(thread, form)
    return render(request, "cases/public/join.html", context, status=form.why[0].status if form.why else 200)


def joined(request: HttpRequest, case_id: int, joining: Joining, now: datetime) -> tuple[str, str]:
    """(the case's number, what to say). Whoever had reported it already adds words and photos to their own thread."""
    mine = actions.join(case_id=case_id, joining=joining, actor=request.actor, now=now)
    if mine.client_key == joining.client_key:
        return mine.case.number, _("You are in. You will hear of the result.")
    if joining.text.strip() or joining.file_ids:
        actions.add_words(
            case_id=mine.case_id, text=joining.text, file_ids=joining.file_ids, actor=request.actor, now=now
        )
    return mine.case.number, _("You had reported this already. What you wrote is added to it.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """More words and photos for an own report."""
    case_id = cases.id_of(number)
    if case_id is None:
        raise Http404
    thread = cases.thread(case_id, request.actor, clock.now())
    form = forms.MoreForm(request.POST, request.FILES) if request.method == "POST" else forms.MoreForm.opened(request)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            file_ids = uploads.taken(request, form, now)
            text = form.cleaned_data["text"]
            actions.add_words(case_id=case_id, text=text, file_ids=file_ids, actor=request.actor, now=now)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Added. Whoever handles it is told."))
            return redirect("cases:thread", thread.case.number)
    return render(
        request, "cases/public/add.html", filling(thread, form), status=form.why[0].status if form.why else 200
    )


def filling(thread: cases.Thread, form: forms.ToldForm) -> dict:
    return {
        "thread": thread,
        "where": words.where(thread.case),
        "form": form,
        "accept_photo": uploads.ACCEPT_PHOTO,
        "accept_voice": uploads.ACCEPT_VOICE,
    }


@anyone
@require_safe
def at(request: HttpRequest, pk: int) -> HttpResponse:
    """The case that a message tells of, for whoever may see it: to those who handle it on their own page."""
    found = cases.thread(pk, request.actor, clock.now())
    works = found.own is None and found.sight in (STAFF, HELPER)
    return redirect("casework:case" if works else "cases:thread", found.case.number)


@holding("cases.report_for")
@require_http_methods(["GET", "HEAD", "POST"])
def report_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk or a grid worker writes down what somebody says."""
    spot = Spot(request, pk)
    if request.method != "POST":
        return shown(request, spot, forms.ForSomebodyForm.opened(request, **spot.form_facts()), "report_for")
    form = forms.ForSomebodyForm(request.POST, request.FILES, **spot.form_facts())
    if form.is_valid():
        now = clock.now()
        try:
            said = form.cleaned_data
            order = spot.order(
                form, uploads.taken(request, form, now), source=Case.Source.DESK, name=said["name"], phone=said["phone"]
            )
            made = actions.report(order=order, actor=request.actor, now=now)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Written down under number %(number)s.") % {"number": made.number})
            return redirect("cases:report_for", pk)
    return shown(request, spot, form, "report_for")
