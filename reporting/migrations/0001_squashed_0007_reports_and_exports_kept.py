"""The tables of this app as migrations 0001 to 0007 leave them, with the rules that models cannot express.

A new database runs this one alone. One that ran the older migrations has nothing to do. A finished report stays as it
is as a whole, and neither a report nor the log of an export is taken away.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.records.tables import NewTables

RULES = """
CREATE FUNCTION reporting_result_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The result of a report cannot be changed.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER result_frozen BEFORE UPDATE ON reporting_reportrun
FOR EACH ROW WHEN (OLD.result IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION reporting_result_frozen();

CREATE TRIGGER never_deleted BEFORE DELETE ON reporting_reportrun
FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON reporting_reportrun
FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();

SELECT cases_only_added('reporting_exportrun');
"""
WITHOUT_RULES = """
DROP TRIGGER only_added ON reporting_exportrun;
DROP TRIGGER never_emptied ON reporting_exportrun;
DROP TRIGGER never_emptied ON reporting_reportrun;
DROP TRIGGER never_deleted ON reporting_reportrun;
DROP TRIGGER result_frozen ON reporting_reportrun;
DROP FUNCTION reporting_result_frozen();
"""
RECORDS = (
    "funding",
)  # fmt: skip


class Migration(migrations.Migration):

    replaces = [
        ('reporting', '0001_initial'),
        ('reporting', '0002_frozen_result'),
        ('reporting', '0003_attempts_allowed'),
        ('reporting', '0004_state_words'),
        ('reporting', '0005_last_days'),
        ('reporting', '0006_history_kept'),
        ('reporting', '0007_reports_and_exports_kept'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_squashed_0021_names_in_danish_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables([
            migrations.CreateModel(
                name='HistoricalFunding',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('source', models.CharField(max_length=120, verbose_name='source')),
                    ('kind', models.CharField(choices=[('grant', 'Grant'), ('own', 'Own funding'), ('expense', 'Expense')], max_length=20, verbose_name='kind')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount, kr.')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical funding',
                    'verbose_name_plural': 'historical funding',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ExportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('excel', 'For Excel in Danish'), ('machine', 'For statistics programs')], max_length=20, verbose_name='form')),
                    ('is_deidentified', models.BooleanField(verbose_name='without names')),
                    ('tables', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='tables')),
                    ('row_counts', models.JSONField(blank=True, default=dict, verbose_name='rows')),
                    ('requested_at', models.DateTimeField(db_index=True, verbose_name='taken at')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='cases.programme')),
                    ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                ],
                options={
                    'verbose_name': 'export',
                    'verbose_name_plural': 'exports',
                    'ordering': ['-requested_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['excel', 'machine'])), name='export_form_known', violation_error_message='Choose a form from the list.'), models.CheckConstraint(condition=models.Q(('tables__len__gt', 0)), name='export_has_tables', violation_error_message='Choose at least one table.')],
                },
            ),
            migrations.CreateModel(
                name='Funding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('source', models.CharField(max_length=120, verbose_name='source')),
                    ('kind', models.CharField(choices=[('grant', 'Grant'), ('own', 'Own funding'), ('expense', 'Expense')], max_length=20, verbose_name='kind')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount, kr.')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funding', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'funding',
                    'verbose_name_plural': 'funding',
                    'ordering': ['programme', 'kind', 'source'],
                    'constraints': [models.UniqueConstraint(fields=('programme', 'kind', 'source'), name='funding_unique', violation_error_message='The programme already has this source.'), models.CheckConstraint(condition=models.Q(('kind__in', ['grant', 'own', 'expense'])), name='funding_kind_known', violation_error_message='Choose a kind from the list.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='funding_amount_positive', violation_error_message='Write the amount in kroner, above 0.')],
                },
            ),
            migrations.CreateModel(
                name='ReportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('midtvejsevaluering', 'Midterm evaluation')], default='midtvejsevaluering', max_length=30, verbose_name='report')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(verbose_name='last day')),
                    ('as_of', models.DateField(verbose_name='as of')),
                    ('state', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Being computed'), ('done', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Stopped')], default='queued', max_length=20, verbose_name='state')),
                    ('steps_done', models.PositiveSmallIntegerField(default=0)),
                    ('steps_total', models.PositiveSmallIntegerField()),
                    ('parts', models.JSONField(blank=True, default=dict)),
                    ('result', models.JSONField(blank=True, null=True)),
                    ('error', models.CharField(blank=True, choices=[('computation', 'A figure could not be computed. The technical log says which one.'), ('gave_up', 'The computation was interrupted too many times.')], max_length=20)),
                    ('requested_at', models.DateTimeField(db_index=True, verbose_name='asked for')),
                    ('moved_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                    ('attempt', models.PositiveSmallIntegerField(default=0)),
                    ('attempts_allowed', models.PositiveSmallIntegerField(default=5)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to='cases.programme', verbose_name='programme')),
                    ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ],
                options={
                    'verbose_name': 'report',
                    'verbose_name_plural': 'reports',
                    'ordering': ['-requested_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['moved_at'], name='run_unfinished')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='run_period', violation_error_message='The last day cannot lie before the first.'), models.CheckConstraint(condition=models.Q(('as_of__gte', models.F('start'))), name='run_as_of_in_or_after_period', violation_error_message='The as-of date cannot lie before the period.'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled']), ('kind__in', ['midtvejsevaluering'])), name='run_state_known', violation_error_message='The report is in an unknown state.'), models.CheckConstraint(condition=models.Q(models.Q(('result__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('result__isnull', True)), _connector='OR'), name='run_done_with_result', violation_error_message='A report has a result when it is done, and not before.'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('done', 'failed', 'cancelled'))), models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), _connector='OR'), name='run_finished_stamped', violation_error_message='A finished report says when it finished.'), models.CheckConstraint(condition=models.Q(models.Q(('error__in', ['computation', 'gave_up']), ('state', 'failed')), models.Q(models.Q(('state', 'failed'), _negated=True), ('error', '')), _connector='OR'), name='run_failed_with_code', violation_error_message='A failed report says why.'), models.CheckConstraint(condition=models.Q(('steps_done__lte', models.F('steps_total'))), name='run_progress', violation_error_message='More was computed than there is.')],
                },
            ),
        ]),
        migrations.RunSQL(RULES, WITHOUT_RULES),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('reporting_{name}', 'reporting_historical{name}')",
                f"SELECT cases_stop_keeping_history('reporting_{name}', 'reporting_historical{name}')",
            )
            for name in RECORDS
        ),
    ]
