"""The notice on the board: the sheet to hang out, and the photo that proves it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.documents import posters
from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import name_at
from yuanba.publicity import actions, rules
from yuanba.publicity.models import Notice
from yuanba.web import clock, dates
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.publicity.desk import ACTIVE, mine
from yuanba.web.publicity.feed import address
from yuanba.web.publicity.forms import PostingForm

KINDS = {"jpeg", "png", "webp"}
MOST_BYTES = 20 * 1024 * 1024
NUMBERING = {"序号", "编号"}  # columns that say nothing on a board


@holding("publicity.post")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo proves where the notice hangs since when."""
    found = mine(request, pk)
    now = clock.now()

    def do(data: dict[str, Any]) -> None:
        stored = files.store(
            content=data["photo"],
            name=data["photo"].name,
            kinds=KINDS,
            limit_bytes=MOST_BYTES,
            visibility="PUBLIC",
            actor=request.actor,
            now=now,
        )
        actions.record_posting(
            notice_id=pk,
            place=data["place"],
            posted_date=data["posted_date"],
            photo_file_id=stored.pk,
            actor=request.actor,
            now=now,
        )

    return act(
        request,
        filled(PostingForm, request, initial={"posted_date": local_date(now)}),
        do,
        heading=_("Prove that it hangs"),
        button=_("Hand in the photo"),
        back=reverse("publicity:desk_notice", args=[pk]),
        done=_("The photo is kept. Everybody can see where the notice hangs."),
        lead=found.title,
        active=ACTIVE,
    )


@holding("publicity.post")
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the board, A3 or A4, with a QR code to the notice."""
    found = mine(request, pk)
    if found.opens_at is None:
        raise Http404
    paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    response = HttpResponse(posters.notice_poster(sheet(found, paper)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="notice-{pk}-{paper}.pdf"'
    return response


def sheet(notice: Notice, paper: str) -> posters.Poster:
    """The notice as a poster, in Chinese whatever language the officer reads."""
    assert notice.opens_at is not None and notice.closes_at is not None, "what hangs is public"
    first, last = local_date(notice.opens_at), rules.last_day_of(notice.closes_at)
    office = name_at(notice.territory_id, first)
    with translation.override("zh-hans"):
        period = f"{dates.day(first, year=True)}至{dates.day(last, year=True)}24:00"
        signed = (office, dates.day(first, year=True))
    lists, paragraphs = _lists(notice)
    return posters.Poster(
        title=notice.title,
        organiser=office,
        paragraphs=tuple(paragraphs),
        url=address("publicity:notice", notice.pk),
        period=period,
        lists=tuple(lists),
        contacts=(notice.contact_line,) if notice.contact_line else (),
        signed=signed,
        paper=paper,
    )


def _lists(notice: Notice) -> tuple[list[posters.PosterList], list[str]]:
    """Lists and tables under the heading above them, and the paragraphs."""
    lists: list[posters.PosterList] = []
    paragraphs: list[str] = []
    heading = ""
    for block in notice.body:
        if block["type"] == "heading":
            heading = block["text"]
        elif block["type"] == "paragraph":
            paragraphs.append(block["text"])
        else:
            names = tuple(block["items"]) if block["type"] == "list" else _names(block)
            lists.append(posters.PosterList(heading, names, columns=3 if _short(names) else 1))
    return lists, paragraphs


def _names(block: dict[str, Any]) -> tuple[str, ...]:
    wanted = [number for number, head in enumerate(block["head"]) if head not in NUMBERING]
    rows = ([row[number] for number in wanted if row[number]] for row in block["rows"])
    return tuple(f"{row[0]}（{'，'.join(row[1:])}）" if row[1:] else "".join(row) for row in rows)


def _short(names: tuple[str, ...]) -> bool:
    return all(len(name) <= 12 for name in names)  # about a third of the width at the poster's size
