"""Reporting: three taps and a sentence, photos of phones, what neighbours reported, phones that send later."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import given
from tests.cases.given import reported, rules_installed
from tests.factories import BuildingFactory, EntranceFactory
from tests.signing import enter
from yuanba.cases.models import Attachment, Case, Report
from yuanba.cases.suggesting import Suggestion
from yuanba.files.models import StoredFile
from yuanba.files.queries import content
from yuanba.kernel.actor import system
from yuanba.places import actions as places
from yuanba.places import qr
from yuanba.places.points import NewPoint
from yuanba.web import clock
from yuanba.web.cases.public import reporting, uploads

pytestmark = pytest.mark.django_db
KEY = "0" * 32


def jpeg() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (30.0, 39.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """400 megapixels in half a megabyte."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def photo(name: str = "照片.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or jpeg(), "image/jpeg")


def sent(**changes: object) -> dict:
    values = {
        "category": "leak",
        "text": "地下室漏水，联系13800001234，车牌川A12345挡着",
        "client_key": "phone-key-000000001",
        "request_key": KEY,
    }
    return values | changes


@pytest.fixture
def world():
    rules_installed()
    made = given.subdistrict(per_compound=2, now=clock.now())
    EntranceFactory(building=BuildingFactory(compound=made.compounds[0].compound, name="甲栋"), name="1单元")
    return made


@pytest.fixture
def neighbour(world) -> Client:
    client = Client()
    enter(client, world.residents[0])
    return client


def test_scanning_a_lift_says_where_it_is(world, neighbour: Client) -> None:
    place = world.compounds[0].pk
    made = places.make_points(
        compound_id=place,
        rows=[NewPoint("LIFT", "甲栋左梯", world.compounds[0].compound.buildings.get(name="甲栋").pk)],
        from_date=clock.now().date(),
        actor=system("test"),
        now=clock.now(),
    )[0]
    door = Client().get(f"/q/{qr.token(made.pk, 1)}")
    assert door.status_code == 302
    page = neighbour.get(door.url).content.decode()
    assert "甲栋左梯" in page and page.index("电梯故障") < page.index("漏水、渗水") and 'name="building"' not in page
    answer = neighbour.post(door.url, sent(category="lift", text="按钮没反应", photos=photo()))
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.number}?new=1"
    assert (case.point_id, case.building.name, case.place_note) == (made.pk, "甲栋", "甲栋左梯")
    kept = StoredFile.objects.get(pk=Attachment.objects.get(case=case).file_id)
    assert b"Exif" not in content(kept) and kept.visibility == "PRIVATE"
    page = neighbour.get(answer.url).content.decode()
    assert case.number in page and "data-outbox-done" in page
    shown = neighbour.get(f"/cases/{case.number}/files/{Attachment.objects.get().pk}")
    assert b"".join(shown.streaming_content) == content(kept)
    assert Client().get(f"/cases/{case.number}/files/{Attachment.objects.get().pk}").status_code == 404


def test_the_board_and_strangers_read_no_personal_numbers(world, neighbour: Client) -> None:
    place = world.compounds[0].pk
    neighbour.post(f"/report/{place}", sent(building=world.compounds[0].compound.buildings.get(name="甲栋").pk))
    number = Case.objects.get().number
    for page in (f"/cases/board/{place}", f"/cases/{number}"):
        shown = Client().get(page).content.decode()
        assert "138****1234" in shown and "13800001234" not in shown and "12345挡" not in shown
    assert "13800001234" in neighbour.get(f"/cases/{number}").content.decode()
    assert 'class="house house-some"' in Client().get(f"/cases/board/{place}").content.decode()


def test_confidential_things_are_nobody_elses(world, neighbour: Client) -> None:
    place = world.compounds[0].pk
    neighbour.post(f"/report/{place}", sent(category="mediation"))
    number = Case.objects.get().number
    assert neighbour.get(f"/cases/{number}").status_code == 200
    assert Client().get(f"/cases/{number}").status_code == 404
    assert number not in Client().get(f"/cases/board/{place}").content.decode()
    other = Client()
    enter(other, world.residents[1])
    assert other.get(f"/cases/{number}/join").status_code == 404


def test_what_a_neighbour_reported_is_shown_first_and_nothing_is_lost(world, neighbour: Client) -> None:
    earlier = reported(world, clock.now(), world.resident(1, clock.now()))
    page = f"/report/{world.compounds[0].pk}"
    asked = neighbour.post(page, sent(photos=photo(), place_note="B区"))
    told = asked.content.decode()
    assert Case.objects.count() == 1 and "不是同一件" in told and f"/cases/{earlier.number}/join" in told
    hidden = dict(
        part.split('" value="')
        for part in (line.split('">')[0] for line in told.split('<input type="hidden" name="')[1:])
    )
    assert hidden["place_note"] == "B区" and hidden["kept"]
    neighbour.post(page, {name: value for name, value in hidden.items() if name != "csrfmiddlewaretoken"})
    mine = Case.objects.exclude(pk=earlier.pk).get()
    assert (mine.place_note, Attachment.objects.filter(case=mine).count()) == ("B区", 1)
    third = Client()
    enter(third, world.residents[2])
    third.post(f"/cases/{earlier.number}/join", {"client_key": "third-key-00000000001", "request_key": KEY, "text": ""})
    earlier.refresh_from_db()
    assert earlier.reports_count == 2 and "2 户" not in third.get("/cases/mine").content.decode()
    assert earlier.number in third.get("/cases/mine").content.decode()


def test_whoever_is_not_signed_in_verifies_the_phone_and_finds_everything_again(world) -> None:
    client, page = Client(), f"/report/{world.compounds[0].pk}"
    answer = client.post(page, sent(), headers={"referer": f"http://testserver{page}"})
    assert urlsplit(answer.url).path == "/sign-in" and not Case.objects.exists()
    enter(client, world.residents[0])
    opened = client.get(page).content.decode()
    assert "phone-key-000000001" in opened and "地下室漏水" in opened


def test_five_times_from_a_phone_is_once(world, neighbour: Client) -> None:
    page = f"/report/{world.compounds[0].pk}"
    late = sent(told_at="2031-01-01T00:00:00.000Z")  # the phone's clock is wrong
    numbers = {neighbour.post(page, late, headers={"x-outbox": "1"}).json()["number"] for _ in range(5)}
    assert len(numbers) == 1 == Case.objects.count() == Report.objects.count()
    assert Report.objects.get().told_at is None
    stranger = Client()
    assert stranger.post(page, late, headers={"x-outbox": "1"}).json() == {"state": "sign_in"}
    other = Client()
    enter(other, world.residents[1])
    assert other.post(page, late, headers={"x-outbox": "1"}).json()["state"] == "refused"
    state = neighbour.get("/report/outbox").json()
    assert state["owner"] == str(world.residents[0].pk) and state["token"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "写一句话"),
        ({"text": "😀😀"}, "写一句话"),
        ({"text": "字" * 20_000}, "2000"),
        ({"category": "nothing"}, "选择"),
        ({"photos": photo("x.jpg", b"%PDF-1.4\n%\xe2\xe3\n" + bytes(99))}, "jpeg"),
        ({"photos": photo("x.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(99))}, "HEIC"),
        ({"photos": photo("x.jpg", jpeg()[:200])}, "损坏"),
        ({"photos": photo("x.png", bomb())}, "像素"),
        ({"photos": [photo(f"{one}.jpg") for one in range(4)]}, "最多 3 张"),
        ({"voice": photo("x.mp3")}, "mp3"),
    ],
)
def test_bad_input_is_told_and_what_was_written_stays(neighbour: Client, world, changes: dict, words: str) -> None:
    answer = neighbour.post(f"/report/{world.compounds[0].pk}", sent(**changes))
    page = answer.content.decode()
    assert not Case.objects.exists() and words in page
    assert changes.get("text", "地下室漏水")[:5] in page and "phone-key-000000001" in page


def test_scripts_and_turned_around_text_are_only_text(neighbour: Client, world) -> None:
    neighbour.post(
        f"/report/{world.compounds[0].pk}", sent(text="<script>alert(1)</script>\u202e门坏了", keep_private="")
    )
    number = Case.objects.get().number
    page = Client().get(f"/cases/{number}").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "\u202e" not in page


def test_a_desk_writes_for_somebody_without_a_phone_of_this_kind(world) -> None:
    desk = Client()
    enter(desk, world.staff["COMMUNITY_WORKER"][0])
    page = f"/report/{world.compounds[0].pk}/for"
    assert "他的电话" in desk.get(page).content.decode() or desk.get(page).status_code == 200
    assert desk.post(page, sent(name="王婆婆", phone="13800009999")).status_code == 302
    case = Case.objects.get()
    assert (case.source, case.reports.get().name) == ("DESK", "王婆婆")
    stranger = Client()
    enter(stranger, world.residents[0])
    assert stranger.get(page).status_code in (302, 403)


def test_faces_are_blurred_by_tapping_before_everybody_sees_them(world, neighbour: Client) -> None:
    neighbour.post(f"/report/{world.compounds[0].pk}", sent(photos=photo()))
    case, row = Case.objects.get(), Attachment.objects.get()
    page = f"/cases/{case.number}/photos/{row.pk}"
    assert neighbour.get(page).status_code in (302, 403, 404)
    desk = Client()
    enter(desk, world.staff["COMMUNITY_WORKER"][0])
    assert 'type="image"' in desk.get(page).content.decode()
    desk.post(page, {"at.x": "160", "at.y": "120", "side": "large"})
    row.refresh_from_db()
    first = row.public_file_id
    assert first and not row.is_public and Client().get(f"/cases/{case.number}/files/{row.pk}").status_code == 404
    desk.post(page, {"at.x": "20", "at.y": "20", "side": "small"})
    desk.post(page, {"do": "show"})
    row.refresh_from_db()
    assert row.is_public and row.public_file_id != first and StoredFile.objects.get(pk=first).erased_at
    public = Client().get(f"/cases/{case.number}/files/{row.pk}")
    copy = StoredFile.objects.get(pk=row.public_file_id)
    assert b"".join(public.streaming_content) == content(copy)
    desk.post(page, {"do": "anew"})
    row.refresh_from_db()
    assert (row.is_public, row.public_file_id) == (False, None)


def test_whoever_is_not_sure_of_the_kind_leaves_it_to_us(world, neighbour: Client, monkeypatch) -> None:
    page = f"/report/{world.compounds[0].pk}"
    neighbour.post(page, sent(category="unsure"))
    assert Case.objects.get().category.key == "other"
    monkeypatch.setattr(reporting, "suggestion", lambda text: Suggestion("noise", 900))
    neighbour.post(page, sent(category="unsure", text="楼上半夜装修", client_key="phone-key-000000002"))
    assert Case.objects.latest("pk").category.key == "noise"


def test_the_place_is_found_by_name_or_known_at_once(world, neighbour: Client) -> None:
    place = world.compounds[0].pk
    assert neighbour.get("/report").url == f"/report/{place}"
    assert f"/report/{place}" in Client().get("/report?q=花城").content.decode()
    assert "没有叫这个名字的小区" in Client().get("/report?q=不存在").content.decode()
    assert Client().get("/report/999999").status_code == 404
    assert f"/report/{place}" in Client().get(f"/places/{place}").content.decode()


def test_me_too_takes_words_and_photos_along(world, neighbour: Client) -> None:
    earlier = reported(world, clock.now(), world.resident(1, clock.now()))
    told = neighbour.post(f"/report/{world.compounds[0].pk}", sent(photos=photo())).content.decode()
    kept = told.split('name="kept" value="')[1].split('"')[0]
    joined = {"text": "我家也漏", "client_key": "phone-key-000000001", "request_key": KEY, "kept": kept}
    assert neighbour.post(f"/cases/{earlier.number}/join", joined).url.startswith(f"/cases/{earlier.number}?")
    assert Case.objects.count() == 1 and Attachment.objects.get().report.text == "我家也漏"
    assert 'data-outbox-done="phone-key-000000001"' in neighbour.get(f"/cases/{earlier.number}").content.decode()


def test_me_too_on_an_own_report_adds_the_words_and_clears_the_phone(world, neighbour: Client) -> None:
    place = world.compounds[0].pk
    neighbour.post(f"/report/{place}", sent(text="地下室漏水"))
    case = Case.objects.get()
    again = {"text": "现在漏得更大了", "client_key": "phone-key-000000002", "request_key": KEY}
    answer = neighbour.post(f"/cases/{case.number}/join", again, follow=True)
    page = answer.content.decode()
    assert "您已经报过这件事" in page and 'data-outbox-done="phone-key-000000002"' in page
    case.refresh_from_db()
    assert case.text == "地下室漏水\n现在漏得更大了" and case.reports_count == 1


def test_too_large_and_too_many_are_said(world, neighbour: Client, monkeypatch) -> None:
    page = f"/report/{world.compounds[0].pk}"
    monkeypatch.setattr(uploads, "PHOTO_BYTES", 100)
    assert "MB" in neighbour.post(page, sent(photos=photo())).content.decode()
    monkeypatch.setattr(uploads, "PHOTO_BYTES", 1_000_000)
    monkeypatch.setattr(uploads, "MOST_A_DAY", 1)
    assert neighbour.post(page, sent(photos=photo())).status_code == 302
    again = neighbour.post(page, sent(photos=photo(), client_key="phone-key-000000009", category="noise"))
    assert again.status_code == 429 and "phone-key-000000009" in again.content.decode()


ROUTES = ("", "/join", "/add", "/confirm", "/not-solved", "/files/{file}", "/photos/{file}")


def test_no_route_tells_a_stranger_that_something_confidential_exists(world, neighbour: Client) -> None:
    neighbour.post(f"/report/{world.compounds[0].pk}", sent(category="mediation", photos=photo()))
    case, row = Case.objects.get(), Attachment.objects.get()
    stranger, worker = Client(), Client()
    enter(stranger, world.residents[1])
    enter(worker, world.staff["COMMUNITY_WORKER"][1])  # of another community
    words = {"text": "x" * 20, "client_key": "stranger-key-000001", "request_key": KEY}
    for client in (stranger, worker):
        for route in ROUTES:
            page = f"/cases/{case.number}{route.format(file=row.pk)}"
            for answer in (client.get(page), client.post(page, words)):
                assert answer.status_code in (403, 404, 405), page
                assert "漏水" not in answer.content.decode()
        assert client.get(f"/cases/at/{case.pk}").status_code == 404
    case.refresh_from_db()
    assert (case.state, case.reports_count) == ("REPORTED", 1)
