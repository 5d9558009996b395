"""yuanba demo: the demonstration subdistrict, loaded once, then served."""

import argparse
import shutil
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from yuanba.awards.playbook.shipped import shipped
from yuanba.config.verbs import serve
from yuanba.people.queries.demonstration import PASSWORD
from yuanba.simulation import demonstration, desks_shown
from yuanba.web import clock

SHOWN = (
    ("street-organiser-1", "街道评选经办 organiser"),
    ("street-leader-1", "街道负责人 approver"),
    ("screener-1", "初审员 screener"),
    ("appeal-officer", "申诉受理 appeals"),
    ("housing-officer", "住建登记 registers"),
    ("finance-officer-1", "财务 finance"),
    ("expert-…", "评审 juror (the page of codes lists one)"),
    ("worker-4-1", "滨江社区工作者 community worker"),
    ("property-manager", "物业经理 property manager"),
    ("committee-chair", "业委会主任 chair of an owners' committee"),
    ("company-manager-2", "新物业公司经理 manager of a company that takes over"),
    ("roll-keeper", "名册管理 roll"),
    ("letter-clerk-1", "信函 letters"),
    ("system-admin", "系统管理 system"),
    ("security-admin", "安全管理 security"),
    ("audit-admin", "审计 audit"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    serve.arguments(parser)
    parser.add_argument("--fresh", action="store_true", help="throw the old demonstration away first")
    parser.add_argument("--load-only", action="store_true", help="load, print the sign-ins, and end")


def run(options: argparse.Namespace) -> int:
    """The demonstration is loaded (once) and served until a signal comes."""
    if not settings.DEMONSTRATION:
        print("yuanba demo needs YUANBA_MODE=demonstration (or unset).", file=sys.stderr)
        return 1
    done = settings.DATA_DIR / "loaded"
    if options.fresh or not done.exists():
        clear()
        load()
        done.write_text("")
    print(sign_ins(options.host, options.port), flush=True)
    return 0 if options.load_only else serve.run(options)


def clear() -> None:
    """Nothing of an earlier, perhaps half-loaded demonstration is left; its keys stay."""
    for path in settings.DATA_DIR.glob("yuanba.sqlite3*"):
        path.unlink()
    for folder in (settings.FILES_DIR, settings.DATA_DIR / "secret"):
        shutil.rmtree(folder, ignore_errors=True)


def load() -> None:
    started, texts = time.monotonic(), shipped()
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA synchronous=OFF"
            )  # a half-loaded demonstration is thrown away, so no disk need flush
    demonstration.load(
        playbook_text=texts["huayang-2021"],
        light_text=texts["light"],
        now=clock.now(),
        tell=lambda line: print(f"  {time.monotonic() - started:4.0f} s  {line}", file=sys.stderr, flush=True),
    )
    connection.close()


def sign_ins(host: str, port: int) -> str:
    """One sign-in per role, as the terminal shows them."""
    resident = desks_shown.shown_resident()
    lines = [
        "",
        f"  院坝演示 Yuanba demonstration: http://{host}:{port}",
        "",
        f"  居民 resident              {resident.phone if resident else '–'}  （验证码见 code at /demonstration/codes）",
        "  任何人 anyone              不用登录 no sign-in needed",
        "",
        f"  工作人员 staff: 密码 password {PASSWORD}, 动态码 code at /demonstration/codes",
    ]
    lines += [f"    {login:<20} {role}" for login, role in SHOWN]
    return "\n".join([*lines, ""])
