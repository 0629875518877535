"""The Celery application. Tasks carry ids only: the database row is the truth, a message may be lost."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("hjemvej")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["cases.drafts", "cases.import_pages", "cases.own_answers", "reporting.edition_pages", "reporting.midterm"]
)
