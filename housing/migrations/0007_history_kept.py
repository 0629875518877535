"""The history of this app's records is only added to, and no change goes without it (cases, migration 0013)."""

from django.db import migrations

RECORDS = ("housingreferral", "offer", "referralevent", "stay", "supportcase")


class Migration(migrations.Migration):
    dependencies = [("housing", "0006_homes_in_handovers"), ("cases", "0013_history_kept")]

    operations = [
        migrations.RunSQL(
            f"SELECT cases_keep_history('housing_{name}', 'housing_historical{name}')",
            f"SELECT cases_stop_keeping_history('housing_{name}', 'housing_historical{name}')",
        )
        for name in RECORDS
    ]
