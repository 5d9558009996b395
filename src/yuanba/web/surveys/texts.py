"""What residents wrote in their own words, for staff whose appointment says so. Every opening is on record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.kernel.verdict import Refused
from yuanba.surveys import actions, queries, rules, states
from yuanba.surveys.models import LEAST_SAMPLE, Survey, SurveyTarget
from yuanba.web import candidates, clock
from yuanba.web.doors import holding
from yuanba.web.surveys.asking import text
from yuanba.web.surveys.forms import OpenTextsForm

GENERAL = "-"  # the general questions, which are about nobody


@holding("surveys.read_texts")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """About whom, and why; then the texts, which stay on this page only."""
    survey = queries.looked_after_by(request.actor, clock.now(), rules.READ_TEXTS).filter(pk=pk).first()
    if survey is None:
        raise Http404
    if survey.state not in (states.CLOSED, *states.TALLIED):
        raise Refused(rules.may_see_scores(survey.state))
    about = _about(survey)
    form = OpenTextsForm(request.POST if request.method == "POST" else None, about=about)
    opened = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = actions.open_texts(
                survey_id=pk,
                target_ref="" if given["about"] == GENERAL else given["about"],
                reason=given["reason"],
                actor=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
    words = {str(one["key"]): text(one) for one in survey.form.questions}
    context = {
        "survey": survey,
        "form": form,
        "least": LEAST_SAMPLE,
        "opened": opened,
        "name": dict(about).get(form.cleaned_data["about"], "") if opened else "",
        "groups": [(words.get(key, key), texts) for key, texts in opened.texts] if opened else [],
    }
    answer = render(request, "surveys/texts.html", context, status=409 if form.why else 200)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _about(survey: Survey) -> list[tuple[str, str]]:
    """Whom texts can be about, with how many answers there are. Three queries."""
    counted = queries.answers_by_target(survey.pk)
    targets = list(SurveyTarget.objects.filter(survey=survey).order_by("position", "pk"))
    cards = candidates.cards(one.ref for one in targets)
    rows = [(one.ref, cards[one.ref].name if one.ref in cards else one.label or one.ref) for one in targets]
    named = [(ref, _("%(name)s (%(n)s answers)") % {"name": name, "n": counted.get(ref, 0)}) for ref, name in rows]
    general = [(GENERAL, _("The general questions (%(n)s answers)") % {"n": counted.get("", 0)})]
    return named + (general if "" in counted else [])
