"""Targets, external statistics, budget lines and hours; each record with its history, published numbers only added."""

import cases.core.periods
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


RECORDS = (
    ('posthours', 'historicalposthours'),
    ('used', 'historicalused'),
    ('series', 'historicalseries'),
    ('seriesversion', 'historicalseriesversion'),
    ('target', 'historicaltarget'),
    ('targetvalue', 'historicaltargetvalue'),
    ('targetcount', 'historicaltargetcount'),
)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_history_found_by_record'),
        ('reporting', '0008_steps_of_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPostHours',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('start', models.DateField(verbose_name='from')),
                ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours a week')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical hours of a post',
                'verbose_name_plural': 'historical hours of posts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSeries',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('name_da', models.CharField(max_length=160, verbose_name='Danish name')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('source', models.CharField(max_length=160, verbose_name='source')),
                ('unit', models.CharField(choices=[('count', 'count'), ('share', 'per cent')], max_length=20, verbose_name='counted in')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical statistic',
                'verbose_name_plural': 'historical statistics',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSeriesVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('published_on', models.DateField(verbose_name='published')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical version of a statistic',
                'verbose_name_plural': 'historical versions of statistics',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTarget',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('activity', 'Activity target'), ('result', 'Result target')], max_length=20, verbose_name='kind')),
                ('label_da', models.CharField(max_length=160, verbose_name='Danish name')),
                ('label_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='municipality')),
                ('unit', models.CharField(choices=[('people', 'young people'), ('homes', 'homes'), ('number', 'times'), ('percent', 'per cent'), ('days', 'days')], max_length=20, verbose_name='counted in')),
                ('measured_by', models.CharField(choices=[('hand', 'Counted by hand'), ('indicator', 'An indicator of the midterm report'), ('table', 'A table of the status reports'), ('statistic', 'An external statistic')], default='hand', max_length=20, verbose_name='measured by')),
                ('figure', models.CharField(blank=True, max_length=120, verbose_name='figure')),
                ('baseline_low', models.PositiveIntegerField(blank=True, null=True, verbose_name='baseline, from')),
                ('baseline_high', models.PositiveIntegerField(blank=True, null=True, verbose_name='baseline, to')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the baseline')),
                ('baseline_source', models.CharField(blank=True, max_length=160, verbose_name='source of the baseline')),
                ('direction', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], default='higher', max_length=20, verbose_name='direction')),
                ('start', models.DateField(verbose_name='from')),
                ('due', models.DateField(verbose_name='to be reached by')),
                ('is_chosen', models.BooleanField(default=True, verbose_name='chosen')),
                ('is_example', models.BooleanField(default=False, verbose_name='an example')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical target',
                'verbose_name_plural': 'historical targets',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTargetCount',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('on', models.DateField(verbose_name='up to and including')),
                ('number', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(1000000000)], verbose_name='counted')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical count',
                'verbose_name_plural': 'historical counts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTargetValue',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('start', models.DateField(verbose_name='from')),
                ('low', models.PositiveIntegerField(verbose_name='value, from')),
                ('high', models.PositiveIntegerField(verbose_name='value, to')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical value of a target',
                'verbose_name_plural': 'historical values of targets',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUsed',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='quarter')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount, kr.')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name='hours')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical used in a quarter',
                'verbose_name_plural': 'historical used in quarters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PostHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('start', models.DateField(verbose_name='from')),
                ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours a week')),
            ],
            options={
                'verbose_name': 'hours of a post',
                'verbose_name_plural': 'hours of posts',
                'ordering': ['post', 'start'],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name_da', models.CharField(max_length=160, verbose_name='Danish name')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('source', models.CharField(max_length=160, verbose_name='source')),
                ('unit', models.CharField(choices=[('count', 'count'), ('share', 'per cent')], max_length=20, verbose_name='counted in')),
            ],
            options={
                'verbose_name': 'statistic',
                'verbose_name_plural': 'statistics',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='SeriesValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='municipality')),
                ('group', models.CharField(blank=True, max_length=60, verbose_name='group')),
                ('period', models.CharField(max_length=20, verbose_name='period')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
            ],
            options={
                'verbose_name': 'value of a statistic',
                'verbose_name_plural': 'values of statistics',
                'ordering': ['version', 'municipality', 'group', 'period'],
            },
        ),
        migrations.CreateModel(
            name='SeriesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('published_on', models.DateField(verbose_name='published')),
            ],
            options={
                'verbose_name': 'version of a statistic',
                'verbose_name_plural': 'versions of statistics',
                'ordering': ['series', 'published_on'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('activity', 'Activity target'), ('result', 'Result target')], max_length=20, verbose_name='kind')),
                ('label_da', models.CharField(max_length=160, verbose_name='Danish name')),
                ('label_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='municipality')),
                ('unit', models.CharField(choices=[('people', 'young people'), ('homes', 'homes'), ('number', 'times'), ('percent', 'per cent'), ('days', 'days')], max_length=20, verbose_name='counted in')),
                ('measured_by', models.CharField(choices=[('hand', 'Counted by hand'), ('indicator', 'An indicator of the midterm report'), ('table', 'A table of the status reports'), ('statistic', 'An external statistic')], default='hand', max_length=20, verbose_name='measured by')),
                ('figure', models.CharField(blank=True, max_length=120, verbose_name='figure')),
                ('baseline_low', models.PositiveIntegerField(blank=True, null=True, verbose_name='baseline, from')),
                ('baseline_high', models.PositiveIntegerField(blank=True, null=True, verbose_name='baseline, to')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the baseline')),
                ('baseline_source', models.CharField(blank=True, max_length=160, verbose_name='source of the baseline')),
                ('direction', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], default='higher', max_length=20, verbose_name='direction')),
                ('start', models.DateField(verbose_name='from')),
                ('due', models.DateField(verbose_name='to be reached by')),
                ('is_chosen', models.BooleanField(default=True, verbose_name='chosen')),
                ('is_example', models.BooleanField(default=False, verbose_name='an example')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ['programme', 'kind', 'label_da', 'municipality', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('on', models.DateField(verbose_name='up to and including')),
                ('number', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(1000000000)], verbose_name='counted')),
            ],
            options={
                'verbose_name': 'count',
                'verbose_name_plural': 'counts',
                'ordering': ['target', 'on'],
            },
        ),
        migrations.CreateModel(
            name='TargetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('start', models.DateField(verbose_name='from')),
                ('low', models.PositiveIntegerField(verbose_name='value, from')),
                ('high', models.PositiveIntegerField(verbose_name='value, to')),
            ],
            options={
                'verbose_name': 'value of a target',
                'verbose_name_plural': 'values of targets',
                'ordering': ['target', 'start'],
            },
        ),
        migrations.CreateModel(
            name='Used',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='quarter')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount, kr.')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name='hours')),
            ],
            options={
                'verbose_name': 'used in a quarter',
                'verbose_name_plural': 'used in quarters',
                'ordering': ['year', 'quarter', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='funding',
            options={'ordering': ['programme', 'kind', 'year', 'pk'], 'verbose_name': 'funding', 'verbose_name_plural': 'funding'},
        ),
        migrations.RemoveConstraint(
            model_name='funding',
            name='funding_unique',
        ),
        migrations.RemoveConstraint(
            model_name='funding',
            name='funding_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='funding',
            name='funding_amount_positive',
        ),
        migrations.AddField(
            model_name='funding',
            name='category',
            field=models.CharField(blank=True, choices=[('wages', 'Wages'), ('training', 'Training'), ('activities', 'Activities for the young people'), ('dwelling', 'Running of the dwelling'), ('acquiring', 'Acquiring dwellings'), ('transport', 'Transport'), ('evaluation', 'Evaluation, and what only a project has'), ('several', 'Several of these together')], max_length=20, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='funding',
            name='stage',
            field=models.CharField(blank=True, choices=[('set_up', 'Set-up'), ('running', 'Running')], max_length=20, verbose_name='stage'),
        ),
        migrations.AddField(
            model_name='funding',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year'),
        ),
        migrations.AddField(
            model_name='historicalfunding',
            name='category',
            field=models.CharField(blank=True, choices=[('wages', 'Wages'), ('training', 'Training'), ('activities', 'Activities for the young people'), ('dwelling', 'Running of the dwelling'), ('acquiring', 'Acquiring dwellings'), ('transport', 'Transport'), ('evaluation', 'Evaluation, and what only a project has'), ('several', 'Several of these together')], max_length=20, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='historicalfunding',
            name='stage',
            field=models.CharField(blank=True, choices=[('set_up', 'Set-up'), ('running', 'Running')], max_length=20, verbose_name='stage'),
        ),
        migrations.AddField(
            model_name='historicalfunding',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year'),
        ),
        migrations.AlterField(
            model_name='funding',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount, kr.'),
        ),
        migrations.AlterField(
            model_name='funding',
            name='kind',
            field=models.CharField(choices=[('stated', 'Total financing as stated'), ('grant', 'Grant'), ('own', 'Own funding'), ('expense', 'Expense')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='historicalfunding',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount, kr.'),
        ),
        migrations.AlterField(
            model_name='historicalfunding',
            name='kind',
            field=models.CharField(choices=[('stated', 'Total financing as stated'), ('grant', 'Grant'), ('own', 'Own funding'), ('expense', 'Expense')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'source', 'year'), name='funding_unique', nulls_distinct=False, violation_error_message='The programme already has this source.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'stated')), fields=('programme',), name='funding_one_total', violation_error_message='The programme already has a total.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['stated', 'grant', 'own', 'expense'])), name='funding_kind_known', violation_error_message='Choose a kind from the list.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('amount__isnull', False)), models.Q(('amount__isnull', True), ('kind', 'expense')), _connector='OR'), name='funding_amount_positive', violation_error_message='Write the amount in kroner, above 0.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category__in', ['', 'wages', 'training', 'activities', 'dwelling', 'acquiring', 'transport', 'evaluation', 'several']), ('kind', 'expense'), ('stage__in', ['', 'set_up', 'running'])), models.Q(('category', ''), ('stage', ''), ('year__isnull', True)), _connector='OR'), name='funding_expense_described', violation_error_message='Category, stage and year belong to an expense.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (1990, 2100)), _connector='OR'), name='funding_year', violation_error_message='Write the year with four digits.'),
        ),
        migrations.AddField(
            model_name='historicalposthours',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalposthours',
            name='post',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.post'),
        ),
        migrations.AddField(
            model_name='historicalseries',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalseriesversion',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltarget',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltarget',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='historicaltargetcount',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltargetvalue',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalused',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalused',
            name='line',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.funding'),
        ),
        migrations.AddField(
            model_name='historicalused',
            name='post',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.post'),
        ),
        migrations.AddField(
            model_name='posthours',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='cases.post'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['count', 'share'])), name='series_unit_known', violation_error_message='A statistic is counted in numbers or in per cent.'),
        ),
        migrations.AddField(
            model_name='historicaltarget',
            name='reference',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.series', verbose_name='reference statistic'),
        ),
        migrations.AddField(
            model_name='historicalseriesversion',
            name='series',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.series'),
        ),
        migrations.AddField(
            model_name='seriesversion',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reporting.series'),
        ),
        migrations.AddField(
            model_name='seriesvalue',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='reporting.seriesversion'),
        ),
        migrations.AddField(
            model_name='target',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='target',
            name='reference',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='reporting.series', verbose_name='reference statistic'),
        ),
        migrations.AddField(
            model_name='historicaltargetvalue',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.target'),
        ),
        migrations.AddField(
            model_name='historicaltargetcount',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.target'),
        ),
        migrations.AddField(
            model_name='targetcount',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='reporting.target'),
        ),
        migrations.AddField(
            model_name='targetvalue',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='reporting.target'),
        ),
        migrations.AddField(
            model_name='used',
            name='line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used', to='reporting.funding'),
        ),
        migrations.AddField(
            model_name='used',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used', to='cases.post'),
        ),
        migrations.AddConstraint(
            model_name='posthours',
            constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='post_hours_period', violation_error_message='The last day cannot lie before the first.'),
        ),
        migrations.AddConstraint(
            model_name='posthours',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('post', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='post_hours_no_overlap', violation_error_message='The post has hours for some of these days already.'),
        ),
        migrations.AddConstraint(
            model_name='posthours',
            constraint=models.CheckConstraint(condition=models.Q(('weekly_hours__gte', 0), ('weekly_hours__lte', 37)), name='post_hours_of_a_week', violation_error_message='Hours a week lie between 0 and 37.'),
        ),
        migrations.AddConstraint(
            model_name='seriesversion',
            constraint=models.UniqueConstraint(fields=('series', 'published_on'), name='series_version_unique', violation_error_message='The statistic has a version of that day already.'),
        ),
        migrations.AddConstraint(
            model_name='seriesvalue',
            constraint=models.UniqueConstraint(fields=('version', 'municipality', 'group', 'period'), name='series_value_unique', violation_error_message='The file has this number twice.'),
        ),
        migrations.AddConstraint(
            model_name='seriesvalue',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='series_value_not_negative', violation_error_message='A number of a statistic is not below nought.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'label_da', 'municipality'), name='target_unique', violation_error_message='The programme already has this target.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['higher', 'lower']), ('kind__in', ['activity', 'result']), ('measured_by__in', ['hand', 'indicator', 'table', 'statistic']), ('unit__in', ['people', 'homes', 'number', 'percent', 'days'])), name='target_codes_known', violation_error_message='Choose kind, unit, measure and direction from the lists.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('figure', ''), ('measured_by', 'hand')), models.Q(('measured_by__in', ['indicator', 'table']), models.Q(('figure', ''), _negated=True)), models.Q(('measured_by', 'statistic'), ('reference__isnull', False)), _connector='OR'), name='target_says_what_is_read', violation_error_message='Say which figure the target is measured by.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('due__isnull', True), ('due__gt', models.F('start')), _connector='OR'), name='target_period', violation_error_message='A target is reached after its first day.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline_high__isnull', True), ('baseline_low__isnull', True)), models.Q(('baseline_high__isnull', False), ('baseline_high__lte', 1000000000), ('baseline_low__isnull', False), ('baseline_low__lte', models.F('baseline_high'))), _connector='OR'), name='target_baseline_range', violation_error_message='A range runs from the lower number to the higher.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline_low__isnull', True), ('baseline_year__isnull', True)), models.Q(('baseline_low__isnull', False), ('baseline_year__isnull', False), ('baseline_year__range', (1990, 2100))), _connector='OR'), name='target_baseline_dated', violation_error_message='A baseline says of which year it is.'),
        ),
        migrations.AddConstraint(
            model_name='targetcount',
            constraint=models.UniqueConstraint(fields=('target', 'on'), name='target_count_unique', violation_error_message='There is a count of that day already.'),
        ),
        migrations.AddConstraint(
            model_name='targetvalue',
            constraint=models.UniqueConstraint(fields=('target', 'start'), name='target_value_unique', violation_error_message='The target has a value from that day already.'),
        ),
        migrations.AddConstraint(
            model_name='targetvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', True), ('low__isnull', True)), models.Q(('high__isnull', False), ('high__lte', 1000000000), ('low__isnull', False), ('low__lte', models.F('high'))), _connector='OR'), name='target_value_range', violation_error_message='A range runs from the lower number to the higher.'),
        ),
        migrations.AddConstraint(
            model_name='used',
            constraint=models.UniqueConstraint(fields=('line', 'post', 'year', 'quarter'), name='used_unique', nulls_distinct=False, violation_error_message='The quarter is written already.'),
        ),
        migrations.AddConstraint(
            model_name='used',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hours__isnull', True), ('line__isnull', False), ('post__isnull', True)), models.Q(('amount__isnull', True), ('line__isnull', True), ('post__isnull', False)), _connector='OR'), name='used_of_a_line_or_a_post', violation_error_message='Kroner are used of a budget line, hours of a post.'),
        ),
        migrations.AddConstraint(
            model_name='used',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4)), ('year__range', (1990, 2100))), name='used_quarter', violation_error_message='A year has quarters 1 to 4.'),
        ),
        migrations.AddConstraint(
            model_name='used',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), models.Q(('hours__isnull', True), ('hours__range', (0, 518)), _connector='OR')), name='used_not_negative', violation_error_message='What was used is not below 0, nor above full time.'),
        ),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('reporting_{record}', 'reporting_{history}')",
                f"SELECT cases_stop_keeping_history('reporting_{record}', 'reporting_{history}')",
            )
            for record, history in RECORDS
        ),
        migrations.RunSQL("SELECT cases_only_added('reporting_seriesvalue')", migrations.RunSQL.noop),
    ]
