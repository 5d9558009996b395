"""The public notice of the proposed list: names as on the certificate, no phone, no number, no address of a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yuanba.awards import rules
from yuanba.awards.models import Campaign, Entry, ListNotice, Ranking, Title
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.awards.queries.listing import notice_ref
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import redact
from yuanba.places import queries as places
from yuanba.publicity import actions as publicity
from yuanba.publicity.actions.notices import Content, Terms
from yuanba.publicity.models import Notice

KIND = "AWARD_RESULT"
CONCLUSION = "公示期满，异议已处理完毕。"


def publish_list(
    campaign: Campaign, ranking: Ranking, titles: Sequence[Title], *, actor: Actor, now: datetime
) -> ListNotice:
    """A notice of these titles is open, as long as the playbook says, and each title knows its notice."""
    playbook = playbook_of(campaign)
    number = campaign.list_notices.count() + 1
    helper = rules.on_behalf(actor, campaign, "publicity.draft", "publicity.open")
    contact = playbook.contacts[0]
    notice = publicity.draft_notice(
        content=Content(KIND, _title(playbook, number), _body(campaign, playbook, titles, number, now)),
        subject_ref=notice_ref(campaign, number),
        territory_id=campaign.territory_id,
        terms=Terms(
            working_days=playbook.notice.workdays,
            contact_line=" ".join(part for part in (contact.role, contact.phone, contact.mailbox) if part)[:200],
        ),
        actor=helper,
        now=now,
    )
    publicity.open_notice(notice_id=notice.pk, actor=helper, now=now)
    row = ListNotice.objects.create(
        campaign=campaign,
        number=number,
        notice_id=notice.pk,
        ranking=ranking,
        published_by=actor.id,
        published_at=now,
    )
    Title.objects.filter(pk__in=[title.pk for title in titles]).update(notice=row)
    return row


def _title(playbook: Playbook, number: int) -> str:
    suffix = "" if number == 1 else f"（补充公示 {number - 1}）"
    return f"{playbook.title}拟表扬名单公示{suffix}"


def _body(
    campaign: Campaign, playbook: Playbook, titles: Sequence[Title], number: int, now: datetime
) -> list[dict[str, Any]]:
    """Per category a table: place in the list, name, compound or community, public code."""
    days = playbook.notice.workdays
    opening = f"根据评选方案，现将拟表扬名单予以公示，公示期 {days} 个工作日。如有异议，请在公示期内反映。"
    if number > 1:
        opening = f"因名单调整，现将递补对象予以补充公示，公示期 {days} 个工作日。如有异议，请在公示期内反映。"
    body: list[dict[str, Any]] = [{"type": "paragraph", "text": opening}]
    rows = list(Title.objects.filter(pk__in=[title.pk for title in titles]).select_related("entry"))
    names = places.names_at({row.entry.nominee_territory_id for row in rows}, local_date(now))
    for category in playbook.categories:
        own = sorted((row for row in rows if row.category == category.key), key=lambda row: row.entry.nominee_name)
        if own:
            body.append({"type": "heading", "text": category.name})
            head, lines = ["序号", "对象", "所在小区（社区）", "编号"], []
            for line, row in enumerate(own, start=1):
                where = names.get(row.entry.nominee_territory_id, "")
                lines.append([str(line), redact(shown_name(row)), where, row.entry.code])
            body.append({"type": "table", "head": head, "rows": lines})
    if len(body) == 1:
        body.append({"type": "paragraph", "text": "本次评选没有产生符合条件的拟表扬对象，名额空缺。"})
    return body


def shown_name(title: Title) -> str:
    """The nominee as the public reads it: the title of a case or work stands before its author."""
    return awarded(title.entry)


def awarded(entry: Entry) -> str:
    """The same of an entry: notice, certificate and prize list name nobody else."""
    return f"《{entry.title}》 {entry.nominee_name}" if entry.title else entry.nominee_name


def conclude_all(campaign: Campaign, *, actor: Actor, now: datetime) -> int:
    """Every notice of the list that has run its course has its conclusion; how many notices there are."""
    helper = rules.on_behalf(actor, campaign, "publicity.open")
    rows = list(campaign.list_notices.order_by("number"))
    for row in rows:
        if Notice.objects.get(pk=row.notice_id).state in ("OPEN", "EXTENDED"):
            publicity.conclude_notice(notice_id=row.notice_id, conclusion=CONCLUSION, actor=helper, now=now)
    return len(rows)
