"""Addresses of the territory, its cards, its grids and the calendar."""

from django.urls import path

from yuanba.web.places import editing, grids, notices, pages, parameters, points, qr_labels

app_name = "places"

urlpatterns = [
    path("places", pages.tree, name="tree"),
    path("places/<int:pk>", pages.place, name="place"),
    path("calendar", pages.calendar, name="calendar"),
    path("parameters", parameters.parameters, name="parameters"),
    path("parameters/<str:key>", parameters.parameter, name="parameter"),
    path("calendar/day", editing.calendar_day, name="calendar_day"),
    path("calendar/year", editing.calendar_year, name="calendar_year"),
    path("calendar/notice", notices.enter, name="holiday_notice"),
    path("places/<int:pk>/found", editing.found, name="found"),
    path("places/<int:pk>/rename", editing.rename, name="rename"),
    path("places/<int:pk>/move", editing.move, name="move"),
    path("places/<int:pk>/merge", editing.merge, name="merge"),
    path("places/<int:pk>/split", editing.split, name="split"),
    path("places/<int:pk>/end", editing.end, name="end"),
    path("places/<int:pk>/overlay", editing.overlay, name="overlay"),
    path("places/<int:pk>/overlay/<int:overlay_pk>/end", editing.end_overlay, name="end_overlay"),
    path("places/<int:pk>/population", editing.population, name="population"),
    path("places/<int:pk>/asset", editing.asset, name="asset"),
    path("places/<int:pk>/describe", editing.describe, name="describe"),
    path("places/<int:pk>/fact", editing.fact, name="fact"),
    path("places/<int:pk>/milestone", editing.milestone, name="milestone"),
    path("places/<int:pk>/milestone/<int:milestone_pk>/remove", editing.remove_milestone, name="remove_milestone"),
    path("places/<int:pk>/phase", editing.phase, name="phase"),
    path("places/<int:pk>/cluster", editing.cluster, name="cluster"),
    path("places/<int:pk>/building/<int:building_pk>", editing.building, name="building"),
    path("places/<int:pk>/labels", qr_labels.qr_labels, name="qr_labels"),
    path("places/<int:pk>/points", points.points, name="points"),
    path("places/<int:pk>/points/make", points.make, name="make_points"),
    path("places/<int:pk>/points/<int:point_pk>/replace", points.replace, name="replace_point"),
    path("places/<int:pk>/points/<int:point_pk>/end", points.end, name="end_point"),
    path("q/<str:token>", points.scan, name="scan"),
    path("places/<int:pk>/grids", grids.grids, name="grids"),
    path("places/<int:pk>/grids/draw", grids.draw, name="draw_grid"),
    path("places/<int:pk>/grids/<int:grid_pk>/fill", grids.fill, name="fill_grid"),
    path("places/<int:pk>/grids/<int:grid_pk>/end", grids.end, name="end_grid"),
]
