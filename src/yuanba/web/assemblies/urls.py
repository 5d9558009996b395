"""Addresses of assemblies and committees."""

from django.urls import path

from yuanba.web.assemblies import desk, moves, public, standing

app_name = "assemblies"

urlpatterns = [
    path("assemblies", public.index, name="index"),
    path("assemblies/<int:pk>", public.about, name="about"),
    path("assemblies/<int:pk>/stand", standing.stand, name="stand"),
    path("assemblies/candidates/<int:pk>", public.candidate, name="candidate"),
    path("assemblies/candidates/<int:pk>/sign", standing.support, name="support"),
    path("assemblies/candidates/<int:pk>/object", standing.object_to, name="object"),
    path("assemblies/candidates/<int:pk>/withdraw", standing.withdraw, name="withdraw"),
    path("assemblies/papers/<int:pk>", public.document, name="document"),
    path("desk/assemblies", desk.index, name="desk"),
    path("desk/assemblies/new", desk.begin, name="begin"),
    path("desk/assemblies/<int:pk>", desk.board, name="board"),
    path("desk/assemblies/<int:pk>/members/new", desk.member_new, name="member_new"),
    path("desk/assemblies/members/<int:pk>/remove", desk.member_remove, name="member_remove"),
    path("desk/assemblies/<int:pk>/papers/new", desk.document_new, name="document_new"),
    path("desk/assemblies/<int:pk>/candidates/new", desk.candidate_new, name="candidate_new"),
    path("desk/assemblies/candidates/<int:pk>/screen", desk.screen, name="screen"),
    path("desk/assemblies/candidates/<int:pk>/signatures/new", desk.signature_new, name="signature_new"),
    path("desk/assemblies/objections/<int:pk>", desk.objection, name="objection"),
    path("desk/assemblies/<int:pk>/steps/<str:verb>", moves.move, name="move"),
]
