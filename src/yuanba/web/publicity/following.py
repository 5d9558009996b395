"""Asking for the answer with the code of the receipt, and taking the objection back. Nothing is kept in the browser."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yuanba.kernel.verdict import Refused, no
from yuanba.publicity import actions, queries, states
from yuanba.publicity.models import Objection
from yuanba.web import clock
from yuanba.web.doors import anyone
from yuanba.web.publicity import noticed
from yuanba.web.publicity.forms import CodeForm
from yuanba.web.publicity.labels import KIND_WORDS, MY_OBJECTION_CHIPS, OBJECTION_STATES
from yuanba.web.refusals import Explained, explain


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form for the code; sent, the objection with its answer; sent with `take_back`, the objection is taken back.

    The code travels in the body of a form, never in an address that a history or a log would keep.
    """
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "publicity/ask.html", {"form": form, "why": None})
    code = form.cleaned_data["code"]
    found = queries.objection_by_code(actions.code_hash(code))
    if found is None:
        why = explain(no("objection.wrong_code"))
        return render(request, "publicity/ask.html", {"form": form, "why": why}, status=why.status)
    why = None
    if request.POST.get("take_back") == "1":
        try:
            actions.take_back_objection(objection_id=found.pk, code=code, actor=request.actor, now=clock.now())
        except Refused as refused:
            why = explain(refused.verdict)
        else:
            messages.success(request, _("Your objection is taken back."))
            return redirect("publicity:notice", found.notice_id)
    return _answer(request, found, code, why)


def _answer(request: HttpRequest, found: Objection, code: str, why: Explained | None) -> HttpResponse:
    context = {
        "objection": found,
        "notice": found.notice,
        "code": code,
        "about": noticed.about(found, noticed.lines(found.notice)) if found.about_ref else "",
        "kind": KIND_WORDS[found.kind],
        "state": OBJECTION_STATES[found.state],
        "chip": MY_OBJECTION_CHIPS[found.state],
        "waits": found.state == states.FILED,
        "why": why,
    }
    return render(request, "publicity/answer.html", context, status=why.status if why else 200)
