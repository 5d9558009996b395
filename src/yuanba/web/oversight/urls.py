"""Addresses of the registers."""

from django.urls import path

from yuanba.web.oversight import companies, registers

app_name = "oversight"

urlpatterns = [
    path("desk/registers", registers.bodies, name="bodies"),
    path("desk/registers/complete", registers.coverage, name="coverage"),
    path("desk/registers/<int:pk>", registers.body, name="body"),
    path("desk/registers/<int:pk>/lines/new", registers.record_new, name="record_new"),
    path("desk/registers/<int:pk>/looked-up", registers.look_up, name="look_up"),
    path("desk/registers/lines/<int:pk>/correct", registers.record_correct, name="record_correct"),
    path("desk/registers/lines/<int:pk>/cancel", registers.record_cancel, name="record_cancel"),
    path("desk/registers/lines/<int:pk>/end", registers.listing_end, name="listing_end"),
    path("desk/registers/lines/<int:pk>/evidence", registers.evidence, name="evidence"),
    path("desk/registers/look-ups/<int:pk>/file", registers.look_up_file, name="look_up_file"),
    path("desk/registers/<int:pk>/company", companies.open_file, name="open_file"),
    path("desk/registers/<int:pk>/projects/new", companies.project_new, name="project_new"),
    path("desk/registers/projects/<int:pk>/end", companies.project_end, name="project_end"),
    path("desk/registers/<int:pk>/grades/new", companies.grade_new, name="grade_new"),
    path("desk/fees", companies.fees, name="fees"),
    path("desk/fees/<int:pk>", companies.fee_answer, name="fee_answer"),
]
