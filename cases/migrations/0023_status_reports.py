"""Items and questionnaires, status reports, who takes part, and what was taken over from files.

What a report says is never changed: only that it stands no more, and why.
"""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION cases_status_report_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$
BEGIN
    IF to_jsonb(OLD) - '{is_standing,withdrawn_why,version}'::text[]
        IS DISTINCT FROM to_jsonb(NEW) - '{is_standing,withdrawn_why,version}'::text[]
        OR (NEW.is_standing AND NOT OLD.is_standing) THEN
        RAISE EXCEPTION 'What a status report says is kept: a correction is a new version.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stays$;
CREATE TRIGGER status_report_stays BEFORE UPDATE ON cases_statusreport
FOR EACH ROW EXECUTE FUNCTION cases_status_report_stays();
ALTER TABLE cases_statusreport ADD CONSTRAINT status_report_answers_by_key
    CHECK (jsonb_typeof(answers) = 'object' AND jsonb_typeof(comments) = 'object' AND jsonb_typeof(origins) = 'object');
"""
MAY_CHANGE = """
ALTER TABLE cases_statusreport DROP CONSTRAINT status_report_answers_by_key;
DROP TRIGGER status_report_stays ON cases_statusreport;
DROP FUNCTION cases_status_report_stays();
"""
RECORDS = (
    "itemversion", "questionnaire", "questionnaireitem", "statusreport", "participation", "reportimport",
    "importedenrolment",
)  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_indexes_of_the_board'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalImportedEnrolment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('file_key', models.CharField(max_length=80, verbose_name='number in the file')),
                ('file_person', models.CharField(blank=True, max_length=80, verbose_name='young person in the file')),
                ('age_given', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age at the start')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical imported course',
                'verbose_name_plural': 'historical imported courses',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalItemVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('edition', models.SlugField(max_length=20, verbose_name='version')),
                ('definition', models.TextField(verbose_name='definition')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical item',
                'verbose_name_plural': 'historical items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalParticipation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('consented', 'Takes part'), ('declined', 'Does not want to take part'), ('withdrawn', 'No longer wants to take part')], max_length=20, verbose_name='taking part')),
                ('told_on', models.DateField(verbose_name='said on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical taking part in the documentation',
                'verbose_name_plural': 'historical taking part in the documentation',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalQuestionnaire',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical questionnaire',
                'verbose_name_plural': 'historical questionnaires',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalQuestionnaireItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical questionnaire item',
                'verbose_name_plural': 'historical questionnaire items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReportImport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('at', models.DateTimeField(verbose_name='imported')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('courses', models.PositiveIntegerField(default=0, verbose_name='courses added')),
                ('reports', models.PositiveIntegerField(default=0, verbose_name='reports added')),
                ('known', models.PositiveIntegerField(default=0, verbose_name='reports known before')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='rows refused')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical import of status reports',
                'verbose_name_plural': 'historical imports of status reports',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStatusReport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('start', 'Start'), ('quarterly', 'Quarterly'), ('assessment', 'Assessment'), ('discharge', 'Discharge'), ('closing', 'Closing'), ('release', 'Release'), ('followup', 'Follow-up')], max_length=20, verbose_name='kind')),
                ('report_on', models.DateField(verbose_name='day of the report')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('comments', models.JSONField(blank=True, default=dict, verbose_name='comments')),
                ('origins', models.JSONField(blank=True, default=dict, editable=False)),
                ('reason', models.TextField(blank=True, verbose_name='why it is corrected')),
                ('is_standing', models.BooleanField(default=True, editable=False)),
                ('withdrawn_why', models.TextField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical status report',
                'verbose_name_plural': 'historical status reports',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ImportedEnrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('file_key', models.CharField(max_length=80, verbose_name='number in the file')),
                ('file_person', models.CharField(blank=True, max_length=80, verbose_name='young person in the file')),
                ('age_given', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age at the start')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
            ],
            options={
                'verbose_name': 'imported course',
                'verbose_name_plural': 'imported courses',
                'ordering': ['programme', 'file_key'],
            },
        ),
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('edition', models.SlugField(max_length=20, verbose_name='version')),
                ('definition', models.TextField(verbose_name='definition')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['code', 'edition'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('consented', 'Takes part'), ('declined', 'Does not want to take part'), ('withdrawn', 'No longer wants to take part')], max_length=20, verbose_name='taking part')),
                ('told_on', models.DateField(verbose_name='said on')),
            ],
            options={
                'verbose_name': 'taking part in the documentation',
                'verbose_name_plural': 'taking part in the documentation',
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
            ],
            options={
                'verbose_name': 'questionnaire',
                'verbose_name_plural': 'questionnaires',
                'ordering': ['programme', '-number'],
            },
        ),
        migrations.CreateModel(
            name='QuestionnaireItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
            ],
            options={
                'ordering': ['questionnaire', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ReportImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('at', models.DateTimeField(verbose_name='imported')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('courses', models.PositiveIntegerField(default=0, verbose_name='courses added')),
                ('reports', models.PositiveIntegerField(default=0, verbose_name='reports added')),
                ('known', models.PositiveIntegerField(default=0, verbose_name='reports known before')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='rows refused')),
            ],
            options={
                'verbose_name': 'import of status reports',
                'verbose_name_plural': 'imports of status reports',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('start', 'Start'), ('quarterly', 'Quarterly'), ('assessment', 'Assessment'), ('discharge', 'Discharge'), ('closing', 'Closing'), ('release', 'Release'), ('followup', 'Follow-up')], max_length=20, verbose_name='kind')),
                ('report_on', models.DateField(verbose_name='day of the report')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('comments', models.JSONField(blank=True, default=dict, verbose_name='comments')),
                ('origins', models.JSONField(blank=True, default=dict, editable=False)),
                ('reason', models.TextField(blank=True, verbose_name='why it is corrected')),
                ('is_standing', models.BooleanField(default=True, editable=False)),
                ('withdrawn_why', models.TextField(blank=True, editable=False)),
            ],
            options={
                'verbose_name': 'status report',
                'verbose_name_plural': 'status reports',
                'ordering': ['enrolment', 'report_on', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='enrolment',
            name='enrolment_screened_or_reopened',
        ),
        migrations.AddField(
            model_name='enrolment',
            name='is_imported',
            field=models.BooleanField(default=False, editable=False, verbose_name='imported'),
        ),
        migrations.AddField(
            model_name='historicalenrolment',
            name='is_imported',
            field=models.BooleanField(default=False, editable=False, verbose_name='imported'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('screening__isnull', False), ('reopens__isnull', False), ('is_imported', True), _connector='OR'), name='enrolment_screened_or_reopened', violation_error_message='An enrolment rests on a screening or reopens an earlier enrolment.'),
        ),
        migrations.AddField(
            model_name='historicalimportedenrolment',
            name='enrolment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='historicalimportedenrolment',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalimportedenrolment',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='historicalitemversion',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalparticipation',
            name='enrolment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='historicalparticipation',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalquestionnaire',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalquestionnaire',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='historicalquestionnaireitem',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalreportimport',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by'),
        ),
        migrations.AddField(
            model_name='historicalreportimport',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalreportimport',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='historicalstatusreport',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='worker'),
        ),
        migrations.AddField(
            model_name='historicalstatusreport',
            name='enrolment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='historicalstatusreport',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importedenrolment',
            name='enrolment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='imported', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='importedenrolment',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.programme'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(fields=('code', 'edition'), name='item_version_once', violation_error_message='This version of the item is there already.'),
        ),
        migrations.AddField(
            model_name='historicalquestionnaireitem',
            name='version_asked',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.itemversion'),
        ),
        migrations.AddField(
            model_name='participation',
            name='enrolment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='participation', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='questionnaire',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='historicalstatusreport',
            name='questionnaire',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.questionnaire'),
        ),
        migrations.AddField(
            model_name='historicalquestionnaireitem',
            name='questionnaire',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.questionnaire'),
        ),
        migrations.AddField(
            model_name='questionnaireitem',
            name='questionnaire',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaire_items', to='cases.questionnaire'),
        ),
        migrations.AddField(
            model_name='questionnaireitem',
            name='version_asked',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.itemversion'),
        ),
        migrations.AddField(
            model_name='questionnaire',
            name='items',
            field=models.ManyToManyField(related_name='questionnaires', through='cases.QuestionnaireItem', to='cases.itemversion'),
        ),
        migrations.AddField(
            model_name='reportimport',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by'),
        ),
        migrations.AddField(
            model_name='reportimport',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_imports', to='cases.programme'),
        ),
        migrations.AddField(
            model_name='importedenrolment',
            name='brought_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='cases.reportimport'),
        ),
        migrations.AddField(
            model_name='historicalimportedenrolment',
            name='brought_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.reportimport'),
        ),
        migrations.AddField(
            model_name='statusreport',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='worker'),
        ),
        migrations.AddField(
            model_name='statusreport',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='cases.statusreport'),
        ),
        migrations.AddField(
            model_name='statusreport',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_reports', to='cases.enrolment'),
        ),
        migrations.AddField(
            model_name='statusreport',
            name='questionnaire',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.questionnaire'),
        ),
        migrations.AddField(
            model_name='historicalstatusreport',
            name='corrects',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.statusreport'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['consented', 'declined', 'withdrawn'])), name='participation_state_known', violation_error_message='Choose from the list.'),
        ),
        migrations.AddConstraint(
            model_name='questionnaireitem',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'version_asked'), name='questionnaire_item_once'),
        ),
        migrations.AddConstraint(
            model_name='questionnaireitem',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'position'), name='questionnaire_position_once'),
        ),
        migrations.AddConstraint(
            model_name='questionnaire',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='questionnaire_number_once'),
        ),
        migrations.AddConstraint(
            model_name='importedenrolment',
            constraint=models.UniqueConstraint(fields=('programme', 'file_key'), name='imported_enrolment_once', violation_error_message='This course was imported before.'),
        ),
        migrations.AddConstraint(
            model_name='importedenrolment',
            constraint=models.CheckConstraint(condition=models.Q(('age_given__isnull', True), ('age_given__lte', 120), _connector='OR'), name='imported_age_plausible', violation_error_message='The age cannot be right.'),
        ),
        migrations.AddIndex(
            model_name='statusreport',
            index=models.Index(condition=models.Q(('is_standing', True)), fields=['enrolment', 'report_on'], name='status_report_standing'),
        ),
        migrations.AddConstraint(
            model_name='statusreport',
            constraint=models.UniqueConstraint(condition=models.Q(('is_standing', True)), fields=('enrolment', 'kind', 'report_on'), name='status_report_once', violation_error_message='There is a report of this kind for that day already.'),
        ),
        migrations.AddConstraint(
            model_name='statusreport',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'quarterly', 'assessment', 'discharge', 'closing', 'release', 'followup'])), name='status_report_kind_known', violation_error_message='Choose a kind from the list.'),
        ),
        migrations.AddConstraint(
            model_name='statusreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('reason', '')), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='status_report_correction_has_reason', violation_error_message='Write why the report is corrected.'),
        ),
        migrations.AddConstraint(
            model_name='statusreport',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_why', ''), ('is_standing', False), _connector='OR'), name='status_report_withdrawn_stands_no_more', violation_error_message='A withdrawn report counts no more.'),
        ),
        migrations.RunSQL(STAYS, MAY_CHANGE),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('cases_{name}', 'cases_historical{name}')",
                f"SELECT cases_stop_keeping_history('cases_{name}', 'cases_historical{name}')",
            )
            for name in RECORDS
        ),
    ]
