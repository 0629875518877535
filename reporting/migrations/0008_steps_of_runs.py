"""A row for each step of a report, only added to. What happened to earlier reports was not kept: they have none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0007_reports_and_exports_kept'),
        ('cases', '0020_history_in_its_own_place'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRunStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(blank=True, choices=[('start', 'Start'), ('resume', 'Resume'), ('finish', 'Finish'), ('fail', 'Fail'), ('cancel', 'Cancel'), ('retry', 'Try again')], max_length=20, verbose_name='what happened')),
                ('from_state', models.CharField(blank=True, choices=[('queued', 'Waiting to start'), ('running', 'Being computed'), ('done', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Stopped')], max_length=20)),
                ('to_state', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Being computed'), ('done', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Stopped')], max_length=20, verbose_name='step')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reporting.reportrun')),
            ],
            options={
                'verbose_name': 'step of a report',
                'verbose_name_plural': 'steps of reports',
                'ordering': ['run', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('event', ''), ('from_state', ''), ('to_state', 'queued')), models.Q(('event__in', ['start', 'resume', 'finish', 'fail', 'cancel', 'retry']), ('from_state__in', ['queued', 'running', 'done', 'failed', 'cancelled']), ('to_state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), _connector='OR'), name='run_step_known', violation_error_message='The step is unknown.')],
            },
        ),
        migrations.RunSQL("SELECT cases_only_added('reporting_reportrunstep')", migrations.RunSQL.noop),
    ]
