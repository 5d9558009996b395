"""A photo before everybody sees it: whoever handles the case taps on faces and plates, which are then cells of colour.

The picture is a button: the browser sends where it was tapped. It works without a script and with any number of taps.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yuanba.cases import actions
from yuanba.cases.models import Attachment
from yuanba.cases.queries import Thread
from yuanba.files.images import Spot
from yuanba.files.queries import chosen, picture_size
from yuanba.web import clock, sent
from yuanba.web.cases.public.following import seen
from yuanba.web.doors import staff

WIDTH = 320  # as it is shown on every screen, so that a tap can be told from its place
SIDES = {"small": 60, "middle": 120, "large": 240}  # thousandths of the width
THOUSAND = 1000


def picture_of(found: Thread, pk: int) -> Attachment:
    """One photo of a case, for whoever handles it. Raises Http404."""
    row = next((one for one in found.attachments if one.pk == pk), None)
    if row is None or row.kind not in (Attachment.Kind.PHOTO, Attachment.Kind.PROOF) or not found.is_staff:
        raise Http404
    return row


def tapped(request: HttpRequest) -> tuple[int, int] | None:
    """Where the picture was tapped, in thousandths of its width."""
    x, y = sent.whole(request.POST.get("at.x"), most=9999), sent.whole(request.POST.get("at.y"), most=9999)
    return None if x is None or y is None else (x * THOUSAND // WIDTH, y * THOUSAND // WIDTH)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The photo as everybody would see it, to be tapped, shown, hidden, or begun anew."""
    found = seen(request, number)
    row = picture_of(found, pk)
    side = request.POST.get("side", request.GET.get("side", "middle"))
    side = side if side in SIDES else "middle"
    if request.method == "POST":
        done(request, row, side)
        return redirect(f"/cases/{found.case.number}/photos/{row.pk}?side={side}")
    stored = chosen([row.public_file_id or row.file_id]).get(row.public_file_id or row.file_id)
    if stored is None:
        raise Http404
    wide, high = picture_size(stored)
    context = {
        "case": found.case, "row": row, "side": side, "width": WIDTH, "height": max(high * WIDTH // wide, 1),
        "may_show": found.case.is_public,
    }  # fmt: skip
    return render(request, "cases/public/photo.html", context)


def done(request: HttpRequest, row: Attachment, side: str) -> None:
    """One tap, or one of the buttons. Raises Refused."""
    by = {"attachment_id": row.pk, "actor": request.actor, "now": clock.now()}
    asked = request.POST.get("do", "")
    at = tapped(request)
    if asked in ("show", "hide"):
        actions.show_photo(shown=asked == "show", **by)
    elif asked == "anew":
        actions.unblur_photo(**by)
    elif at is not None:
        actions.blur_photo(spot=Spot(*at, SIDES[side]), **by)
