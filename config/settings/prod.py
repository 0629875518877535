"""Settings of production: everything secret comes from the environment, nothing has a default."""

from config.settings.base import *
from config.settings.base import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
CPR_KEYS = env.list("CPR_KEYS")
CPR_HASH_KEY = env.str("CPR_HASH_KEY")
env.str("DATABASE_URL")  # what it names stands in the base settings, which have a default for it

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Every role holds personal data: without the organisation's own login each needs a second factor.
REQUIRE_MFA = env.list(
    "REQUIRE_MFA", default=["caseworker", "authority", "lead", "partner", "evaluator", "administrator"]
)
# How many proxies stand in front and write X-Forwarded-For: limits on guessing count by the visitor's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=1)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# No default: on the console, the links of invitations would stand in the log.
EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM")
