"""Reports that leave the house, for a named audience. Once released the database keeps one as it is."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
CREATE TRIGGER released_kept BEFORE UPDATE ON reporting_edition
FOR EACH ROW WHEN (OLD.state = 'released' AND OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER released_never_deleted BEFORE DELETE ON reporting_edition
FOR EACH ROW WHEN (OLD.state = 'released') EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON reporting_edition
FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
"""

BACKWARDS = """
DROP TRIGGER never_emptied ON reporting_edition;
DROP TRIGGER released_never_deleted ON reporting_edition;
DROP TRIGGER released_kept ON reporting_edition;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0027_own_answers'),
        ('reporting', '0010_words_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('audience', models.CharField(max_length=120, verbose_name='audience')),
                ('audience_key', models.CharField(editable=False, max_length=500)),
                ('kind', models.CharField(choices=[('quarter', 'Quarter'), ('half_year', 'Half-year'), ('year', 'Year'), ('whole', 'The whole programme so far')], max_length=20, verbose_name='period')),
                ('start', models.DateField(verbose_name='from')),
                ('end', models.DateField(verbose_name='last day')),
                ('threshold', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(5)], verbose_name='smallest number shown')),
                ('state', models.CharField(choices=[('making', 'Being made'), ('ready', 'To be looked at'), ('failed', 'Could not be made'), ('released', 'Released')], default='making', max_length=20, verbose_name='state')),
                ('error', models.CharField(blank=True, choices=[('told_too_much', 'What the audience has had already tells too much together with this report: even with everything hidden somebody could work a small number out.'), ('no_report', 'The report behind it could not be computed.'), ('fault', 'It could not be protected. The technical log says why.')], max_length=20)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('result', models.JSONField(blank=True, null=True)),
                ('system', models.JSONField(blank=True, null=True)),
                ('hidden', models.JSONField(blank=True, null=True)),
                ('against', models.JSONField(blank=True, null=True)),
                ('requested_at', models.DateTimeField(verbose_name='asked for')),
                ('moved_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='cases.programme', verbose_name='programme')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reporting.reportrun', verbose_name='report')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['-requested_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='edition_period', violation_error_message='The last day cannot lie before the first.'), models.UniqueConstraint(condition=models.Q(('state', 'released')), fields=('programme', 'audience_key', 'start', 'end'), name='edition_once', violation_error_message='The audience has an edition of this period already.'), models.CheckConstraint(condition=models.Q(('threshold__gte', 5)), name='edition_threshold', violation_error_message='No number below five may be shown in an edition.'), models.CheckConstraint(condition=models.Q(('kind__in', ['quarter', 'half_year', 'year', 'whole']), ('state__in', ['making', 'ready', 'failed', 'released']), models.Q(('audience_key', ''), _negated=True)), name='edition_known', violation_error_message='The edition is in an unknown state, or for nobody.'), models.CheckConstraint(condition=models.Q(models.Q(('against__isnull', False), ('hidden__isnull', False), ('result__isnull', False), ('state__in', ['ready', 'released']), ('system__isnull', False)), models.Q(models.Q(('state__in', ['ready', 'released']), _negated=True), ('against__isnull', True), ('hidden__isnull', True), ('result__isnull', True), ('system__isnull', True)), _connector='OR'), name='edition_made_with_result', violation_error_message='An edition has its figures when it is made, and not before.'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', False), ('state', 'released')), models.Q(models.Q(('state', 'released'), _negated=True), ('released_at__isnull', True), ('released_by__isnull', True)), _connector='OR'), name='edition_released_stamped', violation_error_message='A released edition says when it was released.'), models.CheckConstraint(condition=models.Q(models.Q(('error__in', ['told_too_much', 'no_report', 'fault']), ('state', 'failed')), models.Q(models.Q(('state', 'failed'), _negated=True), ('error', '')), _connector='OR'), name='edition_failed_with_code', violation_error_message='An edition that could not be made says why.'), models.CheckConstraint(condition=models.Q(('moved_at__gte', models.F('requested_at'))), name='edition_asked_before_moved', violation_error_message='An edition cannot have moved before it was asked for.')],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
