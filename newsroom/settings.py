"""Every setting on one page; values come from the environment and are documented in the README's table."""

import os
import secrets
import tempfile
from pathlib import Path

from newsroom import addresses, environment, logs
from newsroom.safety import *

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.folder("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret() -> str:
    """The secret of this installation, made once and kept readable for its owner alone."""
    path = VAR_DIR / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    secret = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret


# --- The installation ---------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.text("SECRET_KEY") or _kept_secret()
NEWSROOM_LANGUAGE = environment.choice("NEWSROOM_LANGUAGE", "zh-hans", ("zh-hans", "en"))
NEWSROOM_NAME = environment.text("NEWSROOM_NAME", "Tidewire" if NEWSROOM_LANGUAGE == "en" else "潮汐新闻台")
NEWSROOM_URL = environment.address("NEWSROOM_URL", "http://localhost:8000")
# Lines of the footer, such as an ICP number with its address: "words|https://…", separated by commas.
NEWSROOM_FOOTER = [line.partition("|")[::2] for line in environment.words("NEWSROOM_FOOTER", [])]
NEWSROOM_TIME_ZONE = environment.zone("NEWSROOM_TIME_ZONE", "Asia/Shanghai")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", addresses.own_hosts(NEWSROOM_URL))
HTTPS = NEWSROOM_URL.startswith("https://")
METRICS_TOKEN = environment.text("METRICS_TOKEN")
WEB_WORKERS = environment.whole("WEB_WORKERS", min(os.cpu_count() or 1, 8), least=1, most=64)
WEB_THREADS = environment.whole("WEB_THREADS", 4, least=1, most=128)
WORKER_PROCESSES = environment.whole("WORKER_PROCESSES", 2, least=1, most=64)
ACCESS_LOG = environment.flag("ACCESS_LOG", False)
TRUSTED_PROXIES = environment.whole("TRUSTED_PROXIES", 0, least=0, most=10)

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *SIGN_IN_APPS,
]
# What puts headers on stands outside, so that refusals, redirects and static files carry them too. Sessions, people
# and messages are lazy: a reader's page touches none of them, so it sets no cookie and varies on nothing.
MIDDLEWARE = [
    "newsroom.middleware.NumberedRequest",
    "newsroom.middleware.SafetyHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.WithoutNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "articles.desk.middleware.PersonalSettings",
]
STAFF_PREFIX = "/admin/"
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"same": "articles.reading.sameness", "foreign": "articles.reading.foreign"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database, Redis, cache ---------------------------------------------------------------------
DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
EMBEDDED_REDIS_SOCKET = addresses.socket_path(VAR_DIR, Path(tempfile.gettempdir()))
REDIS_URL = environment.text("REDIS_URL")
REDIS = environment.parsed(
    "REDIS_URL",
    addresses.RedisAddresses(f"unix://{EMBEDDED_REDIS_SOCKET}"),
    addresses.RedisAddresses,
    "redis://host:6379, rediss://… or unix:///socket, with a number of a database or none",
)
CACHE_URL = environment.text("CACHE_URL") or REDIS.client(1)
CACHES = {
    "default": {
        "BACKEND": "articles.wire.cache.ResilientCache",
        "LOCATION": CACHE_URL,
        "TIMEOUT": 300,
        "KEY_PREFIX": "newsroom",
    }
}
PAGE_CACHE = environment.flag("PAGE_CACHE", not DEBUG)
COUNTER_URL = environment.parsed(
    "VIEWS_REDIS_URL",
    REDIS.client(3),
    addresses.counters,
    "redis://host:6379/0, unix:///socket?db=0, or cluster+redis://host:6379 for a Redis Cluster",
)

# --- Celery: see newsroom/celery.py for the clocks ------------------------------------------------
CELERY_BROKER_URL = REDIS.broker(0)
CELERY_REDBEAT_REDIS_URL = REDIS.client(2)
CELERY_REDBEAT_LOCK_TIMEOUT = 10

# --- People and safety --------------------------------------------------------------------------
SECOND_FACTOR_GROUPS = environment.words("SECOND_FACTOR_GROUPS", [])
INVITATION_HOURS = environment.whole("INVITATION_HOURS", 72, least=1, most=720)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_TOTP_ISSUER = NEWSROOM_NAME
# Passkeys ask for https everywhere but on this very machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS and addresses.host(NEWSROOM_URL) == "localhost"
LOGIN_REDIRECT_URL = STAFF_PREFIX
CSRF_FAILURE_VIEW = "articles.desk.again.csrf_failure"
LOGIN_URL = "/admin/login/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = STAFF_PREFIX
CSRF_TRUSTED_ORIGINS = [NEWSROOM_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS and environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# The desk shows previews in frames of its own origin, so DENY, which the deployment check asks for, is too much.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = NEWSROOM_LANGUAGE
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = NEWSROOM_TIME_ZONE

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.folder("MEDIA_ROOT", VAR_DIR / "media")
MEDIA_S3_BUCKET = environment.text("MEDIA_S3_BUCKET")
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": MEDIA_S3_BUCKET}}
    if MEDIA_S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "newsroom.statics.PressedFiles"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- Words ----------------------------------------------------------------------------------------
TAGGIT_TAGS_FROM_STRING = "articles.text.tags.split"
TAGGIT_STRING_FROM_TAGS = "articles.drafting.tagging.join"

# --- Mail ------------------------------------------------------------------------------------------
MAIL = environment.parsed(
    "EMAIL_URL",
    addresses.mail("", VAR_DIR / "mail"),
    lambda url: addresses.mail(url, VAR_DIR / "mail"),
    "smtp://user:password@host:587, smtps://…, console:, memory: or file:",
)
EMAIL_BACKEND = MAIL["backend"]
MAIL_IS_OFF = EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend"))
EMAIL_FILE_PATH = MAIL["folder"]
EMAIL_HOST, EMAIL_PORT = MAIL["host"], MAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["user"], MAIL["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL["tls"], MAIL["ssl"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("MAIL_FROM", f"newsroom@{addresses.host(NEWSROOM_URL)}")

# --- Effects: which function carries out which kind -------------------------------------------------
EFFECT_PERFORMERS = {
    "index": "articles.reading.indexing.index_edition",
    "unindex": "articles.reading.indexing.index_edition",
    "purge": "articles.reading.purging.purge_edition",
    "purge_end": "articles.reading.purging.purge_edition",
    "notify": "articles.desk.notices_performing.tell_published",
    "notify_end": "articles.desk.notices_performing.tell_taken_down",
    "probe": "articles.publishing.probing.probe",
    "redraw": "articles.publishing.reprinting.print_pictures",
}
# Services outside are told nothing until each is named here.
WEBSUB_HUB = environment.service("WEBSUB_HUB", "")
INDEXNOW_KEY = environment.parsed(
    "INDEXNOW_KEY", "", addresses.indexnow_key, "8 to 128 letters, digits or hyphens"
)
INDEXNOW_URL = environment.service("INDEXNOW_URL", "https://api.indexnow.org/indexnow")
BAIDU_PUSH_TOKEN = environment.text("BAIDU_PUSH_TOKEN")
BAIDU_PUSH_URL = environment.service("BAIDU_PUSH_URL", "https://data.zz.baidu.com/urls")
EFFECTS_PRIVATE_NETWORK = environment.flag("EFFECTS_PRIVATE_NETWORK", False)
EFFECT_PERFORMERS |= (
    dict.fromkeys(("websub", "websub_end"), "articles.reading.hubs.tell_hub") if WEBSUB_HUB else {}
)
EFFECT_PERFORMERS |= (
    dict.fromkeys(("indexnow", "indexnow_end"), "articles.publishing.indexers.tell_indexnow")
    if INDEXNOW_KEY
    else {}
)
EFFECT_PERFORMERS |= {"baidu": "articles.publishing.indexers.tell_baidu"} if BAIDU_PUSH_TOKEN else {}
EFFECT_PROBE_URL = environment.text("EFFECT_PROBE_URL")

# --- Counting and ranking -------------------------------------------------------
VIEWS_WINDOW = environment.whole("VIEWS_WINDOW", 1800, least=60, most=86_400)
VIEWS_VISITOR_CAP = environment.whole("VIEWS_VISITOR_CAP", 20, least=1, most=100_000)
VIEWS_NETWORK_FLOOR = environment.whole("VIEWS_NETWORK_FLOOR", 5, least=1, most=1_000_000)
VIEWS_NETWORK_SHARE = environment.number("VIEWS_NETWORK_SHARE", 0.3, least=0.0, most=1.0)
VIEWS_SHARDS = environment.whole("VIEWS_SHARDS", 1, least=1, most=64)
VIEWS_PARTS_MS = environment.whole("VIEWS_PARTS_MS", 0, least=0, most=1000)
HOT_HALF_LIVES: tuple[float, ...] = environment.parsed(
    "HOT_HALF_LIVES", (6.0, 1.0), addresses.half_lives, "one or more of 24,6,1 in this order"
)
HOT_KAPPA = environment.number("HOT_KAPPA", 1.0, least=0.01, most=1000)
HOT_EXPLORE = environment.flag("HOT_EXPLORE", True)

LOGGING = logs.configuration(environment.choice("LOG_FORMAT", "text", ("text", "json")), debug=DEBUG)
