"""A voter's pages: the sheet, the review with its ticket, casting once, the receipt, and every refusal with a way on."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import given
from tests.factories import AccountFactory
from tests.signing import enter
from tests.web.ballots.given import CHOICES, announced, cast, finished, opened, papers
from yuanba.ballots import actions
from yuanba.ballots.models import Paper, VoteSignal
from yuanba.ballots.sealing import signal_hash
from yuanba.web import candidates, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def voter(client, world):
    enter(client, world.residents[0])
    return client


def fields_of(page: str) -> dict[str, list[str]]:
    """The hidden fields of the sending form."""
    form = page[page.index('action="/cast"') : page.index("</form>", page.index('action="/cast"'))]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def reviewed(client, ballot, choices=CHOICES) -> dict[str, list[str]]:
    answer = client.post(f"/ballots/{ballot.pk}/sheet/review", choices)
    assert answer.status_code == 200, answer.content.decode()
    return fields_of(answer.content.decode())


def test_whole_way_from_the_list_to_the_receipt(voter, world) -> None:
    ballot = opened(world)
    assert f"/ballots/{ballot.pk}/sheet" in voter.get("/ballots").content.decode()
    assert "先进个人" in voter.get(f"/ballots/{ballot.pk}/sheet").content.decode()
    answer = voter.post("/cast", reviewed(voter, ballot))
    assert answer["Location"] == f"/ballots/{ballot.pk}/receipt"
    page = voter.get(answer["Location"]).content.decode()
    leaf = Paper.objects.get().leaf_hash
    assert " ".join([leaf[:5], leaf[5:10], leaf[10:15]]).upper() in page
    assert "王建国" not in page
    assert Paper.objects.get().choices == '{"companies":["entry:C2"],"persons":["entry:A1","entry:A3"]}'


def test_review_repeats_the_choices_by_name(voter, world) -> None:
    page = voter.post(f"/ballots/{opened(world).pk}/sheet/review", CHOICES).content.decode()
    assert all(name in page for name in ("王建国", "陈志强", "河畔物业"))
    assert "李秀英" not in page


def test_sheet_is_in_the_same_order_at_every_look_and_another_for_others(client, world) -> None:
    ballot = opened(world)
    orders = []
    for account in (*world.residents, world.residents[0]):
        enter(client, account)
        page = client.get(f"/ballots/{ballot.pk}/sheet").content.decode()
        orders.append(tuple(re.findall(r'value="(entry:A\d)"', page)))
    assert orders[0] == orders[-1]
    assert len(set(orders)) > 1


def test_too_many_are_said_beside_the_question_and_kept(voter, world) -> None:
    ballot = opened(world)
    answer = voter.post(f"/ballots/{ballot.pk}/sheet/review", {"item.persons": ["entry:A1", "entry:A2", "entry:A3"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(" checked") == 3
    assert 'class="field wrong"' in page


def test_nothing_chosen_is_said(voter, world) -> None:
    assert voter.post(f"/ballots/{opened(world).pk}/sheet/review", {}).status_code == 422


def test_change_brings_the_choices_back(voter, world) -> None:
    page = voter.post(f"/ballots/{opened(world).pk}/sheet/change", CHOICES).content.decode()
    assert page.count(" checked") == 3


def test_retry_of_a_lost_answer_has_the_same_receipt(voter, world) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    first, second = voter.post("/cast", fields), voter.post("/cast", fields)
    assert first["Location"] == second["Location"]
    assert papers(ballot) == 1


def test_second_tab_with_other_choices_is_told_that_a_sheet_is_in(voter, world) -> None:
    ballot = opened(world)
    first, second = reviewed(voter, ballot), reviewed(voter, ballot, {"item.persons": ["entry:A2"]})
    voter.post("/cast", first)
    answer = voter.post("/cast", second)
    assert answer.status_code == 409
    assert f"/ballots/{ballot.pk}/receipt" in answer.content.decode()
    assert papers(ballot) == 1


def test_sheet_after_casting_shows_the_receipt(voter, world) -> None:
    ballot = opened(world)
    cast(world, ballot)
    assert voter.get(f"/ballots/{ballot.pk}/sheet")["Location"] == f"/ballots/{ballot.pk}/receipt"
    assert voter.post(f"/ballots/{ballot.pk}/sheet/review", CHOICES)["Location"] == f"/ballots/{ballot.pk}/receipt"
    about = voter.get(f"/ballots/{ballot.pk}").content.decode()
    assert "您已经投过" in about
    assert f"/ballots/{ballot.pk}/receipt" in about
    assert "填选票" not in about


def test_candidate_withdrawn_between_review_and_sending_leads_back_with_the_choices(voter, world) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    actions.withdraw_option(
        ballot_id=ballot.pk,
        option_key="entry:A1",
        reason="本人申请退出",
        actor=world.actor("STREET_ORGANISER"),
        now=clock.now(),
    )
    page = voter.post("/cast", fields)
    assert page.status_code == 409
    assert f"/ballots/{ballot.pk}/sheet/change" in page.content.decode()
    again = voter.post(f"/ballots/{ballot.pk}/sheet/change", CHOICES).content.decode()
    assert again.count(" checked") == 2


def test_ticket_of_an_old_review_is_refused_and_nothing_is_lost(voter, world, later) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    later(timedelta(minutes=16))
    page = voter.post("/cast", fields)
    assert page.status_code == 409
    assert 'value="entry:A3"' in page.content.decode()
    assert papers(ballot) == 0


def test_signing_out_ends_the_ticket(voter, world) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    voter.post(reverse("people:sign_out"))
    assert voter.post("/cast", fields).status_code == 409
    assert papers(ballot) == 0


def test_made_up_ticket_is_refused(client, world) -> None:
    opened(world)
    assert client.post("/cast", {"ticket": "x", **CHOICES}).status_code == 409


def test_before_the_opening_and_after_the_close(voter, world, later) -> None:
    ballot = announced(world, opens_at=clock.now() + timedelta(days=1))
    page = voter.get(f"/ballots/{ballot.pk}/sheet")
    assert page.status_code == 409
    assert "T" + "00" not in page.content.decode()
    open_now = opened(world)
    later(timedelta(days=4))
    assert voter.get(f"/ballots/{open_now.pk}/sheet").status_code == 409


def test_resident_of_another_subdistrict_is_sent_to_the_desk(voter, world) -> None:
    ballot = opened(world, territory_id=world.communities[1].pk)
    page = voter.get(f"/ballots/{ballot.pk}/sheet")
    assert page.status_code == 403
    assert "服务台" in page.content.decode()


def test_unverified_account_is_told_how_to_confirm_the_home(client, world) -> None:
    enter(client, AccountFactory(person=None, phone="19900009999"))
    page = client.get(f"/ballots/{opened(world).pk}/sheet")
    assert page.status_code == 403


def test_expired_session_brings_the_choices_back_after_signing_in(voter, world) -> None:
    ballot = opened(world)
    voter.logout()
    path = f"/ballots/{ballot.pk}/sheet"
    answer = voter.post(f"{path}/review", CHOICES, HTTP_REFERER=f"http://testserver{path}")
    assert answer["Location"].startswith("/sign-in?next=%2Fballots")
    kept = voter.session["kept_form"]
    enter(voter, world.residents[0])
    session = voter.session
    session["kept_form"] = kept
    session.save()
    assert voter.get(path).content.decode().count(" checked") == 3


def test_casting_takes_six_statements(voter, world) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    with CaptureQueriesContext(connection) as seen:
        voter.post("/cast", fields)
    assert papers(ballot) == 1
    told = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= 4  # with BEGIN and COMMIT six
    assert not any("django_session" in sql or "people_account" in sql for sql in told)


def test_signals_know_the_account_age_and_the_device(voter, world) -> None:
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    voter.post("/cast", fields)
    signal = VoteSignal.objects.get()
    assert signal.account_age_days >= 0
    assert signal.device_hash != ""
    assert signal.address_hash != ""


def test_behind_a_proxy_the_visitors_address_counts_and_not_the_proxys(voter, world, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ballot = opened(world)
    fields = reviewed(voter, ballot)
    voter.post("/cast", fields, headers={"x-forwarded-for": "203.0.113.7"})
    salt = bytes.fromhex(ballot.secret.signal_salt)
    assert VoteSignal.objects.get().address_hash == signal_hash(salt, "address", "203.0.113.7")


def test_no_page_of_an_open_ballot_tells_a_count_of_choices(client, voter, world) -> None:
    ballot = opened(world)
    for number in range(1, 4):
        cast(world, ballot, number)
    for path in (f"/ballots/{ballot.pk}", f"/ballots/{ballot.pk}/sheet", "/ballots"):
        before = re.sub(r"csrf\S+ value=\S+", "", voter.get(path).content.decode())
        cast(world, ballot, 4) if papers(ballot) == 3 else None
        assert re.sub(r"csrf\S+ value=\S+", "", voter.get(path).content.decode()) == before
    for name in ("result", "result_json", "papers_jsonl"):
        assert voter.get(reverse(f"ballots:{name}", args=[ballot.pk])).status_code == 403


def test_draft_is_invisible(voter, world) -> None:
    ballot = announced(world)
    type(ballot).objects.filter(pk=ballot.pk).update(state="DRAFT")
    assert voter.get(f"/ballots/{ballot.pk}").status_code == 404
    assert voter.get(f"/ballots/{ballot.pk}/sheet").status_code == 404


def test_result_is_exact_and_comes_with_its_inputs(voter, world) -> None:
    ballot = opened(world)
    for number in range(3):
        cast(world, ballot, number, persons=["entry:A2"])
    finished(world, ballot)
    page = voter.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert 'data-value="3"' in page
    lines = b"".join(voter.get(f"/ballots/{ballot.pk}/papers.jsonl")).decode().splitlines()
    assert len(lines) == 3
    assert voter.get(f"/ballots/{ballot.pk}/result.json").json()["participation"]["papers"] == 3


def test_candidates_are_shown_by_their_cards(voter, world, monkeypatch) -> None:
    card = candidates.Card("王建国", "长堤社区 · 院委会主任", "/awards/entries/A1")
    monkeypatch.setattr(candidates, "resolvers", lambda: {"entry": lambda references: {"entry:A1": card}})
    page = voter.get(f"/ballots/{opened(world).pk}/sheet").content.decode()
    assert "院委会主任" in page
    assert "/awards/entries/A1" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions(voter, world, number: int, django_assert_num_queries) -> None:
    for _ in range(number):
        opened(world)
    voter.get("/ballots")
    with django_assert_num_queries(9):
        voter.get("/ballots")
