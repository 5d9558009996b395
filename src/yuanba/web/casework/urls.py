"""Addresses of the desk, its ledgers, the hotline's register and the routing rules."""

from django.urls import path

from yuanba.web.casework import (
    case_page,
    desk,
    hotline_page,
    kinds_page,
    ledgers,
    moves,
    recurring_page,
    routing_page,
    specials,
)

app_name = "casework"

urlpatterns = [
    path("casework", desk.desk, name="desk"),
    path("casework/case/<str:number>", case_page.case, name="case"),
    path("casework/case/<str:number>/board", moves.board, name="board"),
    path("casework/case/<str:number>/file/<int:pk>", case_page.attached, name="attached"),
    path("casework/case/<str:number>/reporter/<int:pk>", case_page.reporter_number, name="reporter_number"),
    path("casework/case/<str:number>/now/<str:verb>", moves.quick, name="quick"),
    path("casework/case/<str:number>/<str:verb>", moves.move, name="move"),
    path("casework/ledger", ledgers.ledger, name="ledger"),
    path("casework/ledger/new", ledgers.line_new, name="line_new"),
    path("casework/ledger/<int:pk>", ledgers.line, name="line"),
    path("casework/ledger/<int:pk>/proof", ledgers.line_proof, name="line_proof"),
    path("casework/ledger/<int:pk>/<str:verb>", ledgers.line_move, name="line_move"),
    path("casework/special", specials.matters, name="special"),
    path("casework/special/new", specials.matter_new, name="matter_new"),
    path("casework/special/<int:pk>", specials.matter, name="matter"),
    path("casework/special/<int:pk>/<str:verb>", specials.matter_move, name="matter_move"),
    path("casework/recurring", recurring_page.issues, name="recurring"),
    path("casework/recurring/<int:pk>/explain", recurring_page.explain, name="explain"),
    path("casework/hotline", hotline_page.orders, name="hotline"),
    path("casework/hotline/new", hotline_page.order_new, name="hotline_new"),
    path("casework/hotline/<int:pk>/told", hotline_page.told, name="hotline_told"),
    path("casework/hotline/lists", hotline_page.lists, name="hotline_lists"),
    path("casework/hotline/lists/<int:pk>", hotline_page.hotline_list, name="hotline_list"),
    path("casework/routing", routing_page.routing, name="routing"),
    path("casework/kinds/new", kinds_page.kind_new, name="kind_new"),
    path("casework/kinds/<str:key>/end", kinds_page.kind_end, name="kind_end"),
    path("casework/routing/new", routing_page.rule_new, name="rule_new"),
    path("casework/routing/<int:pk>/end", routing_page.rule_end, name="rule_end"),
]
