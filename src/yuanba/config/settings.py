"""All settings, read from the environment through one typed reader. Unsafe ones are refused by config.checks."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401

from yuanba.config.deployment import secret_key
from yuanba.config.environment import Environment

env = Environment()

PACKAGE = Path(__file__).resolve().parent.parent
MODE = env.text("YUANBA_MODE", "production")  # production | demonstration | development
DATA_DIR = env.path("YUANBA_DATA_DIR", Path.cwd() / "var")
DEBUG = False
DEMONSTRATION = MODE == "demonstration"
DEMONSTRATION_OPEN = env.flag("YUANBA_DEMONSTRATION_OPEN")  # a demonstration shown to others on purpose
SHOW_SIGN_IN_CODES = env.flag("YUANBA_SHOW_SIGN_IN_CODES", DEMONSTRATION)
FALLBACK_SECRET_KEY = "only-for-tests-and-tools-" + "0" * 40
SECRET_KEY = secret_key(DATA_DIR, env.text("YUANBA_SECRET_KEY"), FALLBACK_SECRET_KEY)
ALLOWED_HOSTS = env.words("YUANBA_HOSTS", ("localhost", "127.0.0.1", "[::1]", "testserver"))
CSRF_TRUSTED_ORIGINS = env.words("YUANBA_ORIGINS")
PUBLIC_URL = env.text("YUANBA_PUBLIC_URL", "http://127.0.0.1:8000")
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_linear_migrations",
    "yuanba.audit",
    "yuanba.files",
    "yuanba.messaging",
    "yuanba.places",
    "yuanba.people",
    "yuanba.rubrics",
    "yuanba.publicity",
    "yuanba.ballots",
    "yuanba.surveys",
    "yuanba.funds",
    "yuanba.oversight",
    "yuanba.awards",
    "yuanba.web",
    "yuanba.config",
]
SUBJECTS = [name.removeprefix("yuanba.") for name in INSTALLED_APPS if name.startswith("yuanba.")]

DATABASES = {"default": env.database("YUANBA_DATABASE_URL", DATA_DIR / "yuanba.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"

ROOT_URLCONF = "yuanba.config.urls"
WSGI_APPLICATION = "yuanba.config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = sorted(str(folder) for folder in (PACKAGE / "web").glob("*/locale"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = DATA_DIR / "static"
FILES_DIR = DATA_DIR / "files"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---------------------------------------------------------------- audit
# The name under which audit checkpoints are signed (C2SP: no blank, no plus), and the days for which details are kept:
# at least 180 (网络安全法 23), a year by default.
AUDIT_ORIGIN = env.text("YUANBA_AUDIT_ORIGIN", PUBLIC_URL.partition("://")[2].rstrip("/") + "/audit")
AUDIT_KEEP_DAYS = env.number("YUANBA_AUDIT_KEEP_DAYS", 365)

# ---------------------------------------------------------------- messaging
# How messages leave the house: demonstration (they stay in the outbox), console (printed), http (SMS), smtp (e-mail).
# Sign-in codes must reach people, so that production names a real gateway; config.checks refuses the others there.
MESSAGING = {
    "SMS": {
        "gateway": env.text("YUANBA_SMS_GATEWAY", "demonstration"),
        "url": env.text("YUANBA_SMS_URL"),
        "token": env.text("YUANBA_SMS_TOKEN"),
        "body": env.text("YUANBA_SMS_BODY"),
        "success": env.text("YUANBA_SMS_SUCCESS"),
    },
    "EMAIL": {
        "gateway": env.text("YUANBA_EMAIL_GATEWAY", "demonstration"),
        "sender": env.text("YUANBA_EMAIL_SENDER"),
    },
}
EMAIL_HOST = env.text("YUANBA_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("YUANBA_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("YUANBA_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("YUANBA_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("YUANBA_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
