"""Addresses of the texts that people agree on."""

from django.urls import path

from yuanba.web.agreements import desk, paper, public, taking_part

app_name = "agreements"

urlpatterns = [
    path("agreements", public.index, name="index"),
    path("agreements/<int:pk>", public.text, name="text"),
    path("agreements/<int:pk>/v<int:number>", public.version, name="version"),
    path("agreements/<int:pk>/v<int:number>/text.txt", public.plain, name="plain"),
    path("agreements/<int:pk>/v<int:number>/sheet.pdf", public.sheet, name="sheet"),
    path("agreements/<int:pk>/v<int:number>/text.docx", public.document, name="document"),
    path("agreements/<int:pk>/v<int:number>/comment", taking_part.comment, name="comment"),
    path("agreements/<int:pk>/v<int:number>/sign", taking_part.sign, name="sign"),
    path("agreements/comments/<int:pk>/take-back", taking_part.take_back, name="take_back"),
    path("agreements/signatures/<int:pk>/take-back", taking_part.unsign, name="unsign"),
    path("desk/agreements", desk.index, name="desk"),
    path("desk/agreements/new", desk.new, name="new"),
    path("desk/agreements/<int:pk>", desk.board, name="board"),
    path("desk/agreements/<int:pk>/write", desk.write, name="write"),
    path("desk/agreements/<int:pk>/comments", desk.put_up, name="put_up"),
    path("desk/agreements/<int:pk>/close", desk.close, name="close"),
    path("desk/agreements/<int:pk>/adopt", desk.adopt, name="adopt"),
    path("desk/agreements/<int:pk>/reject", desk.reject, name="reject"),
    path("desk/agreements/<int:pk>/withdraw", desk.withdraw, name="withdraw"),
    path("desk/agreements/<int:pk>/end", desk.end, name="end"),
    path("desk/agreements/<int:pk>/filing", desk.filing, name="filing"),
    path("desk/agreements/<int:pk>/party", paper.party, name="party"),
    path("desk/agreements/comments/<int:pk>", desk.answer, name="answer"),
    path("desk/signatures", paper.index, name="paper_index"),
    path("desk/signatures/<int:pk>", paper.sign, name="paper_sign"),
    path("desk/signatures/<int:pk>/comment", paper.remark, name="paper_remark"),
    path("desk/signatures/<int:pk>/take-back", paper.unsign, name="paper_unsign"),
]
