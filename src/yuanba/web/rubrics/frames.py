"""Which campaign a panel judges for: panels know their stage by an opaque reference only."""

from collections.abc import Iterable

from yuanba.awards.models import StageRun
from yuanba.rubrics.models import Panel
from yuanba.web.sent import whole

PREFIX = "stage_run:"


def run_id(panel: Panel) -> int | None:
    """The stage of a campaign that the panel belongs to."""
    number = panel.subject_ref.removeprefix(PREFIX)
    return whole(number) if panel.subject_ref.startswith(PREFIX) else None


def campaigns(panels: Iterable[Panel]) -> dict[int, str]:
    """Panel id → the title of its campaign. One query, whatever the number of panels."""
    wanted = {panel.pk: run_id(panel) for panel in panels}
    rows = StageRun.objects.filter(pk__in=set(wanted.values()) - {None}).values_list("pk", "campaign__title")
    titles = dict(rows)
    return {panel: titles[run] for panel, run in wanted.items() if run in titles}


def campaign(panel: Panel) -> str:
    """The title of the panel's campaign, "" if it has none."""
    return campaigns([panel]).get(panel.pk, "")
