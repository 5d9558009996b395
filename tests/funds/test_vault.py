import stat

import pytest

from yuanba.funds import vault


def test_a_sealed_text_opens_for_its_own_label_only() -> None:
    sealed = vault.seal("6222…", "prize_line:1/account")
    assert vault.unseal(sealed, "prize_line:1/account") == "6222…"
    assert vault.unseal(memoryview(sealed), "prize_line:1/account") == "6222…"
    for label in ("prize_line:2/account", "prize_line:1/holder"):
        with pytest.raises(vault.CannotUnseal):
            vault.unseal(sealed, label)


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert vault.seal("x", "l") != vault.seal("x", "l")


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(vault.seal("x", "l"))
    sealed[place] ^= 1
    with pytest.raises(vault.CannotUnseal):
        vault.unseal(bytes(sealed), "l")


def test_the_key_file_is_made_once_and_for_its_owner_only() -> None:
    vault.seal("x", "l")
    key = vault.key_file().read_bytes()
    vault.seal("y", "l")
    assert vault.key_file().read_bytes() == key
    assert stat.S_IMODE(vault.key_file().stat().st_mode) == 0o600
    assert [path.name for path in vault.key_file().parent.iterdir()] == ["payees.key"]


def test_without_the_key_file_nothing_opens() -> None:
    sealed = vault.seal("x", "l")
    vault.key_file().unlink()
    with pytest.raises(vault.CannotUnseal):
        vault.unseal(sealed, "l")
