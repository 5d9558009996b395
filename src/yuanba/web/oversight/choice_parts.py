"""What owners hear and read before they vote: sessions, polls, experts, offers, and the companies' own words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.oversight import actions, queries
from yuanba.oversight.actions import Minutes, Offer, Opinion, PaperPoll
from yuanba.oversight.models import Candidate, ExpertOpinion, ExplainerSession, SessionQuestion
from yuanba.web import clock
from yuanba.web.doors import holding, signed_in
from yuanba.web.oversight.choice_forms import (
    AnswerForm,
    MinutesForm,
    OfferForm,
    OpinionForm,
    PaperPollForm,
    PollForm,
    ReplyForm,
    SessionForm,
    WordsForm,
    fen_of,
)
from yuanba.web.oversight.choices import BOTH
from yuanba.web.oversight.frame import stored
from yuanba.web.oversight.procedure import asked, bound, by, companies_near, selection_at_desk


def _board(pk: int) -> str:
    return reverse("oversight:choice_board", args=[pk])


@holding("oversight.work")
@require_http_methods(BOTH)
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Neighbours read where and when the plan is explained."""
    selection_at_desk(request, pk)
    form = bound(request, SessionForm)

    def act(data: dict[str, Any]) -> object:
        values = {name: data[name] for name in ("starts_at", "place", "topic")}
        return actions.announce_session(selection_id=pk, **values, **by(request))

    return asked(request, form, act, done=_("The session is announced."), heading=_("Announce an explainer session"),
                 back=_board(pk))  # fmt: skip


@holding("oversight.work")
@require_http_methods(BOTH)
def session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """How many came, what was said, what was asked and answered."""
    session = get_object_or_404(ExplainerSession, pk=pk)
    selection_at_desk(request, session.selection_id)
    form = bound(request, MinutesForm)

    def act(data: dict[str, Any]) -> object:
        minutes = Minutes(
            data["people_present"], data["minutes"], form.questions(), stored(request, data["minutes_file"])
        )
        return actions.minute_session(session_id=pk, minutes=minutes, **by(request))

    return asked(request, form, act, done=_("The minutes are public."), heading=_("Minutes of the session"),
                 lead=session.topic, back=_board(session.selection_id))  # fmt: skip


@holding("oversight.work")
@require_http_methods(BOTH)
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A question that was left open is answered."""
    question = get_object_or_404(SessionQuestion.objects.select_related("session"), pk=pk)
    selection_at_desk(request, question.session.selection_id)
    form = bound(request, AnswerForm)
    return asked(
        request, form, lambda data: actions.answer_question(question_id=pk, answer=data["answer"], **by(request)),
        done=_("The answer is public."), heading=_("Answer a question"), lead=question.question,
        back=_board(question.session.selection_id),
    )  # fmt: skip


@holding("oversight.select")
@require_http_methods(BOTH)
def poll_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Households are asked here what they think; it binds nobody."""
    selection_at_desk(request, pk)
    form = bound(request, PollForm)

    def act(data: dict[str, Any]) -> object:
        return actions.open_poll(selection_id=pk, opens_at=data["opens_at"], closes_at=data["closes_at"], **by(request))

    lead = _("Each household answers once, on the phone or on paper. It is an opinion, not yet the vote.")
    return asked(request, form, act, done=_("The poll is announced."), heading=_("Ask neighbours for their opinion"),
                 lead=lead, back=_board(pk))  # fmt: skip


@holding("oversight.work")
@require_http_methods(BOTH)
def poll_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What neighbours said door to door, with the scan."""
    selection_at_desk(request, pk)
    form = bound(request, PaperPollForm)

    def act(data: dict[str, Any]) -> object:
        poll = PaperPoll(
            held_date=data["held_date"],
            households_asked=data["households_asked"],
            in_favour=data["in_favour"],
            against=data["against"],
            undecided=data["undecided"],
            file_id=stored(request, data["scan"]) or 0,
            note=data["note"],
        )
        return actions.record_poll(selection_id=pk, poll=poll, **by(request))

    heading = _("Enter a poll made on paper")
    return asked(request, form, act, done=_("The poll is kept."), heading=heading, back=_board(pk))


@signed_in
@require_http_methods(BOTH)
def opinion_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What an expert wrote, with what the author declared; by the committee or the subdistrict."""
    selection_at_desk(request, pk)
    form = bound(request, OpinionForm)

    def act(data: dict[str, Any]) -> object:
        opinion = Opinion(
            author=data["author"],
            credentials=data["credentials"],
            text=data["text"],
            interests=data["interests"],
            declared=data["declared"] or bool(data["interests"]),
            file_id=stored(request, data["opinion_file"]),
        )
        return actions.file_opinion(selection_id=pk, opinion=opinion, **by(request))

    lead = _("Contact and ID numbers stay out: everything here becomes public.")
    return asked(request, form, act, done=_("The opinion is on file. Publish it before the vote."),
                 heading=_("File an expert opinion"), lead=lead, back=_board(pk))  # fmt: skip


@signed_in
@require_POST
def opinion_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody reads the opinion."""
    opinion = get_object_or_404(ExpertOpinion, pk=pk)
    actions.publish_opinion(opinion_id=pk, **by(request))
    messages.success(request, _("The opinion is public."))
    return redirect("oversight:choice_board", opinion.selection_id)


@signed_in
@require_http_methods(BOTH)
def offer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A company's offer: entered by the committee, or by the company itself."""
    found = queries.whole_selection(pk)
    if found is None:
        raise Http404
    works = queries.may_work(request.actor, found.compound_id, clock.now())
    own = [
        (company.pk, company.organisation.name) for company, _place in queries.spoken_for(request.actor, clock.now())
    ]
    if not works and not own:
        selection_at_desk(request, pk)  # says why not
    form = bound(request, OfferForm, companies=companies_near(found.compound_id) if works else own)

    def act(data: dict[str, Any]) -> object:
        file_id = stored(request, data["document"])
        documents = ((data["document_title"] or data["document"].name, file_id),) if file_id else ()
        offer = Offer(data["company"], fen_of(data["fee"]), data["text"], documents)
        return actions.enter_candidate(selection_id=pk, offer=offer, **by(request))

    lead = _("At most ¥%(fee)s per m² and month.") % {"fee": f"{found.fee_fen / 100:.2f}"}
    return asked(request, form, act, done=_("The offer is kept."), heading=_("Enter an offer"), lead=lead,
                 back=_board(pk) if works else reverse("oversight:company_desk"))  # fmt: skip


@signed_in
@require_http_methods(BOTH)
def candidate_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A company is excluded, admitted again, or withdraws; for a reason that everybody reads."""
    candidate = get_object_or_404(Candidate.objects.select_related("company__organisation", "selection"), pk=pk)
    works = queries.may_work(request.actor, candidate.selection.compound_id, clock.now())
    acts = {
        "exclude": (actions.exclude_candidate, _("Leave a company out")),
        "admit": (actions.admit_candidate, _("Let a company stand again")),
        "withdraw": (actions.withdraw_candidate, _("The company withdraws")),
    }
    if verb not in acts:
        raise Http404
    act, heading = acts[verb]
    form = bound(request, WordsForm)
    return asked(
        request, form, lambda data: act(candidate_id=pk, reason=data["reason"], **by(request)),
        done=_("It is kept, with the reason."), heading=heading, lead=candidate.company.organisation.name,
        back=_board(candidate.selection_id) if works else reverse("oversight:company_desk"),
    )  # fmt: skip


@signed_in
@require_http_methods(BOTH)
def reply(request: HttpRequest, company_id: int, subject: str) -> HttpResponse:
    """A company's right of reply; from a letter, the committee keeps it with the scan."""
    form = bound(request, ReplyForm)

    def act(data: dict[str, Any]) -> object:
        file_id = stored(request, data["letter"])
        return actions.reply(subject=subject, text=data["text"], company_id=company_id, file_id=file_id, **by(request))

    own = company_id in {company.pk for company, _place in queries.spoken_for(request.actor, clock.now())}
    back = reverse("oversight:company_desk" if own else "oversight:property_desk")
    return asked(request, form, act, done=_("The reply is public."), heading=_("Reply of the company"), back=back)
