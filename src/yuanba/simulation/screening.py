"""How the office screens: by criteria, registers, materials and likeness, with a second and a third person."""

from datetime import datetime, timedelta

from yuanba.awards import actions as awards
from yuanba.awards.actions.screening import Conclusion, Finding
from yuanba.awards.models import Appeal, AutomaticCheck, DuplicateHint, Entry, Screening, StageRun
from yuanba.awards.queries.screening import criteria_of, materials_missing
from yuanba.kernel.actor import Actor
from yuanba.simulation.bodies import vouch_for_registers
from yuanba.simulation.entering import hand_in
from yuanba.simulation.show import Show

WEAK = 4  # merit below which a screener finds a criterion unmet
APPEALS_PER_CENT = 30
ROUNDS = 4  # return, correct and look again


def prepare(show: Show, now: datetime) -> None:
    """Before the desk opens, the registers are declared complete."""
    vouch_for_registers(show, now)


def screen_all(show: Show, run: StageRun) -> None:
    """Every entry is settled before the stage ends; appeals are decided."""
    start = run.opens_at + timedelta(hours=10)
    screeners = show.world.staff["SCREENER"]
    awards.screening.assign(
        campaign_id=show.campaign.pk,
        screeners=[f"account:{account.pk}" for account in screeners],
        actor=show.organiser(start),
        now=start,
    )
    settle_likeness(show, start)
    for turn in range(ROUNDS):
        now = start + timedelta(days=turn)
        waiting = Screening.objects.filter(entry__campaign=show.campaign, state="PENDING", entry__state="SUBMITTED")
        for place, screening in enumerate(waiting.select_related("entry__campaign").order_by("pk")):
            look_at(show, screening, now)
            if place % 100 == 99:
                show.tell(f"初审第 {turn + 1} 轮 {place + 1}")
        second_opinions(show, now + timedelta(hours=3))
        correct(show, now + timedelta(hours=5))
    appeal(show, start + timedelta(days=ROUNDS))


def under_way(show: Show, run: StageRun) -> None:
    """A third of the looks is done and every heap has something: a rejection for a second person, an appeal, one sent
    back, some that passed; the others wait for whoever takes them."""
    start = run.opens_at + timedelta(hours=10)
    actor = show.world.officer("SCREENER", start, 1)
    waiting = Screening.objects.filter(entry__campaign=show.campaign, state="PENDING", entry__state="SUBMITTED")
    looks = list(waiting.select_related("entry__campaign").order_by("pk"))
    hints = DuplicateHint.objects.filter(first__campaign=show.campaign, state="OPEN")
    alike = {one for pair in hints.values_list("first_id", "second_id") for one in pair}  # left to whoever comes
    looks = [one for one in looks if one.entry_id not in alike]
    for place, screening in enumerate(looks[: max(6, len(looks) // 3)]):
        if place < 2:
            doubt(show, screening, actor, start)
        elif place == 2:
            send_back(show, screening, actor, start)
        else:
            look_at(show, screening, start, actor)
    second = show.world.officer("SCREENER", start, 2)
    later = start + timedelta(hours=3)
    awards.screening.second(screening_id=looks[0].pk, agrees=True, reason="看过材料，同意", actor=second, now=later)
    rejected = Entry.objects.select_related("account", "campaign").get(pk=looks[0].entry_id)
    awards.appeals.lodge(
        entry_id=rejected.pk,
        text="事迹是我本人的，邻居可以作证，请再核实一次。",
        actor=applicant(show, rejected, later),
        now=later,
    )


def doubt(show: Show, screening: Screening, actor: Actor, now: datetime) -> None:
    """One criterion is found unmet and the rejection proposed."""
    findings, _reason = findings_for(show, screening.entry)
    findings[next(iter(findings))] = Finding("UNMET", "写的是别人的事迹，和材料对不上")
    conclusion = Conclusion(verb="REJECT", reason="事迹和材料对不上")
    awards.screening.conclude(screening_id=screening.pk, findings=findings, conclusion=conclusion, actor=actor, now=now)


def send_back(show: Show, screening: Screening, actor: Actor, now: datetime) -> None:
    """The first document of the checklist is asked for again."""
    category = show.playbook.category(screening.entry.category)
    line = category.materials_for(screening.entry.kind)[0]
    findings, _reason = findings_for(show, screening.entry)
    conclusion = Conclusion(verb="RETURN", reason=f"{line.name}看不清，请重新拍照", items=[f"material:{line.key}"])
    awards.screening.conclude(screening_id=screening.pk, findings=findings, conclusion=conclusion, actor=actor, now=now)


def settle_likeness(show: Show, now: datetime) -> None:
    """Of entries that look alike a screener decides by nominee and likeness."""
    hints = DuplicateHint.objects.filter(first__campaign=show.campaign, state="OPEN")
    for hint in hints.select_related("first", "second").order_by("pk"):
        same = hint.first.nominee_name == hint.second.nominee_name
        awards.screening.settle_hint(
            hint_id=hint.pk,
            state="SAME" if same else "DIFFERENT",
            reason="参评对象相同" if same else "对象和事迹不同",
            actor=show.world.officer("SCREENER", now, 0),
            now=now,
        )


def look_at(show: Show, screening: Screening, now: datetime, actor: Actor | None = None) -> None:
    """The assigned screener (or `actor`) concludes: pass, return what is missing, or propose to reject."""
    entry = screening.entry
    actor = actor or assigned(show, screening, now)
    findings, reason = findings_for(show, entry)
    missing = materials_missing([entry])[entry.pk]
    if is_second_of_two(entry):
        conclusion = Conclusion(verb="REJECT", reason="与另一份报名为同一对象")
    elif reason:
        conclusion = Conclusion(verb="REJECT", reason=reason)
    elif missing:
        conclusion = Conclusion(verb="RETURN", reason="缺必备材料", items=[f"material:{key}" for key in missing])
    else:
        conclusion = Conclusion(verb="PASS")
    awards.screening.conclude(screening_id=screening.pk, findings=findings, conclusion=conclusion, actor=actor, now=now)


def assigned(show: Show, screening: Screening, now: datetime) -> Actor:
    wanted = screening.assigned_to.removeprefix("account:")
    for account in show.world.staff["SCREENER"]:
        if str(account.pk) == wanted:
            return show.world.actor(account, now)
    return show.world.officer("SCREENER", now)


def findings_for(show: Show, entry: Entry) -> tuple[dict[str, Finding], str]:
    """What the desk sees per criterion, and the reason to reject if there is one."""
    checks: dict[str, set[str]] = {}
    for key, result in AutomaticCheck.objects.filter(entry=entry).values_list("criterion", "result"):
        checks.setdefault(key, set()).add(result)
    found: dict[str, Finding] = {}
    reason = ""
    for criterion in criteria_of(entry):
        results = checks.get(criterion.key, set())
        if "HIT" in results:
            reason = "登记册在追溯期内有记录"
            found[criterion.key] = Finding("UNMET", reason)
        elif results == {"NOT_APPLICABLE"}:
            found[criterion.key] = Finding("NOT_APPLICABLE", "该类对象没有此登记")
        elif show.merit[entry.pk] <= WEAK and not reason:
            reason = "事迹与本条不符"
            found[criterion.key] = Finding("UNMET", reason)
        else:
            found[criterion.key] = Finding("MET", "")
    return found, reason


def is_second_of_two(entry: Entry) -> bool:
    """A later entry of a pair that was found to be the same, while the earlier one is still in."""
    ended = ("REJECTED", "DISMISSED", "WITHDRAWN", "LAPSED")
    pairs = DuplicateHint.objects.filter(second=entry, state="SAME").exclude(first__state__in=ended)
    return pairs.exists()


def second_opinions(show: Show, now: datetime) -> None:
    """Another screener agrees to each rejection."""
    waiting = Screening.objects.filter(entry__campaign=show.campaign, state="AWAITING_SECOND")
    for screening in waiting.select_related("entry").order_by("pk"):
        second = next(
            actor
            for place in range(len(show.world.staff["SCREENER"]))
            if (actor := show.world.officer("SCREENER", now, place)).id != screening.screened_by
        )
        awards.screening.second(screening_id=screening.pk, agrees=True, reason="同意", actor=second, now=now)


def correct(show: Show, now: datetime) -> None:
    """Whoever was sent back hands in what was missing."""
    rows = Entry.objects.filter(campaign=show.campaign, state="RETURNED").select_related("account", "campaign")
    for entry in rows.order_by("pk"):
        actor = applicant(show, entry, now)
        hand_in(entry, show.playbook.category(entry.category), actor, now)
        awards.corrections.resubmit(entry_id=entry.pk, actor=actor, now=now)


def applicant(show: Show, entry: Entry, now: datetime) -> Actor:
    """Whoever may tend the entry: its own account, or the desk that registered it."""
    if entry.account_id is not None and entry.account is not None and not entry.account.is_staff_account:
        return Actor(id=f"account:{entry.account_id}", account_id=entry.account_id, person_id=entry.account.person_id)
    return show.world.worker(show.community_of[entry.pk], now)


def appeal(show: Show, now: datetime) -> None:
    """Some of the rejected appeal; a third person finds against those on a register and for one of the others."""
    rejected = Entry.objects.filter(campaign=show.campaign, state="REJECTED").select_related("account", "campaign")
    for entry in rejected.order_by("pk"):
        if show.random.randrange(100) < APPEALS_PER_CENT:
            awards.appeals.lodge(entry_id=entry.pk, text="请再核实一次。", actor=applicant(show, entry, now), now=now)
    for lodged in Appeal.objects.filter(entry__campaign=show.campaign, state="LODGED").order_by("pk"):
        hit = AutomaticCheck.objects.filter(entry_id=lodged.entry_id, result="HIT").exists()
        allow = not hit and not is_second_of_two(lodged.entry)
        awards.appeals.decide(
            appeal_id=lodged.pk,
            allow=allow,
            reason="补充说明成立" if allow else "维持初审结论",
            actor=show.world.officer("APPEAL_OFFICER", now + timedelta(hours=4)),
            now=now + timedelta(hours=4),
        )
