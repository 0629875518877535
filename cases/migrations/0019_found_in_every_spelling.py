from django.db import migrations

from cases.core.names import FOUND_BY
from cases.core.names import found_by

COMPUTED = ["search_name", "phonetic_keys", "search_phone", "sort_name"]


def fill(apps, _schema_editor):
    """Work out anew what people are found by, and write those alone for whom it is something else now.

    Their history says so: the database leaves a row for every change past the application.
    """
    people = apps.get_model("cases", "Person").objects
    batch = []
    for person in people.iterator():
        found = found_by(**{name: getattr(person, name) for name in FOUND_BY})
        if any(getattr(person, name) != value for name, value in found.items()):
            for name, value in found.items():
                setattr(person, name, value)
            batch.append(person)
    people.bulk_update(batch, COMPUTED, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_what_waits")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
