"""One owners' ballot by every way: phone, proxy, paper, hands, and silence with proof; the bundle recounts all of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.ballots import acting, given
from tests.ballots.tally.made import rule
from tests.refusals import refused
from tests.verify.test_ballot import changed_numbers, unpacked
from yuanba import verify
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law

pytestmark = pytest.mark.django_db
SILENCE = {"reference": "业主大会议事规则第二十条", "counts_as": "majority"}


def delivered(ballot: Ballot, here: given.Place, *people: int, way: str = "SIGNED") -> dict[str, object]:
    rows = [given.row_of(ballot, here.voters[place]) for place in people]
    told = [actions.Delivered(row.pk, way, given.DURING.date()) for row in rows]
    return {"ballot_id": ballot.pk, "delivered": told, "file_id": acting.scan("a").pk, "actor": here.clerk()}


def by_every_way() -> Ballot:
    """Nine owners: one by phone, one by proxy, one on paper, two by hands; proofs for three silent ones and for a voter."""
    here = acting.each_their_own(9)
    terms = {**rule("yes-no-abstain"), "threshold": law.LAW[0].threshold(), "silence": SILENCE}
    ballot = acting.opened(here, rule=terms)
    acting.vote(given.ticket(ballot, here.voters[0]))
    acting.authorised(here, ballot, here.voters[1], here.voters[0])
    acting.vote(acting.ticket_for(ballot, here.voters[0], here.voters[1]))
    serial = given.received(ballot, here.voters[2], here)
    for _ in range(2):
        actions.key_paper(serial=serial, choices={"q1": ["against"]}, actor=here.clerk(), now=given.DURING)
    rows = [given.row_of(ballot, here.voters[place]) for place in (3, 4)]
    count = acting.hands(here, ballot, acting.meeting(here, *here.voters[3:5]), agree=tuple(rows))
    actions.confirm_hands(count_id=count.pk, actor=here.clerk(), now=given.DURING)
    assert actions.keep_deliveries(now=given.DURING, **delivered(ballot, here, 0, 5, 6)) == 3
    assert actions.keep_deliveries(now=given.DURING, **delivered(ballot, here, 6, 7, way="SMS")) == 1
    refused("ballots.closed", actions.keep_deliveries, now=given.CLOSES, **delivered(ballot, here, 8))
    assert vars_of(queries.delivery_counts(ballot)) == (9, 5, 3, 1)
    given.published(given.closed(ballot), here)
    ballot.refresh_from_db()
    return ballot


def vars_of(one: queries.DeliveryCounts) -> tuple[int, int, int, int]:
    return one.rows, one.cast, one.proved, one.unproved


def test_every_way_is_in_the_bundle_and_every_number_of_it_is_held(tmp_path: Path) -> None:
    ballot = by_every_way()
    result = queries.public_result(ballot.pk)
    assert result["participation"] == {
        "papers": 5, "heads": 5, "area_cm2": 4_500_000, "on_paper": 1, "by_proxy": 1, "in_hall": 2,
    }  # fmt: skip
    assert result["silence"] == {"rows": 3, "heads": 3, "area_cm2": 2_700_000, **SILENCE}
    outcome = result["items"][0]["outcome"]
    assert (outcome["silent_joined"], outcome["passed"]) == ("agree", 1)
    full, public = unpacked(ballot, made("full", tmp_path), full=True), unpacked(ballot, made("p", tmp_path))
    assert verify.verify(full) == verify.verify(public) == []
    assert not (public / "deliveries.jsonl").exists()
    for name in ("entries.jsonl", "deliveries.jsonl", "result.json"):
        file = full / name
        original = file.read_text(encoding="utf-8")
        for text in changed_numbers(original):
            file.write_text(text, encoding="utf-8")
            assert verify.verify(full), f"{name}: {text[:200]}"
        file.write_text(original, encoding="utf-8")
    lines = (full / "deliveries.jsonl").read_text().splitlines(keepends=True)
    for text in ("", "".join(lines[:-1]), "".join(reversed(lines)), "".join(lines + lines[-1:])):
        (full / "deliveries.jsonl").write_text(text)
        assert verify.verify(full)


def made(name: str, folder: Path) -> Path:
    (folder / name).mkdir(exist_ok=True)
    return folder / name


def test_proofs_are_kept_only_where_silence_counts_and_from_days_that_were() -> None:
    here = acting.each_their_own(2)
    ballot = acting.opened(here)
    refused("ballots.silence_counts_nothing", actions.keep_deliveries, now=given.DURING, **delivered(ballot, here, 0))
    other = acting.opened(here, rule={**rule("yes-no-abstain"), "silence": SILENCE})
    late = given.DURING - timedelta(days=1)
    refused("ballots.delivery_day", actions.keep_deliveries, now=late, **delivered(other, here, 0))
    stray = delivered(ballot, here, 0) | {"ballot_id": other.pk}
    refused("ballots.not_on_roll", actions.keep_deliveries, now=given.DURING, **stray)


def paper(channel: str = "PHONE", **besides: object) -> dict[str, object]:
    plain = {"ballot": "ballot:1", "channel": channel, "code": "0" * 64, "commitment": "0" * 64, "previous": ""}
    return plain | besides


@pytest.mark.parametrize(
    "leaf",
    [
        paper("HALL"),
        paper("POST"),
        paper(hall={"clerks": ["a", "b"], "meeting": "meeting:1", "record": "0"}),
        paper("HALL", hall={"clerks": ["a", "a"], "meeting": "meeting:1", "record": "0"}),
        paper("PAPER", paper={"clerks": ["a", "b"], "scan": "0"}),
        paper(proxy=""),
        paper(proxy="somebody"),
        paper(name="王"),
    ],
)
def test_papers_that_say_other_things_than_the_format_are_refused(leaf, tmp_path: Path) -> None:
    bundle = type("Told", (), {"problems": [], "must": lambda self, good, text: good or self.problems.append(text)})()
    bundle.problems = []
    try:
        verify._paper(bundle, leaf, b"", {}, "line 1")
    except verify.Broken as broken:
        bundle.problems.append(str(broken))
    assert len(bundle.problems) == 1


def test_proxies_beyond_the_term_or_without_one_are_refused() -> None:
    for number, codes, wrong in ((3, 3, 0), (3, 4, 1), (0, 50, 0), (None, 1, 1)):
        terms = [] if number is None else [{"number": number, "row": "r", "source": "s", "what": "proxies"}]
        found: list[str] = []
        bundle = type("Told", (), {"must": lambda self, good, text, found=found: good or found.append(text)})()
        verify._check_proxies(bundle, {"terms": terms}, {"f" * 16: {str(n) for n in range(codes)}})
        assert len(found) == wrong
