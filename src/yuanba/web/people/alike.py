"""Owners who may stand on the roll twice: the keeper says of each pair whether it is one person, and why."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile
from yuanba.people import actions, queries
from yuanba.people.models import Likeness
from yuanba.places.queries import premises_label
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm
from yuanba.web.people.labels import LIKENESS
from yuanba.web.people.roll import DOOR

CHOICES = {
    Likeness.Answer.SAME: gettext_lazy("One owner, entered twice: one head, the areas together"),
    Likeness.Answer.DIFFERENT: gettext_lazy("Two people: two heads, as they are entered"),
}
SHOWN = 200


class LikenessForm(PageForm):
    answer = forms.ChoiceField(
        label=gettext_lazy("What you found out"), choices=list(CHOICES.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For example: compared with the title deeds. No ID numbers here. Organisers of ballots read it."
        ),
    )


@dataclass(frozen=True)
class Compared:
    """A pair in words: how each is written, what each owns, what was answered, by whom."""

    pair: queries.AlikePair
    first: str
    second: str
    numbers: str
    answer: str | Promise
    by: str


@holding(DOOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every pair of the keeper's compounds, the open questions first."""
    pairs = _pairs(request)[:SHOWN]
    homes = premises_label(pk for pair in pairs for one in (pair.first, pair.second) for pk in one.premises)
    names = queries.names_behind(pair.answer.answered_by for pair in pairs if pair.answer is not None)
    rows = [_told(pair, homes, names) for pair in pairs]
    context = {
        "open": [row for row in rows if row.pair.answer is None],
        "answered": [row for row in rows if row.pair.answer is not None],
    }
    return render(request, "people/alike.html", context)


@holding(DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """One pair: what the roll says of both, and the answer with its reason; an answer can be given anew."""
    pair = next((one for one in _pairs(request) if one.key == (first, second)), None)
    if pair is None:
        raise Http404
    homes = premises_label((*pair.first.premises, *pair.second.premises))
    told = _told(pair, homes, {})
    said = queries.answers_about(first, second)
    names = queries.names_behind(row.answered_by for row in said)
    before = [
        _("%(answer)s. %(reason)s (%(who)s, %(day)s)")
        % {
            "answer": LIKENESS[row.answer],
            "reason": row.reason,
            "who": names.get(row.answered_by, row.answered_by),
            "day": local_date(row.answered_at).isoformat(),
        }
        for row in said
    ]
    return act(
        request,
        filled(LikenessForm, request),
        lambda data: actions.answer_likeness(
            first_id=first, second_id=second, actor=request.actor, now=clock.now(), **_only(data)
        ),
        heading=_("One owner or two?"),
        lead=told.numbers,
        notes=(told.first, told.second, *before),
        button=_("Keep this answer"),
        back=reverse("people:alike"),
        done=_(
            "Kept with your reason. It counts from the next roll that is frozen; rolls that are frozen stay as they are."
        ),
        active="roll",
    )


def _only(data: dict[str, str]) -> dict[str, str]:
    return {name: data[name] for name in ("answer", "reason")}


def _pairs(request: HttpRequest) -> list[queries.AlikePair]:
    today = local_date(clock.now())
    return queries.alike_pairs(today, queries.keeps_rolls_of(request.actor, today))  # type: ignore[attr-defined]


def _told(pair: queries.AlikePair, homes: dict[int, str], names: dict[str, str]) -> Compared:
    row = pair.answer
    same, other = _("Both have the same phone number."), _("Their phone numbers differ, or one is missing.")
    numbers = same if pair.is_one_number else other
    by = "" if row is None else names.get(row.answered_by, row.answered_by)
    return Compared(
        pair, _entry(pair.first, homes), _entry(pair.second, homes), numbers, LIKENESS[row.answer] if row else "", by
    )


def _entry(one: queries.AlikeOwner, homes: dict[int, str]) -> str:
    owned = _(", ").join(homes[pk] for pk in one.premises)
    phone = mask_mobile(one.phone) if one.phone else _("no phone")
    return _("“%(name)s”, %(phone)s, owns %(homes)s") % {"name": one.name, "phone": phone, "homes": owned}
