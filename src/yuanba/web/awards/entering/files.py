"""For residents: the documents of a draft, each file with its own answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.awards.queries import applicant
from yuanba.kernel.verdict import Refused, no
from yuanba.web import downloads
from yuanba.web.awards import uploads
from yuanba.web.awards.entering.drafting import Desk, opened
from yuanba.web.awards.entering.track import next_of, track
from yuanba.web.awards.frame import show
from yuanba.web.awards.words import said
from yuanba.web.doors import signed_in


def materials(request: HttpRequest, desk: Desk) -> HttpResponse:
    problems: dict[str, list[uploads.Problem]] = {}
    if request.method == "POST":
        problems = _take_files(request, desk)
        if "later" in request.POST and not problems:
            messages.success(request, _("Your draft is kept. You find it under “My entries”."))
            return redirect("awards:my_entries")
        if "more" not in request.POST and "remove" not in request.POST and not problems:
            return next_of(desk, "materials")
    return show(
        request,
        "entering/materials.html",
        desk.campaign,
        status=409 if problems else 200,
        desk_=desk,
        slot=desk.draft.slot,
        lines=lines_of(desk, problems),
        problems=problems,
        track=track("materials"),
    )


def lines_of(desk: Desk, problems: dict[str, list[uploads.Problem]]) -> list[dict[str, Any]]:
    files = desk.files
    return [
        {
            "key": line.key,
            "name": said(line),
            "required": line.required,
            "taken": uploads.taken(line),
            "accept": uploads.accept(line.kinds),
            "many": line.max_files > 1,
            "full": len(files.get(line.key, [])) >= line.max_files,
            "files": [{**one, "warning": uploads.warning(one.get("warn", []))} for one in files.get(line.key, [])],
            "problems": problems.get(line.key, []),
        }
        for line in desk.category.materials_for(desk.kind)
    ]


def _take_files(request: HttpRequest, desk: Desk) -> dict[str, list[uploads.Problem]]:
    """The chosen files stand in the draft, one is taken away if asked; whatever was not taken is told line by line."""
    files = desk.files
    problems: dict[str, list[uploads.Problem]] = {}
    away = request.POST.get("remove", "")
    for key in files:
        files[key] = [one for one in files[key] if str(one["id"]) != away]
    for line in desk.category.materials_for(desk.kind):
        for upload in request.FILES.getlist(f"file-{line.key}"):
            kept = files.setdefault(line.key, [])
            if len(kept) >= line.max_files:
                why = uploads.told(
                    no("material.too_many", "playbook: materials", material=line.key, most=line.max_files), upload.name
                )
                problems.setdefault(line.key, []).append(why)
                continue
            stored = uploads.store(request, upload, line.kinds, line.max_mib)
            if isinstance(stored, uploads.Problem):
                problems.setdefault(line.key, []).append(stored)
                continue
            kept.append(
                {
                    "id": stored.pk,
                    "name": stored.name,
                    "size": uploads.size_text(stored.size),
                    "warn": uploads.personal(stored),
                }
            )
    desk.keep(files=files)
    return problems


@signed_in
@require_safe
def draft_file(request: HttpRequest, code: str, slot: str, file_id: int) -> HttpResponse:
    """A file of the own draft, to look at."""
    desk = opened(request, code, slot)
    in_draft = any(one["id"] == file_id for rows in desk.files.values() for one in rows)
    stored = applicant.own_uploads([file_id], request.actor).get(file_id) if in_draft else None  # type: ignore[attr-defined]
    if stored is None:
        raise Refused(no("material.no_file", "files: only the own upload"))
    return downloads.attachment(stored)  # type: ignore[return-value]
