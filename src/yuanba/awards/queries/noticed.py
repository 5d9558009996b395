"""What publicity asks about a list on notice: which titles stand on it, and who is party to one of them."""

from datetime import datetime

from django.db.models import QuerySet, Subquery

from yuanba.awards.models import Entry, ListNotice, Screening, Title
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import appointments_in_force


def titles_on_notice(notice_id: int) -> QuerySet[Title]:
    """Every title on the notice, with its entry, in the order of the notice. One query."""
    rows = Title.objects.filter(notice__notice_id=notice_id).select_related("entry")
    return rows.order_by("category", "entry__nominee_name", "pk")


def later_notices(notice_id: int) -> list[int]:
    """The notices that supplement this one, in their order. One query."""
    rows = ListNotice.objects.filter(campaign__list_notices__notice_id=notice_id).exclude(notice_id=notice_id)
    first = ListNotice.objects.filter(notice_id=notice_id).values("number")[:1]
    return list(rows.filter(number__gt=Subquery(first)).order_by("number").values_list("notice_id", flat=True))


def parties_to(code: str, now: datetime) -> frozenset[str]:
    """Who may not decide on an objection to the entry: whoever is put forward or put it forward or handed it in, serves
    in the body that is put forward, or screened it. Actor ids and person references.
    """
    entry = Entry.objects.filter(code=code).first()
    if entry is None:
        return frozenset()
    looks = Screening.objects.filter(entry=entry).values_list("screened_by", "second_by")
    parties = {entry.registered_by, *(one for look in looks for one in look)}
    parties |= {f"person:{one}" for one in (entry.applicant_id, entry.nominee_person_id) if one is not None}
    if entry.account_id is not None:
        parties.add(f"account:{entry.account_id}")
    if entry.nominee_organisation_id is not None:
        serving = appointments_in_force(local_date(now)).filter(organisation_id=entry.nominee_organisation_id)
        parties |= {f"person:{one}" for one in serving.values_list("person_id", flat=True)}
    return frozenset(parties - {""})
