"""The programmes that a team works in, and enrolments in no other.

Ties are filled from the enrolments there are: a lead keeps exactly the reach that they gave. That an enrolment's team
works in its programme is a composite foreign key, which the models cannot express. It is checked at once, so that
what breaks it fails where it is written.
"""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


FILL = """
INSERT INTO cases_teamprogramme (registered_at, version, team_id, programme_id)
SELECT CURRENT_TIMESTAMP, 1, team_id, programme_id FROM cases_enrolment GROUP BY team_id, programme_id;

INSERT INTO cases_historicalteamprogramme
    (id, registered_at, version, team_id, programme_id, history_date, history_type, history_change_reason)
SELECT id, registered_at, version, team_id, programme_id, registered_at, '+', 'Teamet har forløb i indsatsen'
FROM cases_teamprogramme;
"""

HOLD = """
ALTER TABLE cases_enrolment ADD CONSTRAINT enrolment_team_works_in_programme
    FOREIGN KEY (team_id, programme_id) REFERENCES cases_teamprogramme (team_id, programme_id);
SELECT cases_keep_history('cases_teamprogramme', 'cases_historicalteamprogramme');
"""
LET_GO = """
SELECT cases_stop_keeping_history('cases_teamprogramme', 'cases_historicalteamprogramme');
ALTER TABLE cases_enrolment DROP CONSTRAINT enrolment_team_works_in_programme;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_unusual_confirmed'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalTeamProgramme',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme', verbose_name='programme')),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'historical programme of a team',
                'verbose_name_plural': 'historical programmes of teams',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TeamProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_ties', to='cases.programme', verbose_name='programme')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programme_ties', to='cases.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'programme of a team',
                'verbose_name_plural': 'programmes of teams',
                'ordering': ['team', 'programme'],
            },
        ),
        migrations.AddField(
            model_name='team',
            name='programmes',
            field=models.ManyToManyField(blank=True, related_name='teams', through='cases.TeamProgramme', to='cases.programme', verbose_name='works in'),
        ),
        migrations.AddConstraint(
            model_name='teamprogramme',
            constraint=models.UniqueConstraint(fields=('team', 'programme'), name='team_programme_unique', violation_error_message='The team already works in the programme.'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, LET_GO),
    ]
