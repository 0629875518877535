"""The tables of this app as migrations 0001 to 0011 leave them, with the rules that models cannot express.

A new database runs this one alone. One that ran the older migrations has nothing to do. An offer's young person is its
referral's, and the offer that a step names is one of the same referral: composite foreign keys.
"""

import cases.core.periods
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import housing.stays.codes
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from cases.records.tables import NewTables

RULES = """
ALTER TABLE housing_housingreferral ADD CONSTRAINT referral_id_person UNIQUE (id, person_id);
ALTER TABLE housing_offer ADD CONSTRAINT offer_person_of_referral
    FOREIGN KEY (referral_id, person_id) REFERENCES housing_housingreferral (id, person_id)
    DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE housing_offer ADD CONSTRAINT offer_id_referral UNIQUE (id, referral_id);
ALTER TABLE housing_referralevent ADD CONSTRAINT step_offer_of_referral
    FOREIGN KEY (offer_id, referral_id) REFERENCES housing_offer (id, referral_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
WITHOUT_RULES = """
ALTER TABLE housing_referralevent DROP CONSTRAINT step_offer_of_referral;
ALTER TABLE housing_offer DROP CONSTRAINT offer_id_referral;
ALTER TABLE housing_offer DROP CONSTRAINT offer_person_of_referral;
ALTER TABLE housing_housingreferral DROP CONSTRAINT referral_id_person;
"""
RECORDS = (
    "housingreferral", "offer", "referralevent", "stay", "supportcase", "supportstep",
)  # fmt: skip


class Migration(migrations.Migration):

    replaces = [
        ('housing', '0001_initial'),
        ('housing', '0002_offer_of_the_same_person'),
        ('housing', '0003_periods_after_columns'),
        ('housing', '0004_hearing_answer'),
        ('housing', '0005_last_days'),
        ('housing', '0006_homes_in_handovers'),
        ('housing', '0007_history_kept'),
        ('housing', '0008_unusual_confirmed'),
        ('housing', '0009_step_words'),
        ('housing', '0010_steps'),
        ('housing', '0011_steps_of_support_cases'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_squashed_0021_names_in_danish_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        NewTables([
            migrations.CreateModel(
                name='HistoricalHousingReferral',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('housing_kind', models.CharField(choices=[('youth', 'General youth housing'), ('general', 'General family housing'), ('transitional', 'Transitional housing (§ 63)'), ('start', 'Start home for young people (§ 101 a)'), ('shared', 'Shared or special home'), ('alternative', 'Alternative dwelling (§ 149 a)'), ('dormitory', 'Dormitory room'), ('private', 'Private rental'), ('any', 'Any suitable home')], max_length=40, verbose_name='kind of home')),
                    ('max_rent', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest rent, kr. a month')),
                    ('needs', models.TextField(blank=True, verbose_name='needs and wishes for the home')),
                    ('opened_on', models.DateField(verbose_name='begun')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=20, verbose_name='step')),
                    ('state_since', models.DateField(editable=False, verbose_name='since')),
                    ('noted_on', models.DateField(editable=False, null=True, verbose_name='last progress note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('receiver', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='receiver')),
                    ('referred_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='referred by')),
                ],
                options={
                    'verbose_name': 'historical housing referral',
                    'verbose_name_plural': 'historical housing referrals',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalSupportCase',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('paragraph', models.CharField(choices=[('sel_85', '§ 85 Socio-pedagogical support'), ('sel_85a', '§ 85 a Housing First support'), ('sel_82b', '§ 82 b Early time-limited support'), ('sel_99', '§ 99 Support and contact person')], max_length=20, verbose_name='paragraph')),
                    ('state', models.CharField(choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], default='opened', editable=False, max_length=20, verbose_name='step')),
                    ('state_since', models.DateField(editable=False, verbose_name='since')),
                    ('opened_on', models.DateField(verbose_name='opened')),
                    ('talked_on', models.DateField(editable=False, null=True, verbose_name='assessment talk (VUM)')),
                    ('hearing_sent_on', models.DateField(editable=False, null=True, verbose_name='hearing sent')),
                    ('hearing_deadline', models.DateField(editable=False, null=True, verbose_name='answer to the hearing due')),
                    ('hearing_answered_on', models.DateField(editable=False, null=True, verbose_name='hearing answered')),
                    ('hearing_answer', models.TextField(blank=True, editable=False, verbose_name='answer to the hearing')),
                    ('decided_on', models.DateField(editable=False, null=True, verbose_name='decided')),
                    ('grounds', models.TextField(blank=True, editable=False, verbose_name='grounds of the decision')),
                    ('refusal', models.CharField(blank=True, choices=[('no_need', 'No need for support in the home'), ('other_help', 'Other help covers the need'), ('outside_paragraph', 'Outside the target group of the paragraph'), ('other_municipality', 'Another municipality decides')], editable=False, max_length=40, verbose_name='reason for refusing')),
                    ('hours_per_week', models.DecimalField(decimal_places=1, editable=False, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='hours a week')),
                    ('start', models.DateField(editable=False, null=True, verbose_name='support since')),
                    ('end', models.DateField(editable=False, null=True, verbose_name='last day with support')),
                    ('ending', models.CharField(blank=True, choices=[('goal_reached', 'The purpose is reached'), ('declined', 'The young person does not want it'), ('other_support', 'Replaced by other support'), ('moved', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('death', 'Died')], editable=False, max_length=40, verbose_name='reason for ending')),
                    ('dropped_on', models.DateField(editable=False, null=True, verbose_name='dropped')),
                    ('dropped_why', models.CharField(blank=True, choices=[('declined', 'The young person does not want it'), ('other_help', 'Other help covers the need'), ('moved', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('registered_by_mistake', 'Registered by mistake')], editable=False, max_length=40, verbose_name='reason for dropping')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('provider', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='who gives the support')),
                    ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ],
                options={
                    'verbose_name': 'historical support case',
                    'verbose_name_plural': 'historical support cases',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HousingReferral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('housing_kind', models.CharField(choices=[('youth', 'General youth housing'), ('general', 'General family housing'), ('transitional', 'Transitional housing (§ 63)'), ('start', 'Start home for young people (§ 101 a)'), ('shared', 'Shared or special home'), ('alternative', 'Alternative dwelling (§ 149 a)'), ('dormitory', 'Dormitory room'), ('private', 'Private rental'), ('any', 'Any suitable home')], max_length=40, verbose_name='kind of home')),
                    ('max_rent', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest rent, kr. a month')),
                    ('needs', models.TextField(blank=True, verbose_name='needs and wishes for the home')),
                    ('opened_on', models.DateField(verbose_name='begun')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=20, verbose_name='step')),
                    ('state_since', models.DateField(editable=False, verbose_name='since')),
                    ('noted_on', models.DateField(editable=False, null=True, verbose_name='last progress note')),
                    ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='housing_referrals', to='cases.enrolment')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_referrals', to='cases.person')),
                    ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_referrals', to='cases.organisation', verbose_name='receiver')),
                    ('referred_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_referrals', to=settings.AUTH_USER_MODEL, verbose_name='referred by')),
                ],
                options={
                    'verbose_name': 'housing referral',
                    'verbose_name_plural': 'housing referrals',
                    'ordering': ['-opened_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Offer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('landlord_name', models.CharField(blank=True, max_length=120, verbose_name='landlord, if not in the list')),
                    ('address', models.CharField(max_length=200, verbose_name='address')),
                    ('housing_kind', models.CharField(choices=[('youth', 'General youth housing'), ('general', 'General family housing'), ('transitional', 'Transitional housing (§ 63)'), ('start', 'Start home for young people (§ 101 a)'), ('shared', 'Shared or special home'), ('alternative', 'Alternative dwelling (§ 149 a)'), ('dormitory', 'Dormitory room'), ('private', 'Private rental')], max_length=40, verbose_name='kind of home')),
                    ('rent', models.PositiveIntegerField(verbose_name='rent, kr. a month')),
                    ('deposit', models.PositiveIntegerField(blank=True, null=True, verbose_name='deposit, kr.')),
                    ('contract_kind', models.CharField(blank=True, choices=[('permanent', 'Permanent lease'), ('time_limited', 'Time-limited lease'), ('transitional', 'Transitional lease that can become permanent'), ('sublet', 'Sublet'), ('accommodation', 'Accommodation agreement without a lease')], max_length=40, verbose_name='kind of lease')),
                    ('offered_on', models.DateField(verbose_name='offered on')),
                    ('reply_by', models.DateField(blank=True, null=True, verbose_name='reply by')),
                    ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed without an answer'), ('withdrawn', 'Taken back'), ('superseded', 'Closed because another offer was accepted'), ('taken', 'Moved in')], default='open', editable=False, max_length=20, verbose_name='state')),
                    ('decided_on', models.DateField(blank=True, editable=False, null=True, verbose_name='answered on')),
                    ('refusal', models.CharField(blank=True, choices=[('rent_too_high', 'The rent is too high'), ('wrong_area', 'The area does not suit'), ('unsuitable_home', 'The home does not suit (size, stairs, dog)'), ('not_ready', 'The young person is not ready'), ('no_reply', 'No reply in time'), ('other_wish', 'The young person does not want it'), ('benefit_refused', 'Help with deposit or rent was refused'), ('offer_mistake', 'The municipality took the offer back'), ('landlord_refused', 'The landlord refused the young person'), ('home_gone', 'The landlord no longer has the home'), ('home_not_ready', 'The home cannot be moved into'), ('referral_withdrawn', 'The referral was withdrawn')], editable=False, max_length=40, verbose_name='reason')),
                    ('whose', models.CharField(blank=True, choices=[('young_person', 'The young person'), ('municipality', 'The municipality'), ('landlord', 'The landlord'), ('withdrawn', 'Withdrawn')], editable=False, max_length=20, verbose_name='whose refusal')),
                    ('landlord', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.organisation', verbose_name='landlord')),
                    ('person', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.person')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='housing.housingreferral')),
                    ('superseded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='housing.offer')),
                ],
                options={
                    'verbose_name': 'offer',
                    'verbose_name_plural': 'offers',
                    'ordering': ['-offered_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalStay',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('kind', models.CharField(choices=housing.stays.codes.grouped_stay_choices, max_length=40, verbose_name='where')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('start', models.DateField(verbose_name='since')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='left on')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='shelter or institution')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('offer', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.offer')),
                ],
                options={
                    'verbose_name': 'historical stay',
                    'verbose_name_plural': 'historical stays',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalReferralStep',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('event', models.CharField(blank=True, choices=[('submit', 'Submit the referral'), ('receive', 'Record that it was received'), ('ask', 'Record that information is missing'), ('answer', 'Record that the information was sent'), ('approve', 'Record the approval'), ('reject', 'Record the rejection'), ('queue', 'Put on the waiting list'), ('offer', 'Record an offer'), ('accept', 'Accept the offer'), ('decline', 'Record that the offer came to nothing'), ('supersede', 'Close the offer because another was accepted'), ('undo_accept', 'Undo the acceptance'), ('reopen_offer', 'Open the offer again'), ('sign', 'Record the lease'), ('fall_through', 'Record that they did not move in'), ('move_in', 'Record the move'), ('follow_up', 'Follow up'), ('withdraw', 'Withdraw the referral'), ('note', 'Write a progress note')], max_length=20, verbose_name='what happened')),
                    ('from_state', models.CharField(blank=True, choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], max_length=20)),
                    ('to_state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='step')),
                    ('happened_on', models.DateField(verbose_name='on')),
                    ('reason', models.CharField(blank=True, choices=[('no_income', 'No income to pay the rent'), ('not_acute', 'No acute need for a home'), ('can_solve_alone', 'Can find a home without help'), ('not_able_to_live_alone', 'Cannot live in an ordinary home, even with support'), ('other_municipality', 'The need arose in another municipality'), ('information_not_sent', 'The information asked for was not sent'), ('declined_offers', 'Removed from the list after declined offers'), ('other_municipal', 'Another reason of the municipality'), ('rent_too_high', 'The rent is too high'), ('wrong_area', 'The area does not suit'), ('unsuitable_home', 'The home does not suit (size, stairs, dog)'), ('not_ready', 'The young person is not ready'), ('no_reply', 'No reply in time'), ('other_wish', 'The young person does not want it'), ('benefit_refused', 'Help with deposit or rent was refused'), ('offer_mistake', 'The municipality took the offer back'), ('landlord_refused', 'The landlord refused the young person'), ('home_gone', 'The landlord no longer has the home'), ('home_not_ready', 'The home cannot be moved into'), ('referral_withdrawn', 'The referral was withdrawn'), ('found_home', 'Found a home another way'), ('moved_away', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('changed_wish', 'No longer wants this'), ('new_referral', 'Replaced by a new referral'), ('registered_by_mistake', 'Registered by mistake'), ('death', 'Died')], max_length=40, verbose_name='reason')),
                    ('whose', models.CharField(blank=True, choices=[('young_person', 'The young person'), ('municipality', 'The municipality'), ('landlord', 'The landlord'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='whose refusal')),
                    ('outcome', models.CharField(blank=True, choices=[('still_there', 'Still lives in the home'), ('moved_on', 'Moved to another own home'), ('lost_home', 'No longer has a home'), ('not_reached', 'Not reached')], max_length=40, verbose_name='follow-up')),
                    ('missing', models.TextField(blank=True, verbose_name='what is missing')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.housingreferral')),
                    ('offer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.offer')),
                ],
                options={
                    'verbose_name': 'historical step of a referral',
                    'verbose_name_plural': 'historical steps of referrals',
                    'db_table': 'housing_historicalreferralevent',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalOffer',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('landlord_name', models.CharField(blank=True, max_length=120, verbose_name='landlord, if not in the list')),
                    ('address', models.CharField(max_length=200, verbose_name='address')),
                    ('housing_kind', models.CharField(choices=[('youth', 'General youth housing'), ('general', 'General family housing'), ('transitional', 'Transitional housing (§ 63)'), ('start', 'Start home for young people (§ 101 a)'), ('shared', 'Shared or special home'), ('alternative', 'Alternative dwelling (§ 149 a)'), ('dormitory', 'Dormitory room'), ('private', 'Private rental')], max_length=40, verbose_name='kind of home')),
                    ('rent', models.PositiveIntegerField(verbose_name='rent, kr. a month')),
                    ('deposit', models.PositiveIntegerField(blank=True, null=True, verbose_name='deposit, kr.')),
                    ('contract_kind', models.CharField(blank=True, choices=[('permanent', 'Permanent lease'), ('time_limited', 'Time-limited lease'), ('transitional', 'Transitional lease that can become permanent'), ('sublet', 'Sublet'), ('accommodation', 'Accommodation agreement without a lease')], max_length=40, verbose_name='kind of lease')),
                    ('offered_on', models.DateField(verbose_name='offered on')),
                    ('reply_by', models.DateField(blank=True, null=True, verbose_name='reply by')),
                    ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed without an answer'), ('withdrawn', 'Taken back'), ('superseded', 'Closed because another offer was accepted'), ('taken', 'Moved in')], default='open', editable=False, max_length=20, verbose_name='state')),
                    ('decided_on', models.DateField(blank=True, editable=False, null=True, verbose_name='answered on')),
                    ('refusal', models.CharField(blank=True, choices=[('rent_too_high', 'The rent is too high'), ('wrong_area', 'The area does not suit'), ('unsuitable_home', 'The home does not suit (size, stairs, dog)'), ('not_ready', 'The young person is not ready'), ('no_reply', 'No reply in time'), ('other_wish', 'The young person does not want it'), ('benefit_refused', 'Help with deposit or rent was refused'), ('offer_mistake', 'The municipality took the offer back'), ('landlord_refused', 'The landlord refused the young person'), ('home_gone', 'The landlord no longer has the home'), ('home_not_ready', 'The home cannot be moved into'), ('referral_withdrawn', 'The referral was withdrawn')], editable=False, max_length=40, verbose_name='reason')),
                    ('whose', models.CharField(blank=True, choices=[('young_person', 'The young person'), ('municipality', 'The municipality'), ('landlord', 'The landlord'), ('withdrawn', 'Withdrawn')], editable=False, max_length=20, verbose_name='whose refusal')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('landlord', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='landlord')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.housingreferral')),
                    ('superseded_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.offer')),
                ],
                options={
                    'verbose_name': 'historical offer',
                    'verbose_name_plural': 'historical offers',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ReferralStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('event', models.CharField(blank=True, choices=[('submit', 'Submit the referral'), ('receive', 'Record that it was received'), ('ask', 'Record that information is missing'), ('answer', 'Record that the information was sent'), ('approve', 'Record the approval'), ('reject', 'Record the rejection'), ('queue', 'Put on the waiting list'), ('offer', 'Record an offer'), ('accept', 'Accept the offer'), ('decline', 'Record that the offer came to nothing'), ('supersede', 'Close the offer because another was accepted'), ('undo_accept', 'Undo the acceptance'), ('reopen_offer', 'Open the offer again'), ('sign', 'Record the lease'), ('fall_through', 'Record that they did not move in'), ('move_in', 'Record the move'), ('follow_up', 'Follow up'), ('withdraw', 'Withdraw the referral'), ('note', 'Write a progress note')], max_length=20, verbose_name='what happened')),
                    ('from_state', models.CharField(blank=True, choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], max_length=20)),
                    ('to_state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('received', 'Received by the unit'), ('missing', 'Information is missing'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('waiting', 'On the waiting list'), ('offered', 'Home offered'), ('accepted', 'Offer accepted'), ('declined', 'Offer came to nothing'), ('contract', 'Lease signed'), ('moved_in', 'Moved in'), ('followed_up', 'Followed up'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='step')),
                    ('happened_on', models.DateField(verbose_name='on')),
                    ('reason', models.CharField(blank=True, choices=[('no_income', 'No income to pay the rent'), ('not_acute', 'No acute need for a home'), ('can_solve_alone', 'Can find a home without help'), ('not_able_to_live_alone', 'Cannot live in an ordinary home, even with support'), ('other_municipality', 'The need arose in another municipality'), ('information_not_sent', 'The information asked for was not sent'), ('declined_offers', 'Removed from the list after declined offers'), ('other_municipal', 'Another reason of the municipality'), ('rent_too_high', 'The rent is too high'), ('wrong_area', 'The area does not suit'), ('unsuitable_home', 'The home does not suit (size, stairs, dog)'), ('not_ready', 'The young person is not ready'), ('no_reply', 'No reply in time'), ('other_wish', 'The young person does not want it'), ('benefit_refused', 'Help with deposit or rent was refused'), ('offer_mistake', 'The municipality took the offer back'), ('landlord_refused', 'The landlord refused the young person'), ('home_gone', 'The landlord no longer has the home'), ('home_not_ready', 'The home cannot be moved into'), ('referral_withdrawn', 'The referral was withdrawn'), ('found_home', 'Found a home another way'), ('moved_away', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('changed_wish', 'No longer wants this'), ('new_referral', 'Replaced by a new referral'), ('registered_by_mistake', 'Registered by mistake'), ('death', 'Died')], max_length=40, verbose_name='reason')),
                    ('whose', models.CharField(blank=True, choices=[('young_person', 'The young person'), ('municipality', 'The municipality'), ('landlord', 'The landlord'), ('withdrawn', 'Withdrawn')], max_length=20, verbose_name='whose refusal')),
                    ('outcome', models.CharField(blank=True, choices=[('still_there', 'Still lives in the home'), ('moved_on', 'Moved to another own home'), ('lost_home', 'No longer has a home'), ('not_reached', 'Not reached')], max_length=40, verbose_name='follow-up')),
                    ('missing', models.TextField(blank=True, verbose_name='what is missing')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='housing.offer')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='housing.housingreferral')),
                ],
                options={
                    'verbose_name': 'step of a referral',
                    'verbose_name_plural': 'steps of referrals',
                    'db_table': 'housing_referralevent',
                    'ordering': ['referral', 'happened_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Stay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('kind', models.CharField(choices=housing.stays.codes.grouped_stay_choices, max_length=40, verbose_name='where')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('start', models.DateField(verbose_name='since')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='left on')),
                    ('offer', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stay', to='housing.offer')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='cases.organisation', verbose_name='shelter or institution')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='cases.person')),
                ],
                options={
                    'verbose_name': 'stay',
                    'verbose_name_plural': 'stays',
                    'ordering': ['-start', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='SupportCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('paragraph', models.CharField(choices=[('sel_85', '§ 85 Socio-pedagogical support'), ('sel_85a', '§ 85 a Housing First support'), ('sel_82b', '§ 82 b Early time-limited support'), ('sel_99', '§ 99 Support and contact person')], max_length=20, verbose_name='paragraph')),
                    ('state', models.CharField(choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], default='opened', editable=False, max_length=20, verbose_name='step')),
                    ('state_since', models.DateField(editable=False, verbose_name='since')),
                    ('opened_on', models.DateField(verbose_name='opened')),
                    ('talked_on', models.DateField(editable=False, null=True, verbose_name='assessment talk (VUM)')),
                    ('hearing_sent_on', models.DateField(editable=False, null=True, verbose_name='hearing sent')),
                    ('hearing_deadline', models.DateField(editable=False, null=True, verbose_name='answer to the hearing due')),
                    ('hearing_answered_on', models.DateField(editable=False, null=True, verbose_name='hearing answered')),
                    ('hearing_answer', models.TextField(blank=True, editable=False, verbose_name='answer to the hearing')),
                    ('decided_on', models.DateField(editable=False, null=True, verbose_name='decided')),
                    ('grounds', models.TextField(blank=True, editable=False, verbose_name='grounds of the decision')),
                    ('refusal', models.CharField(blank=True, choices=[('no_need', 'No need for support in the home'), ('other_help', 'Other help covers the need'), ('outside_paragraph', 'Outside the target group of the paragraph'), ('other_municipality', 'Another municipality decides')], editable=False, max_length=40, verbose_name='reason for refusing')),
                    ('hours_per_week', models.DecimalField(decimal_places=1, editable=False, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='hours a week')),
                    ('start', models.DateField(editable=False, null=True, verbose_name='support since')),
                    ('end', models.DateField(editable=False, null=True, verbose_name='last day with support')),
                    ('ending', models.CharField(blank=True, choices=[('goal_reached', 'The purpose is reached'), ('declined', 'The young person does not want it'), ('other_support', 'Replaced by other support'), ('moved', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('death', 'Died')], editable=False, max_length=40, verbose_name='reason for ending')),
                    ('dropped_on', models.DateField(editable=False, null=True, verbose_name='dropped')),
                    ('dropped_why', models.CharField(blank=True, choices=[('declined', 'The young person does not want it'), ('other_help', 'Other help covers the need'), ('moved', 'Moved to another municipality'), ('lost_contact', 'Contact lost'), ('registered_by_mistake', 'Registered by mistake')], editable=False, max_length=40, verbose_name='reason for dropping')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='cases.enrolment')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='cases.person')),
                    ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='cases.organisation', verbose_name='who gives the support')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ],
                options={
                    'verbose_name': 'support case',
                    'verbose_name_plural': 'support cases',
                    'ordering': ['-opened_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalSupportStep',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('event', models.CharField(blank=True, choices=[('talk', 'Record the assessment talk (VUM)'), ('send_hearing', 'Record that the hearing was sent'), ('answer_hearing', 'Record the answer to the hearing'), ('grant', 'Grant support'), ('refuse', 'Refuse support'), ('start', 'Record that support has started'), ('end', 'End the support'), ('drop', 'Drop the case')], max_length=20, verbose_name='what happened')),
                    ('from_state', models.CharField(blank=True, choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20)),
                    ('to_state', models.CharField(choices=[('opened', 'Opened'), ('talked', 'Assessment talk held'), ('hearing', 'In hearing of the party'), ('granted', 'Granted'), ('refused', 'Refused'), ('started', 'Support running'), ('ended', 'Support ended'), ('dropped', 'Dropped')], max_length=20, verbose_name='step')),
                    ('happened_on', models.DateField(verbose_name='on')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='housing.supportcase')),
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
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
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
                },
            ),
            migrations.AddIndex(
                model_name='housingreferral',
                index=models.Index(fields=['state', 'state_since'], name='referral_by_step'),
            ),
            migrations.AddConstraint(
                model_name='housingreferral',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'received', 'missing', 'approved', 'waiting', 'offered', 'accepted', 'declined', 'contract'))), fields=('person', 'receiver'), name='referral_one_open', violation_error_message='The young person already has an open referral to this receiver.'),
            ),
            migrations.AddConstraint(
                model_name='housingreferral',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'received', 'missing', 'approved', 'rejected', 'waiting', 'offered', 'accepted', 'declined', 'contract', 'moved_in', 'followed_up', 'withdrawn'])), name='referral_state_known', violation_error_message='The referral is in an unknown step.'),
            ),
            migrations.AddConstraint(
                model_name='housingreferral',
                constraint=models.CheckConstraint(condition=models.Q(('housing_kind__in', ['youth', 'general', 'transitional', 'start', 'shared', 'alternative', 'dormitory', 'private', 'any'])), name='referral_housing_kind_known', violation_error_message='Choose the kind of home from the list.'),
            ),
            migrations.AddConstraint(
                model_name='housingreferral',
                constraint=models.CheckConstraint(condition=models.Q(('state_since__gte', models.F('opened_on'))), name='referral_state_after_opening', violation_error_message='A step cannot be taken before the referral was begun.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('referral',), name='offer_one_open', violation_error_message='The referral already has an offer that waits for an answer.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('person',), name='offer_one_accepted', violation_error_message='The young person has already accepted another offer.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'declined', 'lapsed', 'withdrawn', 'superseded', 'taken'])), name='offer_state_known', violation_error_message='The offer is in an unknown state.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(('housing_kind__in', ['youth', 'general', 'transitional', 'start', 'shared', 'alternative', 'dormitory', 'private']), ('contract_kind__in', ['', 'permanent', 'time_limited', 'transitional', 'sublet', 'accommodation']), ('refusal__in', ['', 'rent_too_high', 'wrong_area', 'unsuitable_home', 'not_ready', 'no_reply', 'other_wish', 'benefit_refused', 'offer_mistake', 'landlord_refused', 'home_gone', 'home_not_ready', 'referral_withdrawn'])), name='offer_codes_known', violation_error_message='Choose the kind of home, the kind of lease and the reason from the lists.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(('landlord__isnull', False), models.Q(('landlord_name', ''), _negated=True), _connector='OR'), name='offer_has_landlord', violation_error_message='Say who the landlord is.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(('reply_by__isnull', True), ('reply_by__gte', models.F('offered_on')), _connector='OR'), name='offer_reply_after_offer', violation_error_message='The reply is due on or after the day of the offer.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_on__gte', models.F('offered_on')), ('decided_on__isnull', False)), _connector='OR'), name='offer_answered', violation_error_message='An answer has a day, on or after the day of the offer.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('declined', 'lapsed', 'withdrawn')), models.Q(('refusal', ''), _negated=True), ('whose__in', ['young_person', 'municipality', 'landlord', 'withdrawn'])), models.Q(models.Q(('state__in', ('declined', 'lapsed', 'withdrawn')), _negated=True), ('refusal', ''), ('whose', '')), _connector='OR'), name='offer_refused_with_reason', violation_error_message='Choose why the offer came to nothing.'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'superseded'), ('superseded_by__isnull', False)), models.Q(models.Q(('state', 'superseded'), _negated=True), ('superseded_by__isnull', True)), _connector='OR'), name='offer_superseded_by', violation_error_message='An offer closed for another one names it.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event', ''), ('from_state', ''), ('to_state', 'draft')), models.Q(('event__in', ['submit', 'receive', 'ask', 'answer', 'approve', 'reject', 'queue', 'offer', 'accept', 'decline', 'supersede', 'undo_accept', 'reopen_offer', 'sign', 'fall_through', 'move_in', 'follow_up', 'withdraw', 'note']), ('from_state__in', ['draft', 'submitted', 'received', 'missing', 'approved', 'rejected', 'waiting', 'offered', 'accepted', 'declined', 'contract', 'moved_in', 'followed_up', 'withdrawn'])), _connector='OR'), name='referral_event_known', violation_error_message='The step is unknown.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__in', ('reject', 'decline', 'fall_through', 'withdraw')), models.Q(('reason', ''), _negated=True), ('whose__in', ['young_person', 'municipality', 'landlord', 'withdrawn'])), models.Q(models.Q(('event__in', ('reject', 'decline', 'fall_through', 'withdraw')), _negated=True), ('reason', ''), ('whose', '')), _connector='OR'), name='referral_event_reason', violation_error_message='A no has a reason and says whose it is; other steps have none.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__in', ('offer', 'accept', 'decline', 'supersede', 'reopen_offer', 'sign', 'undo_accept', 'move_in', 'fall_through')), ('offer__isnull', False)), ('event__in', ('withdraw',)), models.Q(models.Q(('event__in', ['offer', 'accept', 'decline', 'supersede', 'reopen_offer', 'sign', 'undo_accept', 'move_in', 'fall_through', 'withdraw']), _negated=True), ('offer__isnull', True)), _connector='OR'), name='referral_event_offer', violation_error_message='A step that is about an offered home names it, and no other step does.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event', 'ask'), models.Q(('missing', ''), _negated=True)), models.Q(models.Q(('event', 'ask'), _negated=True), ('missing', '')), _connector='OR'), name='referral_event_missing', violation_error_message='Write what information is missing.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event', 'follow_up'), ('outcome__in', ['still_there', 'moved_on', 'lost_home', 'not_reached'])), models.Q(models.Q(('event', 'follow_up'), _negated=True), ('outcome', '')), _connector='OR'), name='referral_event_outcome', violation_error_message='Say whether the young person still lives in the home.'),
            ),
            migrations.AddConstraint(
                model_name='referralstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event', 'note'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='referral_event_note', violation_error_message='Write what has happened with the referral.'),
            ),
            migrations.AddConstraint(
                model_name='stay',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='stay_period', violation_error_message='A stay lasts at least one night: it ends after it starts.'),
            ),
            migrations.AddConstraint(
                model_name='stay',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='stay_no_overlap', violation_error_message='The young person already has a stay in that period. Correct the other one first.'),
            ),
            migrations.AddConstraint(
                model_name='stay',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['friends_family', 'street', 'night_shelter', 'shelter', 'hotel', 'transitional', 'prison_no_home', 'hospital_no_home', 'other_homeless', 'general_home', 'youth_home', 'private_flat', 'private_room', 'shared_home', 'alternative_home', 'owned_home', 'residential_107', 'residential_108', 'prison', 'hospital', 'treatment', 'crisis_centre', 'parents', 'sublet', 'unknown'])), name='stay_kind_known', violation_error_message='Choose from the list where the young person stays.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('opened', 'talked', 'hearing', 'granted', 'started'))), fields=('person', 'paragraph'), name='support_one_open', violation_error_message='The young person already has an open case under this paragraph.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(('dropped_why__in', ['', 'declined', 'other_help', 'moved', 'lost_contact', 'registered_by_mistake']), ('ending__in', ['', 'goal_reached', 'declined', 'other_support', 'moved', 'lost_contact', 'death']), ('paragraph__in', ['sel_85', 'sel_85a', 'sel_82b', 'sel_99']), ('refusal__in', ['', 'no_need', 'other_help', 'outside_paragraph', 'other_municipality']), ('state__in', ['opened', 'talked', 'hearing', 'granted', 'refused', 'started', 'ended', 'dropped'])), name='support_codes_known', violation_error_message='Choose the paragraph and the reason from the lists.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'opened'), ('talked_on__isnull', True)), ('state', 'dropped'), models.Q(models.Q(('state__in', ['opened', 'dropped']), _negated=True), ('talked_on__gte', models.F('opened_on')), ('talked_on__isnull', False)), _connector='OR'), name='support_talk', violation_error_message='The assessment talk is held on or after the day the case was opened.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('hearing_deadline__isnull', True), ('hearing_sent_on__isnull', True)), models.Q(('hearing_deadline__gt', models.F('hearing_sent_on')), ('hearing_deadline__isnull', False), ('hearing_sent_on__gte', models.F('talked_on')), ('hearing_sent_on__isnull', False), ('talked_on__isnull', False)), _connector='OR'), name='support_hearing', violation_error_message='The hearing is sent after the talk and leaves time for an answer.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['hearing', 'refused']), _negated=True), ('hearing_sent_on__isnull', False), _connector='OR'), name='support_hearing_before_refusal', violation_error_message='A refusal needs a hearing of the party first.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('hearing_answer', ''), ('hearing_answered_on__isnull', True)), models.Q(('hearing_answered_on__gte', models.F('hearing_sent_on')), ('hearing_answered_on__isnull', False), ('hearing_sent_on__isnull', False)), _connector='OR'), name='support_hearing_answer', violation_error_message='The hearing is answered on or after the day it was sent.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('state__in', ('opened', 'talked', 'hearing'))), ('state', 'dropped'), models.Q(('decided_by__isnull', False), ('decided_on__gte', models.F('talked_on')), ('decided_on__isnull', False), ('state__in', ('granted', 'refused', 'started', 'ended'))), _connector='OR'), name='support_decision', violation_error_message='A decision has a day, on or after the assessment talk, and a decider.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('refusal', ''), _negated=True), models.Q(('grounds', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='support_refusal', violation_error_message='A refusal has a reason and written grounds.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('start__gte', models.F('decided_on')), ('start__isnull', False), ('state__in', ('started', 'ended'))), models.Q(models.Q(('state__in', ('started', 'ended')), _negated=True), ('start__isnull', True)), _connector='OR'), name='support_running', violation_error_message='Support starts on or after the day of the decision.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('end__gt', models.F('start')), ('end__isnull', False), ('state', 'ended'), models.Q(('ending', ''), _negated=True)), models.Q(models.Q(('state', 'ended'), _negated=True), ('end__isnull', True), ('ending', '')), _connector='OR'), name='support_ended', violation_error_message='The last day with support is not before the first, and has a reason.'),
            ),
            migrations.AddConstraint(
                model_name='supportcase',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_on__gte', models.F('opened_on')), ('dropped_on__isnull', False), ('state', 'dropped'), models.Q(('dropped_why', ''), _negated=True)), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_on__isnull', True), ('dropped_why', '')), _connector='OR'), name='support_dropped', violation_error_message='A dropped case has a day and a reason.'),
            ),
            migrations.AddConstraint(
                model_name='supportstep',
                constraint=models.UniqueConstraint(fields=('case', 'event'), name='support_step_once', violation_error_message='That step has already been taken.'),
            ),
            migrations.AddConstraint(
                model_name='supportstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('event', ''), ('from_state', ''), ('to_state', 'opened')), models.Q(('event__in', ['talk', 'send_hearing', 'answer_hearing', 'grant', 'refuse', 'start', 'end', 'drop']), ('from_state__in', ['opened', 'talked', 'hearing', 'granted', 'refused', 'started', 'ended', 'dropped']), ('to_state__in', ['opened', 'talked', 'hearing', 'granted', 'refused', 'started', 'ended', 'dropped'])), _connector='OR'), name='support_step_known', violation_error_message='The step is unknown.'),
            ),
        ]),
        migrations.RunSQL(RULES, WITHOUT_RULES),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('housing_{name}', 'housing_historical{name}')",
                f"SELECT cases_stop_keeping_history('housing_{name}', 'housing_historical{name}')",
            )
            for name in RECORDS
        ),
    ]
