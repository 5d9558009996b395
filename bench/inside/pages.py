"""The archive of public notices, filled for the row of pages, and the queries that one page of it takes."""

from datetime import timedelta
from typing import Any

from bench.inside import answer

BATCH = 5000
BODY = '[{"type": "paragraph", "text": "经评审，拟对下列集体和个人予以表扬，现予公示。"}]'
COLUMNS = (
    "kind", "title", "body", "territory_id", "subject_ref", "contact_line", "working_days", "decision_days",
    "needs_board", "state", "opens_at", "closes_at", "drafted_at", "drafted_by", "opened_by", "conclusion", "updated_at",
)  # fmt: skip


def work(do: str, **values: Any) -> dict[str, Any]:
    return {"prepare": prepare, "queries": queries}[do](**values)


def prepare(notices: int) -> dict[str, Any]:
    """So many concluded notices, one every ten minutes backwards from now; the address of a page in the middle."""
    from django.db import connection, transaction

    from yuanba.kernel import many
    from yuanba.kernel.actor import system
    from yuanba.places import actions as places
    from yuanba.publicity.models import Notice
    from yuanba.web import clock, paging

    now = clock.now()
    street = places.found(
        kind="SUBDISTRICT", name="测量街道", from_date=now.date(), basis="bench", actor=system("bench"), now=now
    )
    stored = connection.ops.adapt_datetimefield_value

    def rows() -> Any:
        for number in range(notices):
            opens = stored(now - timedelta(minutes=10 * number, days=8))
            closes = stored(now - timedelta(minutes=10 * number, days=1))
            yield (
                "AWARD_RESULT", f"第{number}号拟表扬名单公示", BODY, street.pk, f"campaign:{number}", "", 5, 5, True,
                "CONCLUDED", opens, closes, opens, "system:bench", "system:bench", "", closes,
            )  # fmt: skip

    with transaction.atomic(), connection.cursor() as cursor:
        many.insert(cursor, Notice._meta.db_table, COLUMNS, rows())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    middle = Notice.objects.order_by("pk")[notices // 2]
    return {"deep": f"/notices?after={paging.encode(middle.opens_at, middle.pk)}"}


def queries(path: str) -> dict[str, Any]:
    """How many statements the page takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        reply = Client().get(path)
    assert reply.status_code == 200, reply.status_code
    return {"number": len(seen), "rows": reply.content.decode().count('<th scope="row">')}


if __name__ == "__main__":
    answer(work)
