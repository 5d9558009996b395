"""Addresses of assemblies and committees."""

from django.urls import path

from yuanba.web.assemblies import asking, desk, moves, office, public, standing, working

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
    path("committees/<int:pk>", office.office, name="office"),
    path("committees/<int:pk>/ask", asking.ask, name="ask"),
    path("committees/<int:pk>/recall", asking.start_recall, name="start_recall"),
    path("committees/recalls/<int:pk>", office.recall, name="recall"),
    path("committees/recalls/<int:pk>/sign", asking.sign_recall, name="sign_recall"),
    path("committees/log/<int:pk>/file", office.entry_file, name="entry_file"),
    path("committees/replies/<int:pk>/file", office.reply_file, name="reply_file"),
    path("desk/committees/<int:pk>", working.desk, name="working"),
    path("desk/committees/seats/<int:pk>/resign", working.resign, name="resign"),
    path("desk/committees/<int:pk>/mandates/new", working.mandate_new, name="mandate_new"),
    path("desk/committees/mandates/<int:pk>/adopt", working.mandate_adopt, name="mandate_adopt"),
    path("desk/committees/<int:pk>/log/new", working.entry_new, name="entry_new"),
    path("desk/committees/log/<int:pk>/close", working.entry_close, name="entry_close"),
    path("desk/committees/log/<int:pk>/insist", working.entry_insist, name="entry_insist"),
    path("desk/committees/questions/<int:pk>", working.question, name="question"),
    path("desk/committees/<int:pk>/questions/new", working.question_new, name="question_new"),
    path("desk/committees/hand-over/<int:pk>", working.thing, name="thing"),
    path("desk/committees/recalls/<int:pk>/signatures/new", working.recall_sign, name="recall_sign"),
    path("desk/committees/recalls/<int:pk>/call", working.recall_summon, name="recall_summon"),
    path("desk/committees/recalls/<int:pk>/result", working.recall_decide, name="recall_decide"),
    path("desk/supervision", working.company, name="company"),
    path("desk/supervision/<int:pk>", working.company_reply, name="company_reply"),
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
