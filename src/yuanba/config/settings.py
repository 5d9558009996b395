"""All settings, read from the environment through one typed reader. Unsafe ones are refused by config.checks."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

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
    "yuanba.agreements",
    "yuanba.publicity",
    "yuanba.ballots",
    "yuanba.surveys",
    "yuanba.proposals",
    "yuanba.assemblies",
    "yuanba.cases",
    "yuanba.funds",
    "yuanba.oversight",
    "yuanba.awards",
    "yuanba.programmes",
    "yuanba.web",
    "yuanba.config",
]
SUBJECTS = [name.removeprefix("yuanba.") for name in INSTALLED_APPS if name.startswith("yuanba.")]

DATABASES = {"default": env.database("YUANBA_DATABASE_URL", DATA_DIR / "yuanba.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"

# ---------------------------------------------------------------- sign-in
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
    {"NAME": "yuanba.people.passwords.SeveralKinds"},
]
STAFF_IDLE_MINUTES = env.number("YUANBA_STAFF_IDLE_MINUTES", 30)  # 等保 2.0: idle sessions end; 0 is never
RESIDENT_IDLE_MINUTES = env.number("YUANBA_RESIDENT_IDLE_MINUTES", 30 * 24 * 60)

ROOT_URLCONF = "yuanba.config.urls"
WSGI_APPLICATION = "yuanba.config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = sorted(str(folder) for folder in (PACKAGE / "web").glob("*/locale"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# `npm run build` gives the built files hashed names and compressed twins; WhiteNoise serves them where they lie.
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[A-Z0-9]{8}\.(js|css)$"
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILES_DIR = DATA_DIR / "files"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---------------------------------------------------------------- audit
# The name under which audit checkpoints are signed (C2SP: no blank, no plus), and the days for which details are kept:
# at least 180 (网络安全法 23), a year by default.
AUDIT_ORIGIN = env.text("YUANBA_AUDIT_ORIGIN", PUBLIC_URL.partition("://")[2].rstrip("/") + "/audit")
AUDIT_KEEP_DAYS = env.number("YUANBA_AUDIT_KEEP_DAYS", 365)

# ---------------------------------------------------------------- secret ballots
# Two issuers of tokens, the platform's own first, and the urn: where phones find it, and where this process does.
ISSUERS = [address.rstrip("/") for address in env.words("YUANBA_ISSUERS")]
URN = env.text("YUANBA_URN").rstrip("/")
URN_INTERNAL = env.text("YUANBA_URN_INTERNAL", URN).rstrip("/")

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

# ---------------------------------------------------------------- files
# What an upload may ask of the machine. How large each upload may be is the subject's to say (a playbook's checklist).
FILES = {
    "image_pixels": env.number("YUANBA_IMAGE_PIXELS", 50_000_000),
    "archive_bytes": env.number("YUANBA_ARCHIVE_BYTES", 500_000_000),
    "archive_entries": env.number("YUANBA_ARCHIVE_ENTRIES", 10_000),
    "scan_seconds": env.number("YUANBA_SCAN_SECONDS", 10),
}

# ---------------------------------------------------------------- pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "yuanba.web.jinja.environment",
            "context_processors": ["yuanba.web.context.shell"],
            "auto_reload": MODE == "development",
        },
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yuanba.web.middleware.preferences",
    "yuanba.web.sent.Fit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yuanba.web.middleware.headers",
    "yuanba.web.middleware.actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yuanba.web.middleware.Refusals",
]
# Pages for anybody are made once for so many seconds, and so many of them are remembered in each process.
PAGE_SECONDS = env.number("YUANBA_PAGE_SECONDS", 5)  # 0 makes every page anew
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
APPEND_SLASH = False
CSRF_FAILURE_VIEW = "yuanba.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "/sign-in"
STAFF_LOGIN_URL = "/sign-in/staff"
CONTACT = env.text("YUANBA_CONTACT")  # one line: whom to call about this site, shown on every statement page
# A demonstration may live in another week; seconds, may be negative.
CLOCK_SHIFT = timedelta(seconds=int(env.text("YUANBA_CLOCK_SHIFT", "0")))

# ---------------------------------------------------------------- what browsers are told
FRAME_ANCESTORS = env.words("YUANBA_FRAME_ANCESTORS")  # city apps that may embed our pages, as https://host
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF, *([URN] if URN else [])],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF, *FRAME_ANCESTORS],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("YUANBA_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = RESIDENT_IDLE_MINUTES * 60 or 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # of form fields; files stream to disk
REQUEST_BYTES = env.number("YUANBA_REQUEST_BYTES", 600_000_000)  # of one form with its files, from somebody signed in
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("YUANBA_LOG_LEVEL", "WARNING")},
    "loggers": {"yuanba": {"level": env.text("YUANBA_LOG_LEVEL", "INFO")}},
}
