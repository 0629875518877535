"""Drafts of every form, under the name of its address and with a version; and the keys of forms that were saved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RENAME = "UPDATE cases_draft SET key = regexp_replace(key, '^{}(:|$)', '{}\\1')"
KINDS = {
    "contact": "cases-contact-create",
    "contact-change": "cases-contact-change",
    "handover": "cases-handover-create",
}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_handover_snapshot"),
    ]

    operations = [
        *(migrations.RunSQL(RENAME.format(old, new), RENAME.format(new, old)) for old, new in KINDS.items()),
        migrations.AddField(
            model_name="draft",
            name="tab",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="draft",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="SubmissionKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("fingerprint", models.CharField(max_length=64)),
                ("target", models.TextField(blank=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
