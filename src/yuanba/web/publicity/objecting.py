"""Objecting: by anybody on line, or written down at the desk for whoever called, wrote or came."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yuanba.files import actions as files
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, require
from yuanba.publicity import actions, queries, rules
from yuanba.publicity.models import Notice, Objection
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.doors import anyone, holding
from yuanba.web.people import visitor
from yuanba.web.publicity import noticed
from yuanba.web.publicity.forms import ObjectionForm, ReceivedForm

KINDS = {"jpeg", "png", "webp", "pdf", "docx"}
MOST_BYTES = 20 * 1024 * 1024
NOBODY = Actor(id="anonymous")


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody objects, with a name or without; the receipt shows the code once."""
    found = queries.public_notice(pk)
    if found is None:
        raise Http404
    return _page(request, found, ObjectionForm, "publicity/object.html")


@holding("publicity.receive")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk writes down what somebody said, and hands over the code on paper."""
    mine = queries.places_of(request.actor, clock.now(), ["publicity.receive"])
    found = queries.public(mine).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _page(request, found, ReceivedForm, "publicity/receive.html")


def _page(request: HttpRequest, notice: Notice, form_class: type[ObjectionForm], template: str) -> HttpResponse:
    """The form, the form with what is wrong, or the receipt. The receipt is the answer itself: the code is kept nowhere,
    in no session and no address, and whoever sends the form again is told the same."""
    now = clock.now()
    initial = {"kind": Objection.Kind.NAMED, "about_ref": request.GET.get("about", "")}
    form = filled(form_class, request, lines=noticed.lines(notice), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            filed = _filed(request, notice, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return render(request, "publicity/receipt.html", {"notice": notice, "filed": filed, "code": _spaced(filed)})
    elif request.method != "POST":
        require(rules.may_object(notice, now))
    context = {"notice": notice, "form": form}
    return render(request, template, context, status=form.why[0].status if form.why else 200)


def _filed(request: HttpRequest, notice: Notice, form: ObjectionForm) -> actions.Filed:
    data, now = form.cleaned_data, clock.now()
    upload, file_id = data.get("file"), None
    if upload:
        require(rules.may_object(notice, now))
        said = actions.Statement(text="", kind=data["kind"], channel=data.get("channel", Objection.Channel.ONLINE))
        require(actions.room_left(notice, said, visitor.address(request), request.actor, now))
        stored = files.store(
            content=upload,
            name=upload.name if data["kind"] != Objection.Kind.ANONYMOUS else "objection",
            kinds=KINDS,
            limit_bytes=MOST_BYTES,
            visibility="PRIVATE",
            # Whose upload it was must not tell who objected.
            actor=NOBODY if data["kind"] == Objection.Kind.ANONYMOUS else request.actor,
            now=now,
        )
        file_id = stored.pk
    statement = actions.Statement(
        text=data["text"],
        kind=data["kind"],
        name=data["name"],
        contact=data["contact"],
        file_id=file_id,
        about_ref=data.get("about_ref", ""),
        channel=data.get("channel", Objection.Channel.ONLINE),
    )
    return actions.file_objection(
        notice_id=notice.pk,
        statement=statement,
        actor=request.actor,
        now=now,
        request_key=data["request_key"],
        address=visitor.address(request),
    )


def _spaced(filed: actions.Filed) -> str:
    """The code in groups of four, as one reads it out."""
    return " ".join(filed.code[start : start + 4] for start in range(0, len(filed.code), 4))
