"""Files on their way in, and the sealed name of one that was taken over."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_history_found_by_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalreportimport',
            name='file_name',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='reportimport',
            name='file_name',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(db_index=True, verbose_name='uploaded')),
                ('moved_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('uploaded', 'Columns not chosen yet'), ('reading', 'Being looked through'), ('ready', 'Looked through'), ('taking', 'Being taken over'), ('done', 'Taken over'), ('failed', 'Stopped')], default='uploaded', max_length=20, verbose_name='state')),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('only_valid', models.BooleanField(default=False)),
                ('is_changed', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, choices=[('refused', 'The file cannot be taken over.'), ('fault', 'Something went wrong here. The technical log says what.'), ('gave_up', 'The work was interrupted too many times.')], max_length=20)),
                ('content', models.BinaryField(null=True)),
                ('said', models.TextField(blank=True)),
                ('plan', models.BinaryField(null=True)),
                ('brought', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.reportimport')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.programme')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.team', verbose_name='team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'file on its way in',
                'verbose_name_plural': 'files on their way in',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'reading', 'ready', 'taking', 'done', 'failed'])), name='import_file_state_known', violation_error_message='The file is in an unknown state.'), models.CheckConstraint(condition=models.Q(models.Q(('brought__isnull', False), ('content__isnull', True), ('plan__isnull', True), ('said', ''), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('brought__isnull', True), ('content__isnull', False)), _connector='OR'), name='import_file_gone_when_done', violation_error_message='A file is kept until it was taken over, and no longer.'), models.CheckConstraint(condition=models.Q(models.Q(('error__in', ['refused', 'fault', 'gave_up']), ('state', 'failed')), models.Q(models.Q(('state', 'failed'), _negated=True), ('error', '')), _connector='OR'), name='import_file_failed_with_code', violation_error_message='A file that was stopped says why.')],
            },
        ),
    ]
