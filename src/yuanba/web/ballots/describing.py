"""What stands beside the options of a draft, how the sheet will look on a phone and on paper, and the options' files."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.ballots import actions, queries, rules, states
from yuanba.ballots.models import Ballot, Option
from yuanba.files import actions as files
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import lineage
from yuanba.web import clock, downloads
from yuanba.web.ballots import choosing, prints
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm

FILE_BYTES = 20 * 1024 * 1024
FILE_KINDS = {"jpeg", "png", "webp", "pdf"}


class WordsForm(PageForm):
    """A few words and a picture for each option of a question: fields about_<key>, file_<key>, drop_<key>."""

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        for one in options:
            self.fields[f"about_{one.key}"] = forms.CharField(
                label=_("A few words"),
                required=False,
                max_length=300,
                initial=one.about,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"file_{one.key}"] = forms.FileField(
                label=_("Picture or plan"),
                required=False,
                max_length=160,
                help_text=_("A picture or a PDF, at most 20 MB. Everybody sees it."),
            )
            if one.file_id is not None:
                self.fields[f"drop_{one.key}"] = forms.BooleanField(label=_("Take the file off"), required=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each option with its bound fields."""
        return [
            {
                "option": one,
                "about": self[f"about_{one.key}"],
                "file": self[f"file_{one.key}"],
                "drop": self[f"drop_{one.key}"] if one.file_id is not None else None,
            }
            for one in self.options
        ]


@holding("ballots.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Words and pictures of one question's options."""
    ballot = _mine(request, pk)
    options = list(queries.options(pk).filter(item__key=item))
    if ballot.state != states.DRAFT or ballot.ordered_by or not options:
        raise Http404
    form = (
        WordsForm(request.POST, request.FILES, options=options)
        if request.method == "POST"
        else WordsForm.opened(request, options=options)
    )
    if request.method == "POST" and form.is_valid():
        try:
            words = {one.key: _words(request, form, one) for one in options}
            actions.describe_options(ballot_id=pk, item_key=item, words=words, actor=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The words and pictures stand on the sheet."))
            return redirect("ballots:preview", pk)
    context = {"ballot": ballot, "form": form, "question": options[0].item.label}
    return render(request, "ballots/describe.html", context, status=409 if form.why else 200)


@holding("ballots.organise")
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as voters will get it, to try out; nothing can be sent."""
    ballot = _mine(request, pk)
    items = choosing.shown(queries.sheet(pk), {})
    may_describe = ballot.state == states.DRAFT and not ballot.ordered_by
    return render(request, "ballots/preview.html", {"ballot": ballot, "items": items, "may_describe": may_describe})


@holding("ballots.organise")
@require_safe
def preview_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of paper as a sample: nobody can vote with it."""
    ballot = _mine(request, pk)
    response = HttpResponse(prints.sample(ballot), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="ballot-{ballot.pk}-sample.pdf"'
    return response


@anyone
@require_safe
def option_file(request: HttpRequest, pk: int, item: str, option: str) -> HttpResponseBase:
    """The picture or plan of an option: for everybody once it is announced, before for the organiser."""
    ballot = Ballot.objects.filter(pk=pk).first()
    if ballot is None or (ballot.state == states.DRAFT and not _organises(request, ballot)):
        raise Http404
    found = queries.options(pk).filter(item__key=item, key=option, file_id__isnull=False).first()
    stored = chosen([found.file_id]).get(found.file_id) if found is not None and found.file_id is not None else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


def _organises(request: HttpRequest, ballot: Ballot) -> bool:
    return bool(rules.may_organise(request.actor, lineage(ballot.territory_id, local_date(clock.now()))))  # type: ignore[attr-defined]


def _words(request: HttpRequest, form: WordsForm, option: Option) -> actions.OptionWords:
    sent = form.cleaned_data.get(f"file_{option.key}")
    file_id = option.file_id if not form.cleaned_data.get(f"drop_{option.key}") else None
    if sent is not None:
        stored = files.store(
            content=sent,
            name=sent.name,
            kinds=FILE_KINDS,
            limit_bytes=FILE_BYTES,
            visibility="PUBLIC",
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
        file_id = stored.pk
    return actions.OptionWords(form.cleaned_data[f"about_{option.key}"], file_id)


def _mine(request: HttpRequest, pk: int) -> Ballot:
    ballot = queries.looked_after_by(request.actor, clock.now(), [rules.ORGANISE]).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    return ballot
