"""The history of this app's records is only added to, and no change goes without it (cases, migration 0013)."""

from django.db import migrations

RECORDS = ("funding",)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_last_days"), ("cases", "0013_history_kept")]

    operations = [
        migrations.RunSQL(
            f"SELECT cases_keep_history('reporting_{name}', 'reporting_historical{name}')",
            f"SELECT cases_stop_keeping_history('reporting_{name}', 'reporting_historical{name}')",
        )
        for name in RECORDS
    ]
