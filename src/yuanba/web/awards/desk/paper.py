"""For community workers: blank forms with a number and a code, handed out and logged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.awards.actions import intake
from yuanba.awards.models import Campaign, FormIssue
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import applies
from yuanba.awards.queries import desk
from yuanba.documents.entry_form import Criterion, FormSpec, Material, blank_form
from yuanba.kernel.verdict import Refused, no
from yuanba.web import clock, dates
from yuanba.web.awards.campaign_page import stage_end
from yuanba.web.awards.desk.forms import IssueForm
from yuanba.web.awards.entering.drafting import asks_fees, deeds_chars
from yuanba.web.awards.entering.places import place_choices
from yuanba.web.awards.frame import campaign_or_refuse, show
from yuanba.web.awards.words import honour_of, said
from yuanba.web.doors import holding
from yuanba.web.tables import Chip, Column, Filter, Link, Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def honours_and_kinds(campaign: Campaign) -> list[tuple[str, str]]:
    """ "collective/property" and its name, for every honour and sub-kind."""
    return [
        (f"{category.key}/{kind.key if kind else ''}", f"{said(category)} · {said(kind)}" if kind else said(category))
        for category in playbook_of(campaign).categories
        for kind in category.kinds or (None,)
    ]


def _state(row: FormIssue) -> Chip:
    back = getattr(row, "entry", None)
    return Chip(_("came back"), "leaf") if back else Chip(_("out"), "amber")


FORMS = Table(
    "blank-forms",
    gettext_lazy("Forms handed out"),
    [
        Column(
            "serial",
            gettext_lazy("Number"),
            lambda row: Link(row.serial, reverse("awards:desk_form_file", args=[row.serial])),
            sort="serial",
            head=True,
        ),
        Column(
            "honour",
            gettext_lazy("Honour"),
            lambda row: honour_of(row.campaign, row.category, row.kind),
            sort="category",
        ),
        Column("issued_to", gettext_lazy("Handed to"), lambda row: row.issued_to),
        Column("issued_at", gettext_lazy("Day handed out"), lambda row: dates.day(row.issued_at), sort="issued_at"),
        Column("state", gettext_lazy("State"), _state),
    ],
    [Filter("q", gettext_lazy("Number"), lambda rows, value: rows.filter(serial__icontains=value))],
    sort="-issued_at",
    empty_title=gettext_lazy("No form was handed out yet"),
    empty_text=gettext_lazy("Hand one out above; it gets a number and a code of its own."),
)


@holding("awards.desk")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: HttpRequest, code: str) -> HttpResponse:
    """Handing out a blank form, and the log of those that are out."""
    campaign, now, actor = campaign_or_refuse(code), clock.now(), request.actor  # type: ignore[attr-defined]
    rows = desk.forms(actor, now).filter(campaign=campaign)
    if FORMS.wants_sheet(request):
        return FORMS.sheet(request, rows)  # type: ignore[return-value]
    reach = desk.reach(actor, now)
    form = IssueForm(request.POST) if request.method == "POST" else IssueForm()
    form.fields["what"].choices = honours_and_kinds(campaign)  # type: ignore[attr-defined]
    form.fields["territory"].choices = [  # type: ignore[attr-defined]
        (name, [row for row in listed if int(row[0]) in reach])
        for name, listed in place_choices(campaign, dates.local(now).date(), communities=True)
        if any(int(row[0]) in reach for row in listed)
    ]
    if request.method == "POST" and form.is_valid():
        category, _slash, kind = form.cleaned_data["what"].partition("/")
        try:
            issue = intake.issue_form(
                campaign_id=campaign.pk,
                category=category,
                kind=kind,
                territory_id=int(form.cleaned_data["territory"]),
                issued_to=form.cleaned_data["issued_to"],
                actor=actor,
                now=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The form %(serial)s is logged. Print it below.") % {"serial": issue.serial})
            return redirect(f"{reverse('awards:desk_forms', args=[code])}?made={issue.serial}")
    made = desk.form(request.GET.get("made", ""), actor, now)
    return show(
        request,
        "desk/forms.html",
        campaign,
        409 if form.why else 200,
        active="award-desk",
        form=form,
        table=FORMS.view(request, rows),
        made=made,
    )


def spec_of(campaign: Campaign, category_key: str, kind: str, *, serial: str = "", address: str = "") -> FormSpec:
    """The paper form of an honour, filled from the playbook."""
    playbook = playbook_of(campaign)
    category = playbook.category(category_key)
    found = category.kind(kind)
    registration = next(run for run in campaign.stage_runs.all() if run.kind == "REGISTRATION")
    boxes = "、".join(one.mailbox for one in playbook.contacts if one.mailbox)
    hand_in = [f"交回地点：所在社区。截止：{dates.day(stage_end(registration), year=True)} 24:00。"]
    if boxes:
        hand_in.append(f"也可发送电子版至：{boxes}")
    return FormSpec(
        campaign=campaign.title,
        category=f"{category.name}（{found.name}）" if found else category.name,
        nominee=category.nominee,
        criteria=tuple(Criterion(one.text, applies=applies(one, kind)) for one in category.criteria_for(kind)),
        materials=tuple(Material(one.name, one.required) for one in category.materials_for(kind)),
        serial=serial,
        qr_text=address or serial,
        deeds_chars=deeds_chars(campaign),
        asks_fees=asks_fees(category),
        hand_in=tuple(hand_in),
    )


@holding("awards.desk")
@require_safe
def form_file(request: HttpRequest, serial: str) -> HttpResponse:
    """The blank form as a Word file, its number and code on every page."""
    issue = desk.form(serial, request.actor, clock.now())  # type: ignore[attr-defined]
    if issue is None:
        raise Refused(no("form.unknown", "announcement: forms are handed out", serial=serial[:32]))
    back = request.build_absolute_uri(reverse("awards:desk_by_serial", args=[issue.serial]))
    content = blank_form(spec_of(issue.campaign, issue.category, issue.kind, serial=issue.serial, address=back))
    answer = HttpResponse(content, content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{issue.serial}.docx"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@holding("awards.desk")
@require_safe
def by_serial(request: HttpRequest, serial: str) -> HttpResponse:
    """What the code on a form leads to: keying it in, or the entry that it became."""
    issue = desk.form(serial, request.actor, clock.now())  # type: ignore[attr-defined]
    if issue is None:
        raise Refused(no("form.unknown", "announcement: forms are handed out", serial=serial[:32]))
    back = getattr(issue, "entry", None)
    if back is not None:
        return redirect("awards:desk_entry", back.serial)
    target = reverse("awards:desk_new", args=[issue.campaign.code, "paper", issue.category])
    return redirect(f"{target}?kind={issue.kind}&serial={issue.serial}")


PAPER = [
    path("desk/entries/forms/<slug:serial>", by_serial, name="desk_by_serial"),
    path("desk/entries/forms/<slug:serial>.docx", form_file, name="desk_form_file"),
    path("desk/entries/<slug:code>/forms", forms, name="desk_forms"),
]
