"""The notice of an award list: its lines can be objected to one by one, and whoever is party to one does not decide."""

import pytest

from tests.awards import given_awards
from tests.awards.given_awards import at
from yuanba.awards.models import ListNotice, Ranking, Title
from yuanba.awards.queries import noticed
from yuanba.publicity.models import Notice
from yuanba.web import clock
from yuanba.web.publicity.noticed import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(monkeypatch) -> tuple[given_awards.Show, Title, Notice]:
    """An entry whose title stands on a notice; how a list gets there is proved elsewhere."""
    show = given_awards.announced(given_awards.world_of())
    now = at("2021-09-11")
    monkeypatch.setattr(clock, "now", lambda: now)
    entry = show.enter(show.world.resident(0, now), now)
    notice = Notice(
        kind="AWARD_RESULT", title="公示", body=[], territory=show.world.street, drafted_at=now, updated_at=now
    )
    notice.save()
    ranking = Ranking.objects.create(
        campaign=show.campaign, number=1, purpose="FINAL", snapshot={}, sha256="0" * 64, made_by="x", made_at=now
    )
    row = ListNotice.objects.create(
        campaign=show.campaign, number=1, notice_id=notice.pk, ranking=ranking, published_by="x", published_at=now
    )
    title = Title.objects.create(
        campaign=show.campaign,
        entry=entry,
        category="person",
        quota=1,
        place=1,
        prize_fen=0,
        notice=row,
        proposed_at=now,
    )
    return show, title, notice


def test_every_title_is_a_line(listed, django_assert_num_queries) -> None:
    _, title, notice = listed
    with django_assert_num_queries(1):
        assert lines(notice) == [(f"entry:{title.entry.code}", title.entry.nominee_name)]


def test_whoever_handed_the_entry_in_is_a_party(listed) -> None:
    show, title, _ = listed
    found = noticed.parties_to(title.entry.code, clock.now())
    assert show.world.resident(0).id in found
    assert noticed.parties_to("NOBODY", clock.now()) == frozenset()
