"""What users have said of the columns of files."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0023_status_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalColumnMapping',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('purpose', models.SlugField(max_length=40, verbose_name='purpose')),
                ('fingerprint', models.CharField(max_length=64)),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='columns')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme', verbose_name='programme')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'historical columns of a file',
                'verbose_name_plural': 'historical columns of files',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('purpose', models.SlugField(max_length=40, verbose_name='purpose')),
                ('fingerprint', models.CharField(max_length=64)),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='columns')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.programme', verbose_name='programme')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'columns of a file',
                'verbose_name_plural': 'columns of files',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'purpose', 'programme', 'fingerprint'), name='column_mapping_once', nulls_distinct=False, violation_error_message='These columns are remembered already.'), models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{64}$')), name='column_mapping_fingerprint', violation_error_message='The columns of a file are known by their fingerprint.')],
            },
        ),
        migrations.RunSQL(
            "SELECT cases_keep_history('cases_columnmapping', 'cases_historicalcolumnmapping')",
            "SELECT cases_stop_keeping_history('cases_columnmapping', 'cases_historicalcolumnmapping')",
        ),
    ]
