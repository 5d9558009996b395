"""The result is posted in the compound: the clock, the proof, and the photographs for everybody."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.ballots import actions, queries, rules, states
from yuanba.ballots.models import Ballot, ResultPosting
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.web import clock, downloads
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm

PHOTO_BYTES = 20 * 1024 * 1024
PHOTO_KINDS = {"jpeg", "png", "webp"}


class PostingForm(PageForm):
    """Where the result hangs, since when, and the photo."""

    place = forms.CharField(label=_("Where it hangs"), max_length=120, help_text=_("Such as: board at the east gate."))
    posted_date = forms.DateField(
        label=_("Day it was hung up"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB. Everybody sees it: no faces, no number plates."),
    )


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Proof that the result hangs in the compound."""
    ballot, now = _mine(request, pk), clock.now()
    initial = {"posted_date": local_date(now)}
    form = (
        PostingForm(request.POST, request.FILES) if request.method == "POST" else PostingForm.opened(request, initial)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _post(request, pk, form, now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The posting is on record; the photo stands beside the result."))
            return redirect("ballots:board", pk)
    context = {"ballot": ballot, "form": form, **shown(ballot, now)}
    return render(request, "ballots/post_result.html", context, status=409 if form.why else 200)


@anyone
@require_safe
def photo(request: HttpRequest, pk: int, posting: int) -> HttpResponseBase:
    """The photograph of a posting."""
    row = ResultPosting.objects.filter(pk=posting, ballot_id=pk, ballot__state=states.PUBLISHED).first()
    stored = chosen([row.photo_file_id]).get(row.photo_file_id) if row is not None else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


def shown(ballot: Ballot, now: datetime) -> dict[str, Any]:
    """The duty to post and what was posted, for the organiser's board and the result page."""
    duty = queries.posting_duty(ballot, now)
    return {"duty": duty, "postings": queries.postings_of(ballot.pk) if duty is not None else []}


def _post(request: HttpRequest, pk: int, form: PageForm, now: datetime) -> None:
    data = form.cleaned_data
    stored = files.store(
        content=data["photo"],
        name=data["photo"].name,
        kinds=PHOTO_KINDS,
        limit_bytes=PHOTO_BYTES,
        visibility="PUBLIC",
        actor=request.actor,  # type: ignore[attr-defined]
        now=now,
    )
    actions.post_result(
        ballot_id=pk,
        place=data["place"],
        posted_date=data["posted_date"],
        photo_file_id=stored.pk,
        actor=request.actor,  # type: ignore[attr-defined]
        now=now,
    )


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()
    if ballot is None or not queries.must_post(ballot):
        raise Http404
    return ballot
