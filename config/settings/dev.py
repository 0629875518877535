"""Settings of a developer's machine and of the demo: embedded services, invented data."""

from config.settings.base import *
from config.settings.base import DATA_DIR, env

DEBUG = env.bool("DEBUG", default=False)
DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECRET_KEY = env.str("SECRET_KEY", default="only-for-invented-data-" + "x" * 32)
CPR_KEYS = env.list("CPR_KEYS", default=["RGVtby1rZXktb25seS1mb3ItaW52ZW50ZWQtZGF0YSE="])
CPR_HASH_KEY = env.str("CPR_HASH_KEY", default="demo")
# Two checkouts on one machine share the host name: each keeps its own login.
SESSION_COOKIE_NAME = f"hjemvej_{env.str('PORT', default='8000')}"
STATIC_ROOT = DATA_DIR / "static"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
