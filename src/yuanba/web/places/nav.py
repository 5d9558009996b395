"""The rooms of places."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.nav import Item

NAV = (Item("places", _("Places"), "places:tree", order=70),)
