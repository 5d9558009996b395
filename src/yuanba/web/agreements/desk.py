"""The desk of texts: what stands where, what blocks the next step, and the steps themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.agreements import actions, queries, rules, states
from yuanba.agreements.models import Agreement, AgreementComment, AgreementVersion
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.acting import act, doer, filled
from yuanba.web.agreements import public, shown
from yuanba.web.agreements.decisions import known_ballots
from yuanba.web.agreements.forms import (
    AdoptForm,
    AnswerForm,
    DaysForm,
    DecidedForm,
    DraftForm,
    EndForm,
    FilingForm,
    WordingForm,
)
from yuanba.web.agreements.labels import CHIPS, KINDS, REMARK_CHIPS, REMARKS, SIGNERS, STATES, VERBS
from yuanba.web.agreements.scope import places_of
from yuanba.web.dates import by
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm

ACTIVE = "agreement-desk"


@holding(rules.ORGANISE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The texts of the organiser's places, drafts included."""
    rows = list(queries.desk(request.actor, clock.now(), [rules.ORGANISE])[:200])
    public.furnished(rows)
    found = [{"row": row, "kind": KINDS[row.kind], "version": row.newest} for row in rows]  # type: ignore[attr-defined]
    return render(request, "agreements/desk.html", {"rows": found, "states": STATES, "chips": CHIPS})


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first version of a text."""
    places = places_of(request, rules.ORGANISE)
    initial = {"kind": Agreement.Kind.COVENANT, "signers": Agreement.Signers.RESIDENTS}
    if len(places) == 1:
        initial["place"] = places[0][0]  # type: ignore[assignment]
    form = filled(DraftForm, request, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            version = actions.draft(
                new=actions.NewAgreement(data["kind"], data["place"], data["title"], data["signers"]),
                wording=actions.Wording(data["text"], data["purpose"]),
                **doer(request),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is kept. Put it up for comments when it is ready."))
            return redirect("agreements:board", version.agreement_id)
    context = {"form": form, "heading": _("Write a text"), "back": reverse("agreements:desk")}
    return render(request, "agreements/write.html", context, status=form.why[0].status if form.why else 200)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft is changed, or what comes out of the comments; where nothing is being made, the next version begins."""
    agreement = mine(request, pk)
    last = newest(agreement)
    form = filled(WordingForm, request, initial={"text": last.text, "purpose": _purpose(last)})
    if request.method == "POST" and form.is_valid():
        wording = actions.Wording(form.cleaned_data["text"], form.cleaned_data["purpose"])
        same = {"wording": wording} | doer(request)
        try:
            if last.state in states.PREPARED:
                actions.revise(version_id=last.pk, **same)
            else:
                actions.draft_next(agreement_id=pk, **same)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The text is kept."))
            return redirect("agreements:board", pk)
    heading = _("Change the wording") if last.state in states.PREPARED else _("Write the next version")
    context = {"form": form, "heading": heading, "back": reverse("agreements:board", args=[pk])}
    return render(request, "agreements/write.html", context, status=form.why[0].status if form.why else 200)


def _purpose(last: AgreementVersion) -> str:
    return last.purpose if last.state in states.PREPARED else ""


@holding(rules.ORGANISE)
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One text: where its newest version stands, what blocks the next step, the comments, the signatures."""
    agreement = mine(request, pk)
    version, now = newest(agreement), clock.now()
    old = queries.before(version)
    waiting = queries.waiting_comments(version.pk)
    over = bool(version.comments_close_at and now >= version.comments_close_at)
    context = {
        "agreement": agreement,
        "version": version,
        "place_name": name_at(agreement.territory_id, local_date(now)),
        "kind": KINDS[agreement.kind],
        "signers": SIGNERS[agreement.signers],
        "state": STATES[version.state],
        "chip_of": CHIPS[version.state],
        "blocking": _blocking(version, waiting, over),
        "waiting": waiting,
        "over": over,
        "remarks": list(queries.comments(version.pk)),
        "remark_states": REMARKS,
        "remark_chips": REMARK_CHIPS,
        "since_last": shown.difference(old.text, version.text) if old else [],
        "since_comments": shown.difference(version.commented_text, version.text) if version.commented_text else [],
        "body": shown.blocks(version.text),
        "signed": queries.signed_count(version.pk),
        "parties": list(queries.parties(version.pk)),
        "steps": [
            (one.at, one.version.number, VERBS.get(one.verb, one.verb), one.reason) for one in queries.history(pk)
        ],
        "may_paper": bool(rules.may_take_paper(request.actor, agreement.territory_id, now)),
        "is_public": version.comments_open_at is not None,
        "has_public": bool(queries.public_versions(pk)),
    }
    return render(request, "agreements/board.html", context)


def _blocking(version: AgreementVersion, waiting: int, over: bool) -> list[dict[str, Any]]:
    if version.state == states.COMMENT and not over:
        when = by(version.comments_close_at)  # type: ignore[arg-type]
        return [
            {
                "text": _("Comments are taken %(when)s.") % {"when": when},
                "who": _("everybody of the place"),
                "url": "",
                "action": "",
            }
        ]
    if version.state in (states.COMMENT, states.SETTLING) and waiting:
        text = _("Comments without an answer: %(n)s.") % {"n": waiting}
        return [{"text": text, "who": _("you"), "url": "#remarks", "action": _("Answer them")}]
    return []


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def put_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody reads it, and whoever lives or owns here comments."""
    agreement = mine(request, pk)
    version = newest(agreement)
    least = rules.comment_days(agreement.kind)
    return act(
        request,
        filled(DaysForm, request, initial={"days": least}),
        lambda data: actions.open_comments(version_id=version.pk, days=data["days"], **doer(request)),
        heading=_("Ask for comments"),
        button=_("Ask for comments"),
        done=_("Everybody can read it now, and comment."),
        **on_board(
            agreement,
            _("“%(title)s” becomes public, and its text stands until the comments are over. At least %(n)s days.")
            % {"title": agreement.title, "n": least},
        ),
    )


@holding(rules.ORGANISE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment period is over; what waits is answered next."""
    version = newest(mine(request, pk))
    actions.close_comments(version_id=version.pk, **doer(request))
    messages.success(request, _("Comments are closed. Answer those that wait, then have the text decided on."))
    return redirect("agreements:board", pk)


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment has its answer, and both become public."""
    row = AgreementComment.objects.select_related("version__agreement").defer("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    agreement = mine(request, row.version.agreement_id)

    def do(data: dict[str, Any]) -> None:
        actions.answer_comment(
            comment_id=pk,
            is_accepted=data["finding"] == "accept",
            answer=data["answer"],
            is_hidden=data["is_hidden"],
            **doer(request),
        )

    return act(
        request,
        filled(AnswerForm, request),
        do,
        heading=_("Answer a comment"),
        lead=f"{row.about}：{row.text}" if row.about else row.text,
        button=_("Publish the answer"),
        back=reverse("agreements:board", args=[agreement.pk]) + "#remarks",
        done=_("The answer is public."),
        active=ACTIVE,
    )


def _decision(form: DecidedForm) -> actions.Decision:
    return actions.Decision(form.reference, form.cleaned_data["words"], form.cleaned_data["on"])


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """It was decided: the version holds from a day on."""
    agreement = mine(request, pk)
    version, today = newest(agreement), local_date(clock.now())
    form = filled(
        AdoptForm, request, initial={"on": today, "from_date": today}, ballots=known_ballots(agreement.territory_id)
    )
    return act(
        request,
        form,
        lambda data: actions.adopt(
            version_id=version.pk, decision=_decision(form), from_date=data["from_date"], **doer(request)
        ),
        heading=_("Adopt the text"),
        button=_("Adopt it"),
        done=_("The text is adopted. It can be signed now, and printed for the board."),
        **on_board(agreement, _by_law(agreement)),
    )


def _by_law(agreement: Agreement) -> Any:
    if agreement.kind in rules.BINDING_ALL_OWNERS:
        return _("All owners decide on it together (Civil Code art. 278). Name the ballot or the owners’ meeting.")
    if agreement.kind == Agreement.Kind.RESIDENTS_PACT:
        return _("The residents’ assembly decides on it, and it is filed with the subdistrict afterwards.")
    return _("Name the ballot or the meeting that decided on “%(title)s”.") % {"title": agreement.title}


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """It was decided against; the text stays readable with the decision."""
    agreement = mine(request, pk)
    version = newest(agreement)
    form = filled(
        DecidedForm,
        request,
        initial={"on": local_date(clock.now())},
        ballots=known_ballots(agreement.territory_id),
    )
    return act(
        request,
        form,
        lambda data: actions.reject(version_id=version.pk, decision=_decision(form), **doer(request)),
        heading=_("Not adopted"),
        button=_("Record that it was not adopted"),
        done=_("Recorded. What held before goes on."),
        **on_board(agreement),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The version is given up before anybody decided."""
    agreement = mine(request, pk)
    version = newest(agreement)
    return act(
        request,
        filled(ReasonForm, request),
        lambda data: actions.withdraw(version_id=version.pk, reason=data["reason"], **doer(request)),
        heading=_("Give this version up"),
        button=_("Give it up"),
        done=_("This version is given up. What held before goes on."),
        **on_board(agreement),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The text ends without a successor."""
    agreement = mine(request, pk)
    version = newest(agreement)
    return act(
        request,
        filled(EndForm, request, initial={"to_date": local_date(clock.now())}),
        lambda data: actions.end(
            version_id=version.pk, to_date=data["to_date"], reason=data["reason"], **doer(request)
        ),
        heading=_("End the text"),
        button=_("End the text"),
        done=_("The text ends on that day; it stays readable."),
        **on_board(agreement),
    )


@holding(rules.ORGANISE)
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the decided text was filed."""
    agreement = mine(request, pk)
    version = newest(agreement)
    return act(
        request,
        filled(FilingForm, request, initial={"on": local_date(clock.now())}),
        lambda data: actions.record_filing(
            version_id=version.pk, filed_with=data["filed_with"], on=data["on"], **doer(request)
        ),
        heading=_("Record the filing"),
        button=_("Record the filing"),
        done=_("The filing stands on the page."),
        **on_board(agreement),
    )


def on_board(agreement: Agreement, lead: Any = "") -> dict[str, Any]:
    """Where the small forms of a text stand: under its title, or what they say first, and leading back to its board."""
    back = reverse("agreements:board", args=[agreement.pk])
    return {"lead": lead or agreement.title, "back": back, "active": ACTIVE}


def mine(request: HttpRequest, pk: int, permission: str = rules.ORGANISE) -> Agreement:
    """The text, if it is of the officer's places; else it is not there."""
    found = queries.desk(request.actor, clock.now(), [permission]).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def newest(agreement: Agreement) -> AgreementVersion:
    """The last version of a text."""
    found = agreement.versions.select_related("agreement").order_by("-number").first()
    assert found is not None, "a text has a version"
    return found
