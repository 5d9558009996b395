"""What a reporter adds later: words and photos belong to their own thread, and whoever handles the case is told."""

from datetime import datetime

from django.db import transaction

from yuanba.cases import rules, states, texts
from yuanba.cases.actions.beats import answerable, filled, locked, note, tell_staff
from yuanba.cases.actions.reporting import attach, own_files
from yuanba.cases.models import Case, Report
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.redaction import for_everybody
from yuanba.kernel.verdict import Refused, no, require

GOES_ON = states.OPEN | {states.ANSWERED}


@transaction.atomic
def add_words(*, case_id: int, text: str, actor: Actor, now: datetime, file_ids: tuple[int, ...] = ()) -> Report:
    """The reporter's thread says more; of the first reporter the case itself does. The same words sent again are one.

    Raises Refused: cases.missing, .not_reporter, .case_ended, .nothing_told, .text_too_long, .too_many_files, .file_missing.
    """
    case = locked(case_id)
    require(rules.may_see(case, actor, now))
    thread = rules.own_report(case, actor) or _of_a_client(case, actor)
    if thread is None:
        raise Refused(no("cases.not_reporter", rules.CONFIRMATION))
    if case.state not in GOES_ON:
        raise Refused(no("cases.case_ended", rules.SOURCE, state=case.state))
    words = clean_lines(text)
    require(rules.is_told(words, len(file_ids)))
    known = set(case.attachments.filter(file_id__in=file_ids).values_list("file_id", flat=True))
    files = [one for one in own_files(file_ids, actor) if one.pk not in known]
    if case.attachments.filter(report=thread).count() + len(files) > 2 * rules.MOST_FILES:
        raise Refused(no("cases.too_many_files", rules.SOURCE, most=2 * rules.MOST_FILES))
    fresh = bool(words) and not thread.text.endswith(words)
    if fresh:
        _append(case, thread, words)
    attach(case, thread, files, actor, now)
    if fresh or files:
        note(case, "add_words", actor=actor, now=now)
        tell_staff(answerable(case, now), "words_added", filled(texts.WORDS_ADDED, case, None), case, now)
    return thread


def _of_a_client(case: Case, actor: Actor) -> Report | None:
    """What another system reported, which adds to it by itself."""
    if actor.account_id is not None or case.source != Case.Source.OPEN311:
        return None
    return case.reports.filter(entered_by=actor.id).order_by("pk").first()


def _append(case: Case, thread: Report, words: str) -> None:
    """Everything that was said stays; what anybody may read grows by the masked words."""
    whole = f"{thread.text}\n{words}".strip()
    require(rules.is_told(whole, 0))
    thread.text = whole
    thread.save(update_fields=["text"])
    if thread.is_first:
        case.text = f"{case.text}\n{words}".strip()
        if case.is_public:
            case.public_text = f"{case.public_text}\n{for_everybody(words)}".strip()
