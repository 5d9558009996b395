"""A covenant of the first compound of `given.subdistrict()`, brought to any state by its own actions."""

from datetime import datetime, timedelta

from tests import given
from yuanba.agreements import actions
from yuanba.agreements.models import AgreementVersion
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date

TICK = system("tick")
TEXT = "# 楼道\n一、楼道不堆放杂物。\n二、垃圾不过夜。\n\n# 邻里\n三、晚上十点以后轻声。"
CHANGED = TEXT.replace("晚上十点以后轻声", "晚上九点半以后轻声，装修除外")
KEY = "k" * 32


def drafted(world: given.World, now: datetime, **changes: object) -> AgreementVersion:
    values = {
        "kind": "COVENANT",
        "territory_id": world.compounds[0].pk,
        "title": "花城小区邻里公约",
        "signers": "RESIDENTS",
    } | changes
    return actions.draft(
        new=actions.NewAgreement(**values),  # type: ignore[arg-type]
        wording=actions.Wording(TEXT),
        actor=world.actor("COMMUNITY_WORKER", now=now),
        now=now,
    )


def commented(world: given.World, now: datetime, days: int = 7, **changes: object) -> AgreementVersion:
    """Up for comments since `now`."""
    version = drafted(world, now, **changes)
    return actions.open_comments(
        version_id=version.pk, days=days, actor=world.actor("COMMUNITY_WORKER", now=now), now=now
    )


def adopted(world: given.World, now: datetime, days: int = 7, **changes: object) -> AgreementVersion:
    """Holds since `now`: comments were asked for in time."""
    past = now - timedelta(days=days + 2)
    version = commented(world, past, days=days, **changes)
    actions.close_due(actor=TICK, now=now)
    return adopt(world, version, now)


def adopt(world: given.World, version: AgreementVersion, now: datetime, days_ahead: int = 0) -> AgreementVersion:
    today = local_date(now)
    return actions.adopt(
        version_id=version.pk,
        decision=actions.Decision(f"meeting:{today}", "居民会议到会 86 人，79 人赞成，通过。", today),
        from_date=today + timedelta(days=days_ahead),
        actor=world.actor("COMMUNITY_WORKER", now=now),
        now=now,
    )


def remark(world: given.World, version: AgreementVersion, now: datetime, resident: int = 0, **said: object):
    values = {"text": "建议改成九点半，孩子要睡觉。", "about": "第三条", "request_key": KEY} | said
    return actions.comment(
        version_id=version.pk,
        actor=world.resident(resident, now),
        now=now,
        **values,  # type: ignore[arg-type]
    )
