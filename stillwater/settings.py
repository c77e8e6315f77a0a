"""All settings in one file, read from the environment. `stillwater serve --demo` and the tests set what they need."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from stillwater.channel.wagtail_settings import *  # noqa: F403
from stillwater.channel.wagtail_settings import WAGTAIL_APPS
from stillwater.kit import clock, sqlite_library

sqlite_library.install()


def _is_on(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0", "no")


BASE = Path(__file__).resolve().parent
STILLWATER_DATA = Path(os.environ.get("STILLWATER_DATA", "data")).resolve()
STILLWATER_DEMO = _is_on("STILLWATER_DEMO")
STILLWATER_TESTING = _is_on("STILLWATER_TESTING")
if STILLWATER_DEMO and (_clock_file := os.environ.get("STILLWATER_CLOCK_FILE")):
    clock.follow(Path(_clock_file))  # never outside the demonstration: a record's times are the real ones
# How long the demonstration's sounds are, where a test walks through an evening in minutes; 0: as long as the session.
SOUND_MINUTES = float(os.environ.get("STILLWATER_SOUND_MINUTES", "0")) if STILLWATER_DEMO else 0.0
STILLWATER_URL = os.environ.get("STILLWATER_URL", "http://127.0.0.1:8000")
STILLWATER_REPLICA = os.environ.get("STILLWATER_REPLICA", "")  # where Litestream copies a SQLite database to
STILLWATER_VOICE = Path(_voice) if (_voice := os.environ.get("STILLWATER_VOICE", "")) else None  # a speaker of Kokoro
STILLWATER_PHONE_COMMAND = os.environ.get("STILLWATER_PHONE_COMMAND", "")  # sends a text message; see notify/phone.py
MAP_PMTILES_URL = os.environ.get("MAP_PMTILES_URL", "")  # streets under the map that moves; see docs/running.md
STILLWATER_KEYS = os.environ.get("STILLWATER_KEYS", "")
STILLWATER_SECRET = os.environ.get("STILLWATER_SECRET", "")

SECRET_KEY = STILLWATER_SECRET or "unset"
DEBUG = False
_host = urlsplit(STILLWATER_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost"] if STILLWATER_DEMO or STILLWATER_TESTING else [_host]
CSRF_TRUSTED_ORIGINS = [STILLWATER_URL]
ROOT_URLCONF = "stillwater.urls"
ASGI_APPLICATION = "stillwater.asgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Stillwater"

INSTALLED_APPS = [
    "stillwater.commands",
    "stillwater.web.shared",
    "stillwater.web.account",
    "stillwater.web.companion",
    "stillwater.web.sitter",
    "stillwater.web.clinic",
    "stillwater.web.public",
    "stillwater.web.api",
    "stillwater.journal",
    "stillwater.treatment",
    "stillwater.care",
    "stillwater.channel",
    "stillwater.directory",
    "stillwater.soundscape",
    "stillwater.people",
    "stillwater.notify",
    "stillwater.live",
    "stillwater.audit",
    "stillwater.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "csp",
    *WAGTAIL_APPS,
]

MIDDLEWARE = [
    "stillwater.web.shared.middleware.quiet_health",
    "stillwater.web.public.channel.kept.pages",
    "stillwater.web.shared.compressing.Files",
    "django.middleware.security.SecurityMiddleware",
    "stillwater.web.shared.compressing.CompressPages",
    "csp.middleware.CSPMiddleware",
    "stillwater.web.shared.studio.may_load",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "stillwater.web.shared.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "stillwater.web.shared.middleware.access",
    "stillwater.web.shared.languages.Languages",
    "stillwater.web.shared.middleware.time_limits",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "stillwater.web.account.middleware.SecondFactor",
    "stillwater.web.shared.middleware.Doors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / "shared" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stillwater.web.shared.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# The database. SQLite: WAL, FULL (NORMAL drops acknowledged writes at a power cut), IMMEDIATE, a queue for writers.
_url = os.environ.get("DATABASE_URL", "")
if _url:
    DATABASES = {"default": dj_database_url.parse(_url, conn_max_age=None, disable_server_side_cursors=True)}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["ENGINE"] = "stillwater.kit.postgresql"  # with row-level security
else:
    DATABASES = {
        "default": {
            "ENGINE": "stillwater.kit.sqlite",
            "NAME": str(STILLWATER_DATA / "stillwater.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA journal_size_limit=67108864;",
            },
            "TEST": {"NAME": str(STILLWATER_DATA / "test.sqlite3")},
        }
    }

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "stillwater_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "render"]}}

# Accounts.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]  # a ModelBackend: groups count
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "stillwater.web.account.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "stillwater.people.queries.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account opens by a link that was sent to its address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letter to an address that nobody here has
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(STILLWATER_URL).scheme
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "stillwater.web.account.forms.SignIn",
    "reset_password": "stillwater.web.account.forms.ForgottenPassword",
    "reset_password_from_key": "stillwater.web.account.forms.NewPassword",
    "change_password": "stillwater.web.account.forms.ChangePassword",
    "reauthenticate": "stillwater.web.account.forms.ConfirmPassword",
}
MFA_ADAPTER = "stillwater.web.account.adapter.SecondStep"
MFA_FORMS = {
    "authenticate": "stillwater.web.account.forms.Code",
    "reauthenticate": "stillwater.web.account.forms.ConfirmCode",
    "activate_totp": "stillwater.web.account.forms.FirstCode",
    "add_webauthn": "stillwater.web.account.forms.AddPasskey",
    "edit_webauthn": "stillwater.web.account.forms.NamePasskey",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody opens an account with somebody else's address: accounts open by invitation
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off, and hands may be slow
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = STILLWATER_DEMO or STILLWATER_TESTING
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "front"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = STILLWATER_URL.startswith("https://")
STAFF_IDLE_SECONDS, STAFF_LONGEST_SECONDS = 15 * 60, 12 * 3600
PATIENT_LONGEST_SECONDS = 30 * 24 * 3600

# What a page may do.
SECURE_REFERRER_POLICY = "same-origin"  # nothing outward; "no-referrer" would make forms send Origin: null
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if STILLWATER_URL.startswith("https://") else None
SECURE_HSTS_SECONDS = 31536000 if STILLWATER_URL.startswith("https://") else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    "camera": [],
    "geolocation": [],
    "payment": [],
    "usb": [],
    "microphone": "self",
    "autoplay": "self",
    "screen-wake-lock": "self",
    "publickey-credentials-get": "self",
    "publickey-credentials-create": "self",
}

# Files, languages, time.
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STILLWATER_STATIC", STILLWATER_DATA / "static"))
STATICFILES_DIRS = [BASE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STILLWATER_TESTING
        else "stillwater.web.shared.static.HashedStatic"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STILLWATER_TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE / "locale"]
FORMAT_MODULE_PATH = ["stillwater.locale"]

EMAIL_BACKEND = os.environ.get(
    "STILLWATER_EMAIL_BACKEND",
    "django.core.mail.backends.console.EmailBackend"
    if STILLWATER_DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = os.environ.get("STILLWATER_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("STILLWATER_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("STILLWATER_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("STILLWATER_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _is_on("STILLWATER_EMAIL_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("STILLWATER_EMAIL_FROM", f"stillwater@{_host}")
MAX_PRIVATE_FILE_BYTES = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The channel: Wagtail's editor at /studio/, its pictures in a folder that anybody may read.
MEDIA_ROOT, MEDIA_URL = STILLWATER_DATA / "channel", "/channel/media/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article of many blocks has thousands
WAGTAIL_SITE_NAME, WAGTAILADMIN_BASE_URL = SITE_NAME, STILLWATER_URL

# No query strings and no bodies in logs: they may hold what somebody wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"stillwater": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
