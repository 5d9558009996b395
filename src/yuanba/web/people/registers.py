"""Bodies, appointments and staff accounts, for the security administrator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.kernel.verdict import Refused
from yuanba.people import actions
from yuanba.people.models import Account
from yuanba.people.queries import (
    appointments_in_force,
    organisation,
    organisations,
    staff_accounts,
    staff_list,
    terms_of,
)
from yuanba.places.lists import buildings_of
from yuanba.places.queries import descendants, names_at
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.people.admin_forms import AppointForm, EndForm, OrganisationForm, StaffForm
from yuanba.web.people.forms import status
from yuanba.web.people.labels import ORGANISATION_KINDS, POSTS
from yuanba.web.tables import Chip, Column, Filter, Link, Table

DOOR = "people.appoint"
both = require_http_methods(["GET", "HEAD", "POST"])


def places(request: HttpRequest, permission: str = DOOR) -> list[tuple[int, str]]:
    """The places over which the visitor appoints."""
    today = local_date(clock.now())
    inside = {one for place in request.actor.territories(permission) for one in descendants(place, today)}
    return sorted(names_at(inside, today).items(), key=lambda item: item[1])


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}


BODIES = Table(
    "organisations",
    gettext_lazy("Bodies"),
    [
        Column("name", gettext_lazy("Name"), lambda row: Link(row.name, reverse("people:organisation", args=[row.pk])),
               sort="name", head=True),
        Column("kind", gettext_lazy("Kind"), lambda row: ORGANISATION_KINDS[row.kind], sort="kind"),
        Column("uscc", gettext_lazy("Unified social credit code"), lambda row: row.uscc or "–"),
        Column("role_line", gettext_lazy("Duty phone"), lambda row: row.role_line or "–"),
    ],
    [
        Filter("q", gettext_lazy("Search"), lambda rows, value: rows.filter(name__icontains=value)),
        Filter("kind", gettext_lazy("Kind"), lambda rows, value: rows.filter(kind=value), list(ORGANISATION_KINDS.items())),
    ],
    sort="name",
    empty_title=gettext_lazy("No body is registered yet"),
)  # fmt: skip


@holding(DOOR)
@require_safe
def bodies(request: HttpRequest) -> HttpResponseBase:
    """The register of bodies."""
    rows = organisations()
    if BODIES.wants_sheet(request):
        return BODIES.sheet(request, rows)
    return render(request, "people/bodies.html", {"table": BODIES.view(request, rows)})


@holding(DOOR)
@both
def found_body(request: HttpRequest) -> HttpResponse:
    """A new body."""
    form = filled(OrganisationForm, request)
    form.fields["territory"].choices = places(request)

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("kind", "name", "uscc", "role_line", "founded_date")}
        return actions.found_organisation(territory_id=values["territory"], **facts, **by(request))

    return act(
        request, form, do, heading=_("Register a body"), button=_("Register it"), back=reverse("people:organisations"),
        done=_("It stands in the register."),
    )  # fmt: skip


@holding(DOOR)
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: who serves in it, its terms of office."""
    row = organisation(pk)
    if row is None:
        raise Http404
    served = list(appointments_in_force(local_date(clock.now())).filter(organisation_id=pk).order_by("post", "pk"))
    names = names_at([row.territory_id, *(one.territory_id for one in served)], local_date(clock.now()))
    accounts = staff_accounts([one.person_id for one in served])
    context = {
        "body": row,
        "kind": ORGANISATION_KINDS[row.kind],
        "lies_in": names.get(row.territory_id, ""),
        "served": [
            (
                one,
                POSTS[one.post],
                mask_name(one.person.name),
                names.get(one.territory_id, ""),
                accounts.get(one.person_id),
            )
            for one in served
        ],
        "terms": terms_of(pk),
    }
    return render(request, "people/body.html", context)


@holding(DOOR)
@both
def end_body(request: HttpRequest, pk: int) -> HttpResponse:
    """The body no longer exists; its terms and appointments end with it."""
    form = filled(EndForm, request)

    def do(values: dict) -> object:
        return actions.end_organisation(organisation_id=pk, ended_date=values["to_date"], **by(request))

    return act(
        request, form, do, heading=_("The body ends"), button=_("End it"), back=reverse("people:organisations"),
        lead=_("Its open terms and appointments end with it."),
    )  # fmt: skip


@holding(DOOR)
@both
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """The next term of office begins."""
    form = filled(EndForm, request)
    form.fields["to_date"].label = _("From this day on")

    def do(values: dict) -> object:
        return actions.open_term(organisation_id=pk, from_date=values["to_date"], **by(request))

    return act(
        request, form, do, heading=_("A term of office begins"), button=_("Begin it"),
        back=reverse("people:organisation", args=[pk]), lead=_("The one before it ends on the same day."),
    )  # fmt: skip


@holding(DOOR)
@both
def term_end(request: HttpRequest, pk: int, term_pk: int) -> HttpResponse:
    """A term of office ends without another one after it."""
    if not terms_of(pk).filter(pk=term_pk).exists():
        raise Http404

    def do(values: dict) -> object:
        return actions.end_term(term_id=term_pk, to_date=values["to_date"], **by(request))

    return act(
        request, filled(EndForm, request), do, heading=_("The term of office ends"), button=_("End it"),
        back=reverse("people:organisation", args=[pk]), done=_("The term of office has ended."),
    )  # fmt: skip


@holding(DOOR)
@both
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody serves in this body from a day on."""
    row = organisation(pk)
    if row is None:
        raise Http404
    form = filled(AppointForm, request, initial={"territory": row.territory_id, "from_date": local_date(clock.now())})
    form.fields["territory"].choices = places(request)
    form.fields["building"].choices = [("", "–"), *((one.pk, one.name) for one in buildings_of(row.territory_id))]

    def do(values: dict) -> object:
        person = actions.register_person(name=values["name"], phone=values["phone"], **by(request))
        facts = {name: values[name] for name in ("post", "from_date", "to_date", "basis", "relay_line")}
        return actions.appoint(
            person_id=person.pk,
            organisation_id=pk,
            territory_id=values["territory"],
            building_id=values["building"],
            **facts,
            **by(request),
        )

    return act(
        request, form, do, heading=_("Appoint somebody to %(body)s") % {"body": row.name}, button=_("Appoint"),
        back=reverse("people:organisation", args=[pk]), done=_("Appointed. Every permission comes from this line."),
        lead=_("One person may not hold two of system, security and audit administration."),
    )  # fmt: skip


@holding(DOOR)
@both
def end_appointment(request: HttpRequest, pk: int, appointment_pk: int) -> HttpResponse:
    form = filled(EndForm, request)

    def do(values: dict) -> object:
        return actions.end_appointment(appointment_id=appointment_pk, to_date=values["to_date"], **by(request))

    return act(
        request, form, do, heading=_("The appointment ends"), button=_("End it"),
        back=reverse("people:organisation", args=[pk]), done=_("Ended. From that day on it carries nothing."),
    )  # fmt: skip


def account_state(row: Account) -> Chip:
    if not row.is_active:
        return Chip(_("Locked"), "brick")
    if row.must_change_password or row.totp_confirmed_at is None:
        return Chip(_("First sign-in to come"), "amber")
    return Chip(_("In use"), "leaf")


STAFF = Table(
    "staff",
    gettext_lazy("Staff accounts"),
    [
        Column("login", gettext_lazy("Sign-in name"), lambda row: Link(row.login, reverse("people:staff_one", args=[row.pk])),
               sort="login", head=True),
        Column("name", gettext_lazy("Name of the person"), lambda row: mask_name(row.person.name) if row.person else "–"),
        Column("phone", gettext_lazy("Mobile number"),
               lambda row: mask_mobile(row.person.phone) if row.person and row.person.phone else "–"),
        Column("state", gettext_lazy("State"), account_state),
    ],
    [Filter("q", gettext_lazy("Sign-in name"), lambda rows, value: rows.filter(login__icontains=value))],
    sort="login",
    empty_title=gettext_lazy("No staff account yet"),
)  # fmt: skip


@holding("people.recover")
@require_safe
def staff(request: HttpRequest) -> HttpResponseBase:
    """Who signs in with a password."""
    rows = staff_list()
    if STAFF.wants_sheet(request):
        return STAFF.sheet(request, rows)
    return render(request, "people/staff.html", {"table": STAFF.view(request, rows)})


@holding(DOOR)
@both
def open_account(request: HttpRequest, person_pk: int) -> HttpResponse:
    """A staff account with a temporary password, which is shown once."""
    form = filled(StaffForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = actions.create_staff_account(
                person_id=person_pk, login=form.cleaned_data["login"], **by(request)
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return once(request, account.login, password)
    context = {
        "form": form, "heading": _("Open a staff account"), "button": _("Open it"),
        "back": reverse("people:organisations"), "lead": _("The temporary password is shown once, on the next page."),
    }  # fmt: skip
    return render(request, "shell/act.html", context, status=status(form))


def once(request: HttpRequest, login: str, password: str) -> HttpResponse:
    """The temporary password, on a page that is stored nowhere."""
    answer = render(request, "people/temporary.html", {"login": login, "password": password})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@holding("people.recover")
@require_safe
def staff_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One staff account: recover it, lock it, open it again."""
    row = staff_list().filter(pk=pk).first()
    if row is None:
        raise Http404
    context = {"account": row, "state": account_state(row), "name": mask_name(row.person.name) if row.person else ""}
    return render(request, "people/staff_one.html", context)


@holding("people.recover")
@both
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    """Password and second factor are gone; a temporary password is shown once."""
    form = filled(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            password = actions.recover_staff(account_id=pk, reason=form.cleaned_data["reason"], **by(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            row = staff_list().get(pk=pk)
            return once(request, row.login, password)
    context = {
        "form": form, "heading": _("Reset password and second factor"), "button": _("Reset both"),
        "back": reverse("people:staff_one", args=[pk]),
        "lead": _("Make sure in person who asks. Every device of the account is signed out."),
    }  # fmt: skip
    return render(request, "shell/act.html", context, status=status(form))


@holding("people.recover")
@both
def lock(request: HttpRequest, pk: int, is_active: bool) -> HttpResponse:
    """The account is locked, or open again."""
    form = filled(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_active(account_id=pk, is_active=is_active, reason=form.cleaned_data["reason"], **by(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Opened again.") if is_active else _("Locked, and signed out everywhere."))
            return redirect("people:staff_one", pk)
    context = {
        "form": form, "heading": _("Open the account again") if is_active else _("Lock the account"),
        "button": _("Open it again") if is_active else _("Lock it"), "back": reverse("people:staff_one", args=[pk]), "lead": "",
    }  # fmt: skip
    return render(request, "shell/act.html", context, status=status(form))
