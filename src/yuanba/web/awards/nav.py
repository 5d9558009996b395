"""The way to the awards."""

from yuanba.web.nav import Item

NAV: tuple[Item, ...] = ()
