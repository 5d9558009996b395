import pytest

from yuanba.files.kinds import KNOWN
from yuanba.files.rules import may_store, stored_name


@pytest.mark.parametrize(
    ("name", "kind", "result"),
    [
        ("照片.JPG", "jpeg", "照片.jpg"),
        ("照片", "jpeg", "照片.jpeg"),
        ("C:\\Users\\王\\合同 2021.10.pdf", "pdf", "合同 2021.10.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("合同第1.2版", "pdf", "合同第1.2版.pdf"),
        ("a.pdf.exe", "pdf", "a.pdf.pdf"),
        ("", "pdf", "file.pdf"),
        ("..", "pdf", "file.pdf"),
        ("a\u202egpj.exe", "png", "agpj.png"),
        ('a<b>:"|?*.png', "png", "a_b______.png"),
        ("𠮷" * 200 + ".png", "png", "𠮷" * 120 + ".png"),
    ],
)
def test_stored_name_is_harmless_and_ends_right(name: str, kind: str, result: str) -> None:
    assert stored_name(name, kind) == result


def test_may_store_none_means_what_we_know() -> None:
    assert all(may_store(kind, None) for kind in KNOWN)
    assert not may_store("ole", None)
    assert not may_store("ole", {"ole"})
    assert not may_store("unknown", None)
