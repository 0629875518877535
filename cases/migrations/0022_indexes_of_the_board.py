"""What the board counts among all contacts: who was reached lately, and what is unusual."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_names_in_danish_order")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("outcome", "reached"), ("withdrawn_at__isnull", True)),
                fields=["happened_at", "id"],
                name="contact_reached_lately",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("confirmed", []), _negated=True), fields=["id"], name="contact_unusual"
            ),
        ),
    ]
