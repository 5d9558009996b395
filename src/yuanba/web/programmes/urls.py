"""Addresses of needs, plans and micro projects."""

from django.urls import path

from yuanba.web.programmes import desk, ideas_desk, needs_desk, public, taking_part, working

app_name = "programmes"

urlpatterns = [
    path("plans", public.index, name="index"),
    path("plans/<int:place>", public.board, name="board"),
    path("plans/<int:place>/needs", public.needs, name="needs"),
    path("plans/<int:place>/ideas", public.ideas, name="ideas"),
    path("plans/<int:place>/ideas/new", taking_part.propose, name="propose"),
    path("plans/<int:place>/deeds", public.deeds, name="deeds"),
    path("plans/needs/<int:pk>", public.need, name="need"),
    path("plans/items/<int:pk>", public.item, name="item"),
    path("plans/items/<int:pk>/proof", public.proof, name="proof"),
    path("plans/ideas/<int:pk>", public.idea, name="idea"),
    path("plans/ideas/<int:pk>/join", taking_part.join, name="join"),
    path("plans/ideas/<int:pk>/leave", taking_part.leave, name="leave"),
    path("plans/ideas/<int:pk>/withdraw", taking_part.withdraw, name="withdraw"),
    path("desk/plans", desk.index, name="desk"),
    path("desk/plans/<int:place>/new", desk.new, name="plan_new"),
    path("desk/plans/<int:place>/needs", needs_desk.index, name="needs_desk"),
    path("desk/plans/<int:place>/needs/new", needs_desk.new, name="need_new"),
    path("desk/plans/issues/<int:pk>", needs_desk.from_issue, name="from_issue"),
    path("desk/plans/<int:place>/resources/new", needs_desk.resource_new, name="resource_new"),
    path("desk/plans/plan/<int:pk>", desk.plan, name="plan"),
    path("desk/plans/plan/<int:pk>/items/new", desk.item_new, name="item_new"),
    path("desk/plans/plan/<int:pk>/<str:verb>", desk.step, name="plan_step"),
    path("desk/plans/items/<int:pk>", working.item, name="item_desk"),
    path("desk/plans/items/<int:pk>/edit", desk.item_edit, name="item_edit"),
    path("desk/plans/items/<int:pk>/<str:verb>", working.step, name="item_step"),
    path("desk/plans/needs/<int:pk>", needs_desk.need, name="need_desk"),
    path("desk/plans/needs/<int:pk>/sheets/new", needs_desk.sheet_new, name="sheet_new"),
    path("desk/plans/needs/<int:pk>/<str:verb>", needs_desk.step, name="need_step"),
    path("desk/plans/sheets/<int:pk>", needs_desk.sheet, name="sheet"),
    path("desk/plans/sheets/<int:pk>/<str:verb>", needs_desk.sheet_step, name="sheet_step"),
    path("desk/plans/ideas/<int:pk>", ideas_desk.idea, name="idea_desk"),
    path("desk/plans/ideas/<int:pk>/<str:verb>", ideas_desk.step, name="idea_step"),
]
