"""A winner without an account writes on paper where the prize goes; finance types it in, and it is sealed at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yuanba.awards.actions import payees
from yuanba.awards.queries.agreed import newest_words
from yuanba.awards.texts import PAYEE
from yuanba.funds.actions import Details
from yuanba.funds.models import PrizeLine
from yuanba.funds.rules import needs_id_number, speaker_of
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import account_of
from yuanba.web import clock
from yuanba.web.doors import holding
from yuanba.web.funds.forms import PaperPayeeForm
from yuanba.web.funds.lines import line_of
from yuanba.web.funds.lists import amounts, shown
from yuanba.web.people.forms import status


@holding("funds.pay")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def from_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Where this prize goes, as its winner wrote and signed it."""
    line = line_of(request, pk)
    text = newest_words(PAYEE)
    form = (
        PaperPayeeForm(request.POST) if request.method == "POST" else PaperPayeeForm(initial={"version": text.version})
    )
    form.about(is_body=line.recipient == "ORGANISATION", needs_id_number=needs_id_number(line))
    if request.method == "POST" and form.is_valid():
        try:
            _given(request, line, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Sealed. The paper stays under lock with finance."))
            return redirect("funds:prize_list", line.prize_list_id)
    english = (get_language() or "").startswith("en")
    speaker = speaker_of(line)
    context = {
        "form": form,
        "lead": amounts(line),
        "back": line.prize_list_id,
        "text": text.text_en if english else text.text_zh,
        "has_account": speaker is not None and account_of(speaker) is not None,
    }
    return shown(request, "funds/from_paper.html", context, code=status(form))


def _given(request: HttpRequest, line: PrizeLine, values: dict) -> None:
    payees.give_from_paper(
        line_id=line.pk,
        details=Details(values["holder"], values["payee_number"], values["bank"], values.get("id_number", "")),
        consent_version=values["version"],
        paper_ref=values["paper_ref"],
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
