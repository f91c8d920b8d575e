"""Every setting, read top to bottom; values come from the environment and unsafe ones stop the start.

A site is *local* while `SITE_URL` names a loopback host, and *real* otherwise. A real site starts only
with https, its own key, a mail server and a database of its own; each refusal names the setting.
"""

import logging
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent


def refuse(name: str, why: str) -> None:
    """Stop the start and name the setting at fault."""
    raise ImproperlyConfigured(f"{name}: {why}")


# --- Where the site is -------------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOCAL = SITE_HOST in {"localhost", "127.0.0.1", "::1"}
LISTEN = env.str("LISTEN", "127.0.0.1")  # what `copractice serve` binds; the demo asks for loopback

if not SITE_HOST:
    refuse("SITE_URL", "write a whole address, like https://practice.example.org")

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = LOOPBACK_HOSTS if LOCAL else [SITE_HOST]

if len(SECRET_KEY) < 50:
    refuse("SECRET_KEY", "set 50 random characters or more; `copractice serve` makes one for a local site")
if LISTEN not in {"127.0.0.1", "localhost", "::1"} and LOCAL:
    refuse("LISTEN", f"{LISTEN} can be reached from outside; set SITE_URL to the public address first")
if not LOCAL:
    if not SITE_URL.startswith("https://"):
        refuse("SITE_URL", "a real site needs https")
    if DEBUG:
        refuse("DEBUG", "must be off on a real site: error pages would show private data")
    if not env.str("EMAIL_URL", ""):
        refuse(
            "EMAIL_URL", "a real site needs a mail server, like smtp+tls://name:password@mail.example.org:587"
        )
if urlsplit(env.str("EMAIL_URL", "") or "smtp:").scheme not in env.EMAIL_SCHEMES:
    refuse("EMAIL_URL", "write an address like smtp+tls://name:password@mail.example.org:587")

# --- Database: PostgreSQL, nothing else --------------------------------------------------------------
if not env.str("DATABASE_URL", ""):
    refuse("DATABASE_URL", "not set; `copractice serve` brings its own PostgreSQL, or name a server")
if not env.str("DATABASE_URL").startswith(("postgres://", "postgresql://")):
    refuse("DATABASE_URL", "only PostgreSQL is supported: postgres://name:password@host/database")
try:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
except ValueError as error:
    refuse("DATABASE_URL", str(error))
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # no failed page when the database was started again
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    # A short time for reconnecting: its pauses double, and a server that came back would wait for minutes.
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 4},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # the default, 300, would throw away the counts of rate limits
    }
}

# Where the log's heads are anchored, outside the database.
ANCHOR_FILE = Path(env.str("ANCHOR_FILE", str(Path.cwd() / ".data" / "anchors.jsonl")))

# --- Packages, in lifecycle order; a package imports only from those above it --------------------------
INSTALLED_APPS = [
    "copractice.ledger",
    "copractice.people",
    "copractice.notices",
    "copractice.communities",
    "copractice.frameworks",
    "copractice.consents",
    "copractice.convening",
    "copractice.definition",
    "copractice.calls",
    "copractice.applications",
    "copractice.review",
    "copractice.selection",
    "copractice.cohorts",
    "copractice.recommendations",
    "copractice.impact",
    "copractice.web",
    "copractice.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "copractice.web.middleware.Utf8Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "copractice.web.middleware.PrivateMiddleware",
    "copractice.web.middleware.LanguageMiddleware",
    "copractice.web.middleware.SignInMiddleware",
    "copractice.web.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "copractice.web.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "copractice.urls"
WSGI_APPLICATION = "copractice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "copractice.web.context.page",
                "copractice.demo.context.demo",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# --- Sign-in: a code by e-mail, or a passkey -----------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "copractice.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # people.views.door writes that mail itself: allauth's offers sign-up
ACCOUNT_RATE_LIMITS = {  # codes asked for, by browser's address and by e-mail address; codes typed
    "request_login_code": "60/m/ip,3/m/key,20/h/key",
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",  # codes of an authenticator app or from the list, by person
}
MFA_ADAPTER = "copractice.people.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
SECOND_FACTOR_REQUIRED = not LOCAL  # of who runs a community; a demo is entered with one click
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True

# --- Languages and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail: everything goes through the outbox; the worker hands it to this server ----------------------
EMAIL_BACKEND = "copractice.notices.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"Copractice <no-reply@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_SERVER = env.email_url("EMAIL_URL", "consolemail://") if env.str("EMAIL_URL", "") else None
EMAIL_TIMEOUT = 10  # seconds for each step of the talk: a sign-in code is good for ten minutes

# --- Pages: strict content policy, no third party ------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
CSRF_FAILURE_VIEW = "copractice.web.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [] if LOCAL else [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
UPLOADS = Path(env.str("DATA_DIR", str(Path.cwd() / ".data"))) / "uploads"  # read through the gate only
FILE_UPLOAD_HANDLERS = ["copractice.communities.files.uploads.CappedFileHandler"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(PACKAGE.parent / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "copractice.web.stylesheet.JoinedStaticFilesStorage"},
}


def _without_traceback(record: logging.LogRecord) -> bool:
    """Leave one line of a record: whoever scans the net with a wrong Host header teaches nothing about our code."""
    record.exc_info = record.exc_text = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {
        "one_line": {"()": "django.utils.log.CallbackFilter", "callback": _without_traceback},
    },
    "loggers": {"django.security.DisallowedHost": {"filters": ["one_line"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
