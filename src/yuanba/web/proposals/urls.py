"""Addresses of calls for proposals."""

from django.urls import path, register_converter

from yuanba.proposals.models import CallItem
from yuanba.web.proposals import deciding, desk, paper, public, taking_part


class Kind:
    """What a call asks for, in an address."""

    regex = "|".join(one.lower() for one in CallItem.Kind.values)

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(Kind, "proposal_kind")
app_name = "proposals"

urlpatterns = [
    path("calls", public.index, name="index"),
    path("calls/<int:pk>", public.call, name="call"),
    path("calls/<int:pk>/hand-in/<proposal_kind:kind>", taking_part.hand_in, name="hand_in"),
    path("proposals/<int:pk>", public.proposal, name="proposal"),
    path("proposals/<int:pk>/pictures/<int:place>", public.picture, name="picture"),
    path("proposals/<int:pk>/withdraw", taking_part.withdraw, name="withdraw_proposal"),
    path("proposals/<int:pk>/appeal", taking_part.appeal, name="appeal"),
    path("logos/<int:pk>", public.logo, name="logo"),
    path("desk/calls", desk.index, name="desk"),
    path("desk/calls/new", desk.new, name="new"),
    path("desk/calls/<int:pk>", desk.board, name="board"),
    path("desk/calls/<int:pk>/edit", desk.edit, name="edit"),
    path("desk/calls/<int:pk>/announce", desk.announce, name="announce"),
    path("desk/calls/<int:pk>/close", desk.close, name="close"),
    path("desk/calls/<int:pk>/extend", desk.extend, name="extend"),
    path("desk/calls/<int:pk>/shortlist", desk.publish, name="publish"),
    path("desk/calls/<int:pk>/vote", desk.vote, name="vote"),
    path("desk/calls/<int:pk>/result", desk.result, name="result"),
    path("desk/calls/<int:pk>/withdraw", desk.withdraw, name="withdraw"),
    path("desk/calls/items/<int:pk>/adopt", deciding.adopt, name="adopt"),
    path("desk/calls/items/<int:pk>/decline", deciding.decline, name="decline"),
    path("desk/calls/items/<int:pk>/covenant", deciding.covenant, name="covenant"),
    path("desk/calls/items/<int:pk>/lot", deciding.lot, name="lot"),
    path("desk/proposals/<int:pk>", deciding.look, name="look"),
    path("desk/proposals/<int:pk>/shortlist", deciding.shortlist, name="shortlist"),
    path("desk/proposals/<int:pk>/refuse", deciding.refuse, name="refuse"),
    path("desk/appeals-proposals", deciding.appeals, name="appeals"),
    path("desk/appeals-proposals/<int:pk>", deciding.decide, name="decide"),
    path("desk/paper-proposals", paper.index, name="paper_index"),
    path("desk/paper-proposals/<int:pk>/<proposal_kind:kind>", paper.hand_in, name="paper"),
]
