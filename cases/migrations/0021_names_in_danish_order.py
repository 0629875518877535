from django.db import migrations, models

IN_DANISH = models.Func(
    "name",
    output_field=models.TextField(),
    template=(
        "trim(regexp_replace(regexp_replace(normalize(replace(replace(replace(replace(translate(replace("
        "lower(normalize(%(expressions)s, NFC)), 'aa', 'å'), 'äöőœüűłđðı', 'æøøøyylddi'), "
        "'þ', 'th'), 'æ', 'zza'), 'ø', 'zzb'), 'å', 'zzc'), NFD), '[\\u0300-\\u036f''`´]', '', 'g'), "
        "'[^a-z0-9]+', ' ', 'g')) COLLATE \"C\""
    ),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_history_in_its_own_place")]

    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={"ordering": [IN_DANISH, "pk"], "verbose_name": "organisation", "verbose_name_plural": "organisations"},
        ),
        migrations.AlterModelOptions(
            name="team",
            options={"ordering": [IN_DANISH, "pk"], "verbose_name": "team", "verbose_name_plural": "teams"},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={"ordering": [IN_DANISH, "pk"], "verbose_name": "user", "verbose_name_plural": "users"},
        ),
    ]
