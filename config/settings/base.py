"""Settings shared by every way of running the system."""

import tomllib
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import ROOT, broker_options, broker_url, cache, data_dir, env
from config.settings.login import *
from config.settings.login import OIDC_ORIGIN
from config.web.logs import configuration

BASE_DIR = ROOT
DATA_DIR = data_dir()
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

INSTALLED_APPS = [
    "reporting.apps.ReportingConfig",
    "housing.apps.HousingConfig",
    "cases.apps.CasesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "rest_framework.authtoken",
    "simple_history",
]

MIDDLEWARE = [
    "config.web.logs.RequestContext",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.web.size.SizeLimit",
    "config.web.nul.WithoutNulInCookies",
    "config.web.health.WithoutSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.web.size.FilesWithRight",
    "config.web.nul.WithoutNul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.web.headers.PrivateAnswers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cases.accounts.second_factor.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cases.audit.middleware.AuditReads",
    "cases.drafts.submissions.OnceOnly",
]

ROOT_URLCONF = "config.web.urls"
WSGI_APPLICATION = "config.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cases.shell.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "cases.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///hjemvej")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The choices of a form are few; a cursor for each select would ask the database three times.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
# A database whose host is gone says nothing at all: seconds, or milliseconds, until we take it for gone. While we wait
# for an answer nothing is on the way that could fail to arrive: there it is asked whether it is still there.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    **DATABASES["default"].get("OPTIONS", {}),
}
# Compiling a query takes PostgreSQL a second where running it takes a tenth: pages are many small queries. And no disk
# of today takes four times as long for a page out of order: with the default of 4, whole tables are read for few rows.
DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off -c random_page_cost=1.1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": cache(REDIS_URL), "charts": cache(REDIS_URL, "charts")}

CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(REDIS_URL)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker or beat that has lost the queue asks for it until it is back.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "drop-ended-sessions": {"task": "cases.drafts.tasks.drop_ended_sessions", "schedule": timedelta(days=1)},
    "drop-old-answers": {"task": "cases.own_answers.tasks.drop_old_answers", "schedule": timedelta(days=1)},
    "drop-old-keys": {"task": "cases.drafts.tasks.drop_old_keys", "schedule": timedelta(days=1)},
    "drop-stale-drafts": {"task": "cases.drafts.tasks.drop_stale_drafts", "schedule": timedelta(days=1)},
    "drop-import-files": {"task": "cases.import_pages.tasks.drop_old_files", "schedule": timedelta(hours=1)},
    "sweep-editions": {"task": "reporting.edition_pages.tasks.sweep_editions", "schedule": timedelta(seconds=60)},
    "sweep-import-files": {"task": "cases.import_pages.tasks.sweep_import_files", "schedule": timedelta(seconds=30)},
    "sweep-reports": {"task": "reporting.midterm.tasks.sweep_reports", "schedule": timedelta(seconds=30)},
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
FORMAT_MODULE_PATH = ["config.texts.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(ROOT / "staticfiles")))
MEDIA_ROOT = DATA_DIR / "files"

# A sentence to the user may name a young person: it stays in the session, not in a cookie on a shared desk.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Bytes of one request. The largest form is a page of text; a page that takes files says so (`takes_files`).
LARGEST_REQUEST = DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
LARGEST_REQUEST_WITH_FILE = FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 2**20
# A file that is sent is never written to a disk in the clear: it is held until it is sealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The browser follows the form of "log in with ..." to the other house, and checks each step.
        "form-action": [SELF, *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # The token first: its 401 says how to sign in, where the session alone would answer 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["cases.api.requests.Json"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "cases.api.requests.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("API_RATE", default="600/min"),
        "write": env.str("API_WRITE_RATE", default="60/min"),
    },
    "EXCEPTION_HANDLER": "cases.api.base.answer_errors",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hjemvej",
    "DESCRIPTION": "The records of Hjemvej: read them, and log contacts, with the same rights as on the pages.",
    "VERSION": "v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "Municipality": "cases.core.municipalities.MUNICIPALITIES.choices",
        "ContactKind": "cases.contacts.codes.CONTACT_KINDS.choices",
        "ContactOutcome": "cases.contacts.codes.ContactOutcome",
        "OrganisationKind": "cases.staff.codes.ORGANISATION_KINDS.choices",
        "EnrolmentState": "cases.enrolments.codes.EnrolmentState",
        "HandoverState": "cases.handovers.codes.HandoverState",
        "StayKind": "housing.stays.codes.STAY_KINDS.choices",
        "FollowUpOutcome": "housing.referrals.codes.FOLLOW_UP_OUTCOMES.choices",
        "ReferralState": "housing.referrals.codes.ReferralState",
        "OfferState": "housing.referrals.codes.OfferState",
        "SupportState": "housing.support.codes.SupportState",
        "ReportKind": "reporting.runs.codes.ReportKind",
        "RunState": "reporting.runs.codes.RunState",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "config.web.api.describe_errors"],
}

# Keys that encrypt CPR numbers (Fernet, newest first) and the key of the search hash beside them.
CPR_KEYS = env.list("CPR_KEYS", default=[])
CPR_HASH_KEY = env.str("CPR_HASH_KEY", default="")
DEMO = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOGGING = configuration(
    level=env.one_of("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR"),
    as_json=env.one_of("LOG_FORMAT", "json", "console") == "json",
)
