"""Addresses of those who run, screen and approve award campaigns."""

from django.urls import URLPattern, path

from yuanba.web.awards import staff_board, staff_fields, staff_results, staff_screening, staff_setup, staff_stages

STAFF: list[URLPattern] = [
    path("desk/awards", staff_board.campaigns, name="campaigns"),
    path("desk/awards/new", staff_setup.new, name="campaign_new"),
    path("desk/awards/<int:pk>/setup", staff_setup.setup, name="setup"),
    path("desk/awards/<int:pk>/playbook", staff_setup.edit_text, name="text"),
    path("desk/awards/<int:pk>/values", staff_fields.edit_fields, name="fields"),
    path("desk/awards/<int:pk>/documents/new", staff_setup.add_document, name="document_add"),
    path("desk/awards/documents/<int:pk>", staff_setup.document, name="document"),
    path("desk/awards/<int:pk>/open", staff_setup.open_campaign, name="open"),
    path("desk/awards/<int:pk>", staff_board.board, name="board"),
    path("desk/awards/<int:pk>/remind", staff_board.remind, name="remind"),
    path("desk/awards/<int:pk>/history", staff_board.trail, name="trail"),
    path("desk/awards/<int:pk>/call-off", staff_board.cancel, name="cancel"),
    path("desk/awards/stages/<int:pk>", staff_stages.stage, name="stage"),
    path("desk/awards/stages/<int:pk>/<slug:verb>", staff_stages.move, name="stage_move"),
    path("desk/awards/<int:pk>/screening", staff_screening.queue, name="queue"),
    path("desk/awards/<int:pk>/screening/assign", staff_screening.assign, name="assign"),
    path("desk/awards/entries/<int:pk>", staff_screening.entry_look, name="entry_look"),
    path("desk/awards/entries/<int:pk>/appeal", staff_screening.appeal, name="decide_appeal"),
    path("desk/awards/entries/<int:pk>/check", staff_screening.check_again, name="check_again"),
    path("desk/awards/entries/<int:pk>/fees", staff_screening.ask_fees, name="ask_fees"),
    path("desk/awards/looks/<int:pk>/second", staff_screening.second, name="second"),
    path("desk/awards/materials/<int:pk>", staff_screening.material, name="material"),
    path("desk/awards/alike/<int:pk>", staff_screening.likeness, name="likeness"),
    path("desk/awards/<int:pk>/results", staff_results.results, name="results"),
]
