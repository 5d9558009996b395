"""What a resident does with a text: comments on the draft, signs it, takes the signature back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.agreements import actions, queries, rules, states
from yuanba.agreements.models import AgreementComment, Signature
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, require
from yuanba.people.models import Person
from yuanba.web import clock
from yuanba.web.acting import filled
from yuanba.web.agreements.forms import RemarkForm, ShowNameForm
from yuanba.web.agreements.labels import REMARK_CHIPS, REMARKS
from yuanba.web.agreements.public import of
from yuanba.web.agreements.shown import page
from yuanba.web.doors import resident


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A comment on the draft, and those that I made."""
    version, _versions = of(pk, number)
    require(rules.is_here(request.actor, version.agreement, clock.now()))
    form = filled(RemarkForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.comment(version_id=version.pk, actor=request.actor, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your comment has come in. You are told as soon as it is answered."))
            return redirect("agreements:comment", pk, number)
    context = {
        "agreement": version.agreement,
        "version": version,
        "form": form,
        "open": rules.may_comment(version, clock.now()),
        "mine": list(queries.own_comments(version.pk, request.actor.person_id)),
        "states": REMARKS,
        "chips": REMARK_CHIPS,
        "FILED": states.FILED,
    }
    return render(request, "agreements/comment.html", context, status=form.why[0].status if form.why else 200)


@resident
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """My comment is withdrawn before it was answered."""
    row = AgreementComment.objects.filter(pk=pk).select_related("version").first()
    if row is None:
        raise Http404
    actions.take_back_comment(comment_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Your comment is taken back."))
    return redirect("agreements:comment", row.version.agreement_id, row.version.number)


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The text to the end, and one button; whoever signed sees since when, and how to take it back."""
    version, versions = of(pk, number)
    mine = queries.signature_of(version.pk, request.actor.person_id)
    if mine is None:
        signer = Person.objects.get(pk=request.actor.person_id)
        require(rules.may_sign(version, signer, local_date(clock.now())))
    initial = {"text_hash": version.text_hash, "shows_name": mine.shows_name if mine else False}
    form = filled(ShowNameForm, request, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.sign(
                version_id=version.pk,
                text_hash=data["text_hash"],
                shows_name=data["shows_name"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Kept.") if mine else _("Signed. Thank you."))
            return redirect("agreements:sign", pk, number)
    context = {**page(version, versions), "form": form, "mine": mine}
    return render(request, "agreements/sign.html", context, status=form.why[0].status if form.why else 200)


@resident
@require_POST
def unsign(request: HttpRequest, pk: int) -> HttpResponse:
    """My signature counts no longer."""
    row = Signature.objects.filter(pk=pk).select_related("version").first()
    if row is None or row.person_id != request.actor.person_id:
        raise Http404
    actions.withdraw_signature(signature_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Your signature is taken back. It is no longer counted, and your name is gone."))
    return redirect("agreements:text", row.version.agreement_id)
