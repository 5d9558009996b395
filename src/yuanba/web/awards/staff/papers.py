"""The papers of the names: the decision as a Word document, the certificates as PDF. Plain data in, bytes out."""

import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yuanba.awards.actions.notices import shown_name
from yuanba.awards.models import Campaign, Title
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.documents import certificates, decisions, official
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places

NUMBER = re.compile(r"(?P<agency>.+?)[〔\[](?P<year>[0-9]{4})[〕\]](?P<number>[0-9]{1,4})号")


def decision_docx(campaign: Campaign, number: str, on: date, site: str) -> bytes:
    """The naming decision with all names, as GB/T 9704 lays it out."""
    playbook = playbook_of(campaign)
    lead = tuple(one.name for one in playbook.organisers if one.role == "LEAD") or (playbook.organisers[0].name,)
    bases = [one.title for one in playbook.basis]
    bases += campaign.documents.filter(kind="BASIS").values_list("title", flat=True)
    announcement = decisions.Announcement(
        activity=playbook.title,
        basis=tuple(bases),
        stages=tuple(stage.name for stage in playbook.stages),
        honours=honours(campaign, on),
        signatories=lead,
        signed_date=on,
        number=_number(number),
        contacts=tuple(" ".join(part for part in (one.role, one.phone) if part) for one in playbook.contacts),
        address=site,
    )
    return official.official_document(decisions.naming_decision(announcement))


def _number(text: str) -> official.Number | None:
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return official.Number(found["agency"], int(found["year"]), int(found["number"]))


def honours(campaign: Campaign, on: date) -> tuple[decisions.Honour, ...]:
    """The winners by honour, with their compound and community."""
    playbook = playbook_of(campaign)
    rows = list(
        campaign.titles.filter(state__in=["PROPOSED", "NAMED"]).select_related("entry").order_by("tier", "place")
    )
    names = places.names_at({row.entry.nominee_territory_id for row in rows}, on)
    return tuple(
        decisions.Honour(
            name=category.name,
            winners=tuple(
                decisions.Winner(shown_name(row), names.get(row.entry.nominee_territory_id, ""))
                for row in rows
                if row.category == category.key
            ),
            persons=category.nominee == "PERSON",
        )
        for category in playbook.categories
    )


def certificates_pdf(request: HttpRequest, campaign: Campaign, titles: Iterable[Title]) -> bytes:
    """A page for each title, its QR opening the page that verifies it."""
    playbook = playbook_of(campaign)
    lead = tuple(one.name for one in playbook.organisers if one.role == "LEAD") or (playbook.organisers[0].name,)
    return certificates.certificates(
        [
            certificates.Certificate(
                recipient=row.entry.nominee_name,
                sentence=_sentence(playbook, row),
                honour=playbook.category(row.category).name,
                organisers=lead,
                issued_date=local_date(row.named_at or row.proposed_at),
                number=row.certificate.number,
                verify_url=request.build_absolute_uri(verify_path(row.certificate.code)),
            )
            for row in titles
        ]
    )


def _sentence(playbook: Playbook, row: Title) -> str:
    """What the certificate says before the honour; a case or work is named by its own title."""
    if not row.entry.title:
        return f"在{playbook.title}中，被评为"
    what = "作品" if playbook.category(row.category).nominee == "WORK" else "案例"
    return f"在{playbook.title}中，{what}《{row.entry.title}》被评为"


def verify_path(code: str) -> str:
    """Where anybody verifies a certificate."""
    try:
        return reverse("awards:certificate", args=[code])
    except NoReverseMatch:
        return f"/certificates/{code}"


def named(content: bytes, name: str) -> BytesIO:
    """The bytes as a file with a name, as an upload has."""
    made = BytesIO(content)
    made.name = name
    return made
