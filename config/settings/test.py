"""Settings of the test suite: real services, fast password hashing, the strict parts left on."""

from config.settings.dev import *
from config.settings.dev import DATABASES

DEBUG = False
# A test that commits is cleared away by emptying all tables, which the database refuses outside of the demo.
DATABASES["default"]["OPTIONS"]["options"] += " -c hjemvej.opened_for=demo"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
