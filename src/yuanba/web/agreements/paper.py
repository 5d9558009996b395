"""Paper at the desk: signatures with a scan, organisations with their seal, and what somebody says without a phone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.agreements import actions, queries, rules, states
from yuanba.agreements.models import Agreement, Signature
from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import RollRow, search_roll
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.agreements.desk import mine, newest
from yuanba.web.agreements.forms import AtDeskForm, FindForm, PaperForm, PartyForm
from yuanba.web.doors import holding

ACTIVE = "agreement-paper"
KINDS = {"pdf", "jpeg", "png", "webp"}
MOST_BYTES = 20 * 1024 * 1024


@holding(rules.PAPER)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The texts that people of the clerk's places may sign or comment on now."""
    rows = queries.desk(request.actor, clock.now(), [rules.PAPER])
    newest_of = queries.newest([row.pk for row in rows])
    live = [(row, newest_of[row.pk]) for row in rows if newest_of[row.pk].state in (states.ADOPTED, states.COMMENT)]
    return render(request, "agreements/paper_index.html", {"rows": live})


@holding(rules.PAPER)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A signature that came on paper: find the person, choose, add the scan."""
    agreement = mine(request, pk, rules.PAPER)
    version, today = newest(agreement), local_date(clock.now())
    if agreement.signers not in (Agreement.Signers.RESIDENTS, Agreement.Signers.OWNERS):
        raise Http404
    find = FindForm(request.GET if {"name", "premises"} & request.GET.keys() else None)
    found = _found(request, agreement, find) if find.is_bound and find.is_valid() else None
    people = [(row.person.id, f"{row.person.name} · {row.premises}") for row in (found or {}).values()]
    form = filled(PaperForm, request, initial={"signed_date": today}, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, version.pk, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The signature counts."))
            return redirect("agreements:paper_sign", pk)
    rows = [
        (row, mask_name(row.person.name) if row.person else row.party_name)
        for row in queries.paper_signatures(version.pk)
    ]
    context = {
        "agreement": agreement,
        "version": version,
        "find": find,
        "found": found,
        "form": form,
        "rows": rows,
        "signed": queries.signed_count(version.pk),
    }
    return render(request, "agreements/paper_sign.html", context, status=form.why[0].status if form.why else 200)


def _found(request: HttpRequest, agreement: Agreement, find: FindForm) -> dict[int, RollRow]:
    """Whoever of the roll of this place fits; asked where the clerk may look."""
    rows: dict[int, RollRow] = {}
    for row in search_roll(
        actor=request.actor,  # type: ignore[attr-defined]
        territory_id=agreement.territory_id,
        now=clock.now(),
        **find.cleaned_data,
    ):
        rows.setdefault(row.person.id, row)
    return rows


def _keep(request: HttpRequest, version_id: int, data: dict[str, Any]) -> Signature:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    scan = _scan(request, data["scan"])
    return actions.sign_on_paper(
        version_id=version_id,
        person_id=data["person"],
        scan_file_id=scan,
        signed_date=data["signed_date"],
        shows_name=data["shows_name"],
        actor=actor,
        now=now,
    )


def _scan(request: HttpRequest, upload: Any) -> int:
    stored = files.store(
        content=upload,
        name=upload.name,
        kinds=KINDS,
        limit_bytes=MOST_BYTES,
        visibility="STAFF",
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    return int(stored.pk)


@holding(rules.PAPER)
@require_POST
def unsign(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody takes a signature back at the desk."""
    row = Signature.objects.filter(pk=pk, channel=Signature.Channel.PAPER).select_related("version").first()
    if row is None:
        raise Http404
    agreement = mine(request, row.version.agreement_id, rules.PAPER)
    actions.withdraw_signature(signature_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("The signature is taken back. It is no longer counted."))
    return redirect("agreements:paper_sign", agreement.pk)


@holding(rules.PAPER)
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment that somebody makes at the desk."""
    agreement = mine(request, pk, rules.PAPER)
    version = newest(agreement)
    return act(
        request,
        filled(AtDeskForm, request),
        lambda data: actions.comment(version_id=version.pk, is_desk=True, actor=request.actor, now=clock.now(), **data),
        heading=_("Write down a comment"),
        lead=_("“%(title)s”. Who said it is not kept; the answer stands on the public page.")
        % {"title": agreement.title},
        button=_("Write it down"),
        back=reverse("agreements:paper_index"),
        done=_("The comment is written down. Its answer will stand on the public page."),
        active=ACTIVE,
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation signed, with its seal."""
    agreement = mine(request, pk)
    version = newest(agreement)

    def do(data: dict[str, Any]) -> None:
        actions.sign_for_party(
            version_id=version.pk,
            party_name=data["party_name"],
            scan_file_id=_scan(request, data["scan"]),
            signed_date=data["signed_date"],
            actor=request.actor,
            now=clock.now(),
        )

    return act(
        request,
        filled(PartyForm, request, initial={"signed_date": local_date(clock.now())}),
        do,
        heading=_("An organisation signs"),
        lead=agreement.title,
        button=_("Keep the signature"),
        back=reverse("agreements:board", args=[pk]),
        done=_("The organisation stands on the page."),
        active=ACTIVE,
    )
