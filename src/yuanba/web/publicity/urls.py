"""Addresses of public notices."""

from django.urls import path

from yuanba.web.publicity import deciding, desk, drafting, feed, following, hanging, objecting, public

app_name = "publicity"

urlpatterns = [
    path("notices", public.index, name="index"),
    path("notices.atom", feed.atom, name="feed"),
    path("notices/answer", following.ask, name="ask"),
    path("notices/<int:pk>", public.notice, name="notice"),
    path("notices/<int:pk>/outcome", public.outcome, name="outcome"),
    path("notices/<int:pk>/photos/<int:photo>", public.photo, name="photo"),
    path("notices/<int:pk>/object", objecting.object_to, name="object"),
    path("desk/notices", desk.index, name="desk"),
    path("desk/notices/new", drafting.new, name="new"),
    path("desk/notices/<int:pk>", desk.notice, name="desk_notice"),
    path("desk/notices/<int:pk>/text", drafting.revise, name="revise"),
    path("desk/notices/<int:pk>/numbers", drafting.numbers, name="numbers"),
    path("desk/notices/<int:pk>/open", desk.open_it, name="open"),
    path("desk/notices/<int:pk>/posting", hanging.post, name="post"),
    path("desk/notices/<int:pk>/poster.pdf", hanging.poster, name="poster"),
    path("desk/notices/<int:pk>/extend", desk.extend, name="extend"),
    path("desk/notices/<int:pk>/withdraw", desk.withdraw, name="withdraw"),
    path("desk/notices/<int:pk>/conclude", desk.conclude, name="conclude"),
    path("desk/notices/<int:pk>/receive", objecting.receive, name="receive"),
    path("desk/objections", deciding.index, name="objections"),
    path("desk/objections/<int:pk>", deciding.objection, name="objection"),
    path("desk/objections/<int:pk>/author", deciding.author, name="author"),
    path("desk/objections/<int:pk>/proof", deciding.proof, name="proof"),
]
