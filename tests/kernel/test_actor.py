from yuanba.kernel.actor import Actor, Grant, system


def test_a_grant_holds_in_its_territory_and_below() -> None:
    actor = Actor(id="account:1", grants=frozenset({Grant("award.screen", 10)}))
    assert actor.holds("award.screen", (30, 20, 10, 1))
    assert not actor.holds("award.screen", (1,))
    assert not actor.holds("award.open", (10,))
    assert actor.holds_anywhere("award.screen") and not actor.holds_anywhere("award.open")
    assert actor.territories("award.screen") == {10}
    assert actor.territories("award.open") == frozenset()


def test_the_system_holds_nothing() -> None:
    assert system("tick") == Actor(id="system:tick")
    assert not system("tick").holds_anywhere("award.open")
