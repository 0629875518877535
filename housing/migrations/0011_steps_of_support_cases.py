"""The steps of support cases get rows, filled from the days that the cases hold.

Who entered a step, and when, is told by the history of its case: the save after which the day stood there for good.
"""

from datetime import timedelta

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


# The steps in their order: where the case keeps the day, and the state that the step leads to.
STEPS = (
    ("", "opened_on", "opened"),
    ("talk", "talked_on", "talked"),
    ("send_hearing", "hearing_sent_on", "hearing"),
    ("answer_hearing", "hearing_answered_on", "hearing"),
    ("grant", "decided_on", "granted"),
    ("refuse", "decided_on", "refused"),
    ("start", "start", "started"),
    ("end", "end", "ended"),
    ("drop", "dropped_on", "dropped"),
)
REASON = "Dannet af sagens datoer"


def fill(apps, _schema_editor):
    """Make the rows of every case, each with its own first history row."""
    cases, steps = apps.get_model("housing", "SupportCase").objects, apps.get_model("housing", "SupportStep").objects
    saves, history = apps.get_model("housing", "HistoricalSupportCase").objects, apps.get_model("housing", "HistoricalSupportStep").objects
    for case in cases.order_by("pk").iterator():
        told = list(saves.filter(id=case.pk).order_by("history_id"))
        state = ""
        for event, field, leads_to in STEPS:
            day = getattr(case, field)
            if day is None or event == ("grant" if case.refusal else "refuse"):
                continue
            by, at = _entered(case, told, field)
            facts = {
                "case_id": case.pk,
                "event": event,
                "from_state": state,
                "to_state": leads_to,
                "happened_on": day - timedelta(days=1) if event == "end" else day,
                "by_id": by,
                "registered_at": at,
            }
            row = steps.create(**facts)
            history.create(
                **facts, id=row.pk, history_type="+", history_user_id=by, history_date=at, history_change_reason=REASON
            )
            state = leads_to


def _entered(case, saves, field):
    """Who entered a day and when; where nothing tells, whoever opened the case, when it was registered."""
    found = None
    for save in saves:
        found = None if getattr(save, field) is None else found or save
    if found is None or field == "opened_on":
        return case.worker_id, case.registered_at
    return found.history_user_id or case.worker_id, found.history_date


class Migration(migrations.Migration):

    dependencies = [
        ('housing', '0010_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSupportStep',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('event', models.CharField(blank=True, choices=[('talk', 'Record the assessment talk (VUM)'), ('send_hearing', 'Record that the hearing was sent'), ('answer_hearing', 'Record the answer to the hearing'), ('grant', 'Grant support'), ('refuse', 'Refuse support'), ('start', 'Record that support has started'), ('end', 'End the support'), ('drop', 'Drop the case')], max_length=20, verbose_name='what happened')),
                ('from_state', models.CharField(blank=True, choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20)),
                ('to_state', models.CharField(choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20, verbose_name='step')),
                ('happened_on', models.DateField(verbose_name='on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.supportcase')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical step of a support case',
                'verbose_name_plural': 'historical steps of support cases',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SupportStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('event', models.CharField(blank=True, choices=[('talk', 'Record the assessment talk (VUM)'), ('send_hearing', 'Record that the hearing was sent'), ('answer_hearing', 'Record the answer to the hearing'), ('grant', 'Grant support'), ('refuse', 'Refuse support'), ('start', 'Record that support has started'), ('end', 'End the support'), ('drop', 'Drop the case')], max_length=20, verbose_name='what happened')),
                ('from_state', models.CharField(blank=True, choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20)),
                ('to_state', models.CharField(choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20, verbose_name='step')),
                ('happened_on', models.DateField(verbose_name='on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='housing.supportcase')),
            ],
            options={
                'verbose_name': 'step of a support case',
                'verbose_name_plural': 'steps of support cases',
                'ordering': ['case', 'happened_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('case', 'event'), name='support_step_once', violation_error_message='That step has already been taken.'), models.CheckConstraint(condition=models.Q(models.Q(('event', ''), ('from_state', ''), ('to_state', 'opened')), models.Q(('event__in', ['talk', 'send_hearing', 'answer_hearing', 'grant', 'refuse', 'start', 'end', 'drop']), ('from_state__in', ['opened', 'talked', 'hearing', 'granted', 'refused', 'started', 'ended', 'dropped']), ('to_state__in', ['opened', 'talked', 'hearing', 'granted', 'refused', 'started', 'ended', 'dropped'])), _connector='OR'), name='support_step_known', violation_error_message='The step is unknown.')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(
            "SELECT cases_keep_history('housing_supportstep', 'housing_historicalsupportstep')",
            "SELECT cases_stop_keeping_history('housing_supportstep', 'housing_historicalsupportstep')",
        ),
    ]
