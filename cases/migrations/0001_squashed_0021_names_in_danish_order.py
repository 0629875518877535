"""The tables of this app as migrations 0001 to 0021 leave them, with the rules that models cannot express.

A new database runs this one alone. One that ran the older migrations has nothing to do.

Five functions stay in the database, for the migrations of this and other apps:

- `cases_refuse()`: the trigger function that refuses.
- `cases_only_added(table)`: no row of it is changed or deleted, and it is not emptied.
- `cases_keep_history(record, history)`: that, for the table with the history, and for the records: whoever changes one
  past the application leaves a history row when the transaction ends, with the account of the database as its reason.
- `cases_stop_keeping_history(record, history)` takes it back.
- `cases_phases_without_gap()`: phases follow each other day by day, checked when the transaction ends.

Two tasks need more, and say so for one transaction with the setting `hjemvej.opened_for` (`cases/audit/opening.py`):
"demo" empties tables, "keys" puts the CPR numbers of the history under another key. Anybody who may write may set it,
and the owner of the tables may drop the triggers: this keeps from accidents and from plain SQL, not from an intruder
with the application's own account.

The row in the table is compared with the newest one in its history as a whole, at the end of the transaction: the
version alone says nothing, for a raw change leaves it as it was. What was written first and overwritten in the same
transaction is not seen. An `INSERT` only asks whether there is any history: many rows added at once stay cheap.
"""

import cases.core.periods
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.conf import settings
from django.db import migrations, models

from cases.records.tables import NewTables

RULES = """
CREATE FUNCTION cases_phases_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint := COALESCE(NEW.enrolment_id, OLD.enrolment_id);
BEGIN
    IF EXISTS (
        SELECT 1
        FROM cases_phasespell AS spell
        JOIN cases_enrolment AS enrolment ON enrolment.id = spell.enrolment_id
        WHERE spell.enrolment_id = checked
          AND spell.start <> enrolment.start
          AND NOT EXISTS (
              SELECT 1 FROM cases_phasespell AS before
              WHERE before.enrolment_id = checked AND before."end" = spell.start
          )
    ) THEN
        RAISE EXCEPTION 'A phase must begin on the day the one before it ends.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'phase_spell_no_gap', TABLE = 'cases_phasespell';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER phase_spell_no_gap
AFTER INSERT OR UPDATE OR DELETE ON cases_phasespell
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION cases_phases_without_gap();

CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
DECLARE
    opened_for text := current_setting('hjemvej.opened_for', true);
BEGIN
    IF TG_OP = 'TRUNCATE' AND opened_for = 'demo' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND opened_for = 'keys'
        AND to_jsonb(OLD) - 'cpr_encrypted' = to_jsonb(NEW) - 'cpr_encrypted' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What % holds is kept and cannot be changed: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $refuse$;

CREATE FUNCTION cases_only_added(kept regclass) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION cases_refuse()', kept
    );
    EXECUTE format(
        'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()', kept
    );
END $make$;

CREATE FUNCTION cases_keep_history(record regclass, history regclass) RETURNS void
LANGUAGE plpgsql AS $make$
DECLARE
    check_function text := quote_ident('history_kept_' || replace(record::text, '"', ''));
    place text := (SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = record);
BEGIN
    PERFORM cases_only_added(history);
    EXECUTE format(
        'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()', record
    );
    -- A function for each table: its queries are planned once for each connection, not for each row.
    EXECUTE format($body$
        CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql SET search_path = %4$s, pg_temp AS $check$
        DECLARE
            key bigint := COALESCE(NEW.id, OLD.id);
            last %3$s;
            now_there %2$s;
            kind text;
            told jsonb;
        BEGIN
            IF NEW.id <> OLD.id THEN
                RAISE EXCEPTION 'A record of %% keeps its key.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
            END IF;
            SELECT * INTO last FROM %3$s AS h WHERE h.id = key ORDER BY h.history_id DESC LIMIT 1;
            IF TG_OP = 'INSERT' AND last.history_type <> '-' THEN
                RETURN NULL;
            END IF;
            SELECT * INTO now_there FROM %2$s AS r WHERE r.id = key;
            IF now_there.id IS NULL THEN
                IF TG_OP <> 'DELETE' OR last.history_type = '-' THEN
                    RETURN NULL;
                END IF;
                kind := '-';
                told := to_jsonb(OLD);
            ELSE
                told := to_jsonb(now_there);
                kind := CASE WHEN last.history_type <> '-' THEN '~' ELSE '+' END;
                IF kind = '~' AND jsonb_populate_record(last, told) IS NOT DISTINCT FROM last THEN
                    RETURN NULL;
                END IF;
            END IF;
            told := told || jsonb_build_object(
                'history_id', nextval(pg_get_serial_sequence('%3$s', 'history_id')),
                'history_date', clock_timestamp(),
                'history_type', kind,
                'history_user_id', NULL,
                'history_change_reason', 'outside:' || session_user
            );
            INSERT INTO %3$s SELECT (jsonb_populate_record(NULL::%3$s, told)).*;
            RETURN NULL;
        END $check$
    $body$, check_function, record, history, place);
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER history_kept AFTER INSERT OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED'
        ' FOR EACH ROW EXECUTE FUNCTION %s()', record, check_function
    );
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER history_kept_of_change AFTER UPDATE ON %s DEFERRABLE INITIALLY DEFERRED'
        ' FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION %s()', record, check_function
    );
END $make$;

CREATE FUNCTION cases_stop_keeping_history(record regclass, history regclass) RETURNS void LANGUAGE plpgsql AS $drop$
BEGIN
    EXECUTE format('DROP TRIGGER only_added ON %s', history);
    EXECUTE format('DROP TRIGGER never_emptied ON %s', history);
    EXECUTE format('DROP TRIGGER never_emptied ON %s', record);
    EXECUTE format('DROP TRIGGER history_kept ON %s', record);
    EXECUTE format('DROP TRIGGER history_kept_of_change ON %s', record);
    EXECUTE format('DROP FUNCTION %s()', quote_ident('history_kept_' || replace(record::text, '"', '')));
END $drop$;

SELECT cases_only_added('cases_auditevent');

ALTER TABLE cases_enrolment ADD CONSTRAINT enrolment_team_works_in_programme
    FOREIGN KEY (team_id, programme_id) REFERENCES cases_teamprogramme (team_id, programme_id);
"""
WITHOUT_RULES = """
ALTER TABLE cases_enrolment DROP CONSTRAINT enrolment_team_works_in_programme;
DROP TRIGGER only_added ON cases_auditevent;
DROP TRIGGER never_emptied ON cases_auditevent;
DROP FUNCTION cases_stop_keeping_history(regclass, regclass);
DROP FUNCTION cases_keep_history(regclass, regclass);
DROP FUNCTION cases_only_added(regclass);
DROP FUNCTION cases_refuse();
DROP TRIGGER phase_spell_no_gap ON cases_phasespell;
DROP FUNCTION cases_phases_without_gap();
"""
RECORDS = (
    "assignment", "caseloadnorm", "contact", "contactamendment", "contactperson", "enrolment", "handover",
    "handoverstep", "membership", "organisation", "partnership", "pause", "person", "phasespell", "phasestep",
    "phasetemplate", "post", "programme", "screening", "screeningrequest", "stepdone", "team", "teamprogramme",
    "user",
)  # fmt: skip


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_phases_without_gap'),
        ('cases', '0003_audit_append_only'),
        ('cases', '0004_indexes_of_last_contact'),
        ('cases', '0005_periods_after_columns'),
        ('cases', '0006_audit_never_deleted'),
        ('cases', '0007_contacts_without_the_young_person'),
        ('cases', '0008_phonetic_keys'),
        ('cases', '0009_last_days'),
        ('cases', '0010_found_by'),
        ('cases', '0011_handover_snapshot'),
        ('cases', '0012_typed_text_and_submission_keys'),
        ('cases', '0013_history_kept'),
        ('cases', '0014_unusual_confirmed'),
        ('cases', '0015_team_programmes'),
        ('cases', '0016_contact_made_for'),
        ('cases', '0017_english_optional'),
        ('cases', '0018_what_waits'),
        ('cases', '0019_found_in_every_spelling'),
        ('cases', '0020_history_in_its_own_place'),
        ('cases', '0021_names_in_danish_order'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL("CREATE SEQUENCE cases_person_reference", "DROP SEQUENCE cases_person_reference"),
        NewTables([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('registered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(error_messages={'unique': 'Another account has this e-mail.'}, max_length=254, unique=True, verbose_name='e-mail')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('language', models.CharField(choices=[('da', 'Danish'), ('en', 'English')], default='da', max_length=2, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ],
                options={
                    'verbose_name': 'user',
                    'verbose_name_plural': 'users',
                    'ordering': [models.Func('name', output_field=models.TextField(), template='trim(regexp_replace(regexp_replace(normalize(replace(replace(replace(replace(translate(replace(lower(normalize(%(expressions)s, NFC)), \'aa\', \'å\'), \'äöőœüűłđðı\', \'æøøøyylddi\'), \'þ\', \'th\'), \'æ\', \'zza\'), \'ø\', \'zzb\'), \'å\', \'zzc\'), NFD), \'[\\u0300-\\u036f\'\'`´]\', \'\', \'g\'), \'[^a-z0-9]+\', \' \', \'g\')) COLLATE "C"'), 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('reference', models.CharField(editable=False, max_length=12, unique=True, verbose_name='reference')),
                    ('alias', models.CharField(blank=True, max_length=80, verbose_name='called')),
                    ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=80, verbose_name='last name')),
                    ('also_known_as', models.CharField(blank=True, max_length=200, verbose_name='also known as')),
                    ('search_name', models.TextField(default='', editable=False)),
                    ('phonetic_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list, editable=False, size=None)),
                    ('search_phone', models.TextField(default='', editable=False)),
                    ('sort_name', models.TextField(db_collation='C', default='', editable=False)),
                    ('cpr_encrypted', models.TextField(blank=True, default='', editable=False)),
                    ('cpr_hash', models.CharField(editable=False, max_length=64, null=True)),
                    ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                    ('gender', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man'), ('non_binary', 'Non-binary'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='gender')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                    ('acting_municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='acting municipality')),
                    ('paying_municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='paying municipality')),
                    ('residence', models.CharField(choices=[('citizen', 'Danish citizen'), ('permit', 'Residence permit or EU right of residence'), ('none', 'No residence permit'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='right to stay')),
                    ('has_protected_address', models.BooleanField(default=False, verbose_name='name and address protection')),
                    ('is_restricted', models.BooleanField(default=False, verbose_name='only for workers with a special right')),
                    ('first_met_on', models.DateField(verbose_name='first met')),
                ],
                options={
                    'verbose_name': 'young person',
                    'verbose_name_plural': 'young people',
                },
            ),
            migrations.CreateModel(
                name='PhaseStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('text_da', models.CharField(max_length=200, verbose_name='Danish text')),
                    ('text_en', models.CharField(blank=True, max_length=200, verbose_name='English text')),
                    ('owner', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='owner')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ],
                options={
                    'verbose_name': 'phase step',
                    'verbose_name_plural': 'phase steps',
                    'ordering': ['phase', 'position'],
                },
            ),
            migrations.CreateModel(
                name='PhaseTemplate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('code', models.SlugField(max_length=40, verbose_name='code')),
                    ('name_da', models.CharField(max_length=80, verbose_name='Danish name')),
                    ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('target_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='target length in days')),
                ],
                options={
                    'verbose_name': 'phase',
                    'verbose_name_plural': 'phases',
                    'ordering': ['programme', 'position'],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('happened_at', models.DateTimeField(db_index=True, verbose_name='when')),
                    ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('phone', 'Phone call'), ('message', 'Text message'), ('accompaniment', 'Accompaniment'), ('visit', 'Visit at home or shelter'), ('outreach', 'Outreach'), ('network_meeting', 'Network meeting'), ('activity', 'Activity'), ('other', 'Other')], max_length=40, verbose_name='kind')),
                    ('outcome', models.CharField(choices=[('reached', 'Reached'), ('in_vain', 'Tried in vain'), ('no_show', 'Did not show up'), ('cancelled', 'Cancelled'), ('without', 'Without the young person')], max_length=20, verbose_name='did you reach them?')),
                    ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                    ('withdrawn_why', models.TextField(blank=True, editable=False)),
                    ('client_key', models.UUIDField(editable=False, null=True, unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL, verbose_name='worker')),
                ],
                options={
                    'verbose_name': 'contact',
                    'verbose_name_plural': 'contacts',
                    'ordering': ['-happened_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Enrolment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('start', models.DateField(verbose_name='enrolled on')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='closed, last day')),
                    ('closing_reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='reasons for closing')),
                    ('closing_note', models.TextField(blank=True, verbose_name='closing note')),
                    ('reopens', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopened_as', to='cases.enrolment')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='cases.person')),
                ],
                options={
                    'verbose_name': 'enrolment',
                    'verbose_name_plural': 'enrolments',
                    'ordering': ['-start', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('purpose', models.CharField(choices=[('community', 'Activities and community'), ('income_job', 'Income, education and work'), ('shelter', 'Temporary roof over the head'), ('drug_treatment', 'Drug or alcohol treatment'), ('psychiatry', 'Psychiatry'), ('housing_support', 'Support in own home'), ('other', 'Other')], max_length=40, verbose_name='what is asked for')),
                    ('message', models.TextField(blank=True, verbose_name='message to the receiver')),
                    ('basis', models.CharField(blank=True, choices=[('consent', 'Consent of the young person'), ('law', 'Legal basis without consent')], max_length=20, verbose_name='allowed by')),
                    ('basis_detail', models.CharField(blank=True, max_length=200, verbose_name='how the consent was given, or the law paragraph')),
                    ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='may be shared')),
                    ('shared_until', models.DateField(blank=True, null=True, verbose_name='shared until')),
                    ('snapshot', models.JSONField(blank=True, editable=False, null=True, verbose_name='brought up to date')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('received', 'Opened by the receiver'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('first_contact', 'First contact made'), ('done', 'Done'), ('revoked', 'Revoked')], default='draft', editable=False, max_length=20, verbose_name='state')),
                    ('state_since', models.DateTimeField(editable=False)),
                    ('rejection', models.CharField(blank=True, choices=[('no_capacity', 'No free place'), ('wrong_target_group', 'Outside our target group'), ('missing_information', 'Information is missing'), ('already_known', 'Already with us'), ('declined_by_person', 'The young person does not want it'), ('other', 'Other')], editable=False, max_length=40, verbose_name='reason for declining')),
                    ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='cases.enrolment')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers_sent', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'handover',
                    'verbose_name_plural': 'handovers',
                    'ordering': ['-state_since', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HandoverStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('event', models.CharField(choices=[('send', 'Send'), ('receive', 'Open'), ('accept', 'Accept'), ('reject', 'Reject'), ('meet', 'Record first contact'), ('finish', 'Finish'), ('revoke', 'Revoke'), ('amend', 'Change what was sent')], max_length=20)),
                    ('to_state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('received', 'Opened by the receiver'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('first_contact', 'First contact made'), ('done', 'Done'), ('revoked', 'Revoked')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('reason', models.CharField(blank=True, max_length=40)),
                    ('note', models.TextField(blank=True)),
                    ('changes', models.JSONField(blank=True, default=dict)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.handover')),
                ],
                options={
                    'ordering': ['handover', 'at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalAssignment',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='worker')),
                ],
                options={
                    'verbose_name': 'historical assignment',
                    'verbose_name_plural': 'historical assignments',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalContact',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('happened_at', models.DateTimeField(db_index=True, verbose_name='when')),
                    ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('phone', 'Phone call'), ('message', 'Text message'), ('accompaniment', 'Accompaniment'), ('visit', 'Visit at home or shelter'), ('outreach', 'Outreach'), ('network_meeting', 'Network meeting'), ('activity', 'Activity'), ('other', 'Other')], max_length=40, verbose_name='kind')),
                    ('outcome', models.CharField(choices=[('reached', 'Reached'), ('in_vain', 'Tried in vain'), ('no_show', 'Did not show up'), ('cancelled', 'Cancelled'), ('without', 'Without the young person')], max_length=20, verbose_name='did you reach them?')),
                    ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                    ('withdrawn_why', models.TextField(blank=True, editable=False)),
                    ('client_key', models.UUIDField(db_index=True, editable=False, null=True)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='worker')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical contact',
                    'verbose_name_plural': 'historical contacts',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalContactAmendment',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('at', models.DateTimeField()),
                    ('reason', models.TextField(verbose_name='why it is changed')),
                    ('before', models.JSONField()),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.contact')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical contact amendment',
                    'verbose_name_plural': 'historical contact amendments',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalHandoverStep',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('event', models.CharField(choices=[('send', 'Send'), ('receive', 'Open'), ('accept', 'Accept'), ('reject', 'Reject'), ('meet', 'Record first contact'), ('finish', 'Finish'), ('revoke', 'Revoke'), ('amend', 'Change what was sent')], max_length=20)),
                    ('to_state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('received', 'Opened by the receiver'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('first_contact', 'First contact made'), ('done', 'Done'), ('revoked', 'Revoked')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('reason', models.CharField(blank=True, max_length=40)),
                    ('note', models.TextField(blank=True)),
                    ('changes', models.JSONField(blank=True, default=dict)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('handover', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.handover')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical handover step',
                    'verbose_name_plural': 'historical handover steps',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalOrganisation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('code', models.SlugField(max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('kind', models.CharField(choices=[('municipal_unit', 'Municipal unit'), ('jobcentre', 'Job centre'), ('shelter', 'Shelter (§ 110)'), ('civil_society', 'Civil society'), ('housing_association', 'Housing association'), ('housing_allocation', 'Social housing allocation'), ('treatment', 'Treatment'), ('psychiatry', 'Psychiatry'), ('evaluator', 'Evaluator'), ('other', 'Other')], max_length=40, verbose_name='kind')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='shared e-mail')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical organisation',
                    'verbose_name_plural': 'historical organisations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalPause',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('reason', models.CharField(choices=[('prison', 'Prison or custody'), ('hospital', 'Hospital'), ('treatment', 'Residential treatment'), ('lost_contact', 'Contact lost'), ('abroad', 'Abroad or travelling'), ('wish', "The young person's own wish")], max_length=40, verbose_name='reason')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical pause',
                    'verbose_name_plural': 'historical pauses',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('kind', models.CharField(choices=[('municipal_unit', 'Municipal unit'), ('jobcentre', 'Job centre'), ('shelter', 'Shelter (§ 110)'), ('civil_society', 'Civil society'), ('housing_association', 'Housing association'), ('housing_allocation', 'Social housing allocation'), ('treatment', 'Treatment'), ('psychiatry', 'Psychiatry'), ('evaluator', 'Evaluator'), ('other', 'Other')], max_length=40, verbose_name='kind')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='shared e-mail')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ],
                options={
                    'verbose_name': 'organisation',
                    'verbose_name_plural': 'organisations',
                    'ordering': [models.Func('name', output_field=models.TextField(), template='trim(regexp_replace(regexp_replace(normalize(replace(replace(replace(replace(translate(replace(lower(normalize(%(expressions)s, NFC)), \'aa\', \'å\'), \'äöőœüűłđðı\', \'æøøøyylddi\'), \'þ\', \'th\'), \'æ\', \'zza\'), \'ø\', \'zzb\'), \'å\', \'zzc\'), NFD), \'[\\u0300-\\u036f\'\'`´]\', \'\', \'g\'), \'[^a-z0-9]+\', \' \', \'g\')) COLLATE "C"'), 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['municipal_unit', 'jobcentre', 'shelter', 'civil_society', 'housing_association', 'housing_allocation', 'treatment', 'psychiatry', 'evaluator', 'other'])), name='organisation_kind_known', violation_error_message='Choose a kind from the list.')],
                },
            ),
            migrations.CreateModel(
                name='HistoricalUser',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('registered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('email', models.EmailField(db_index=True, error_messages={'unique': 'Another account has this e-mail.'}, max_length=254, verbose_name='e-mail')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('language', models.CharField(choices=[('da', 'Danish'), ('en', 'English')], default='da', max_length=2, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='organisation')),
                ],
                options={
                    'verbose_name': 'historical user',
                    'verbose_name_plural': 'historical users',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalTeam',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('code', models.SlugField(max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='organisation')),
                ],
                options={
                    'verbose_name': 'historical team',
                    'verbose_name_plural': 'historical teams',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalProgramme',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('code', models.SlugField(max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                    ('funder', models.CharField(blank=True, max_length=120, verbose_name='funder')),
                    ('start', models.DateField(verbose_name='start')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='places at a time')),
                    ('min_age', models.PositiveSmallIntegerField(default=18, verbose_name='youngest age')),
                    ('max_age', models.PositiveSmallIntegerField(default=24, verbose_name='oldest age')),
                    ('municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='acting and paying municipality')),
                    ('requires_unstable_housing', models.BooleanField(default=True, verbose_name='only unstable housing')),
                    ('requires_residence', models.BooleanField(default=True, verbose_name='only with residence permit')),
                    ('excludes_short_advice', models.BooleanField(default=True, verbose_name='not where short advice is enough')),
                    ('report_months', models.PositiveSmallIntegerField(default=3, verbose_name='months between status reports')),
                    ('quiet_days', models.PositiveSmallIntegerField(default=14, verbose_name='days without contact: notice')),
                    ('silent_days', models.PositiveSmallIntegerField(default=30, verbose_name='days without contact: warning')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='responsible organisation')),
                ],
                options={
                    'verbose_name': 'historical programme',
                    'verbose_name_plural': 'historical programmes',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='handover',
                name='receiver',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers_received', to='cases.organisation', verbose_name='receiver'),
            ),
            migrations.AddField(
                model_name='handover',
                name='sender',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers_sent', to='cases.organisation'),
            ),
            migrations.AddField(
                model_name='user',
                name='organisation',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='cases.organisation', verbose_name='organisation'),
            ),
            migrations.CreateModel(
                name='Pause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('reason', models.CharField(choices=[('prison', 'Prison or custody'), ('hospital', 'Hospital'), ('treatment', 'Residential treatment'), ('lost_contact', 'Contact lost'), ('abroad', 'Abroad or travelling'), ('wish', "The young person's own wish")], max_length=40, verbose_name='reason')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='cases.enrolment')),
                ],
                options={
                    'verbose_name': 'pause',
                    'verbose_name_plural': 'pauses',
                    'ordering': ['enrolment', 'start'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalHandover',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('purpose', models.CharField(choices=[('community', 'Activities and community'), ('income_job', 'Income, education and work'), ('shelter', 'Temporary roof over the head'), ('drug_treatment', 'Drug or alcohol treatment'), ('psychiatry', 'Psychiatry'), ('housing_support', 'Support in own home'), ('other', 'Other')], max_length=40, verbose_name='what is asked for')),
                    ('message', models.TextField(blank=True, verbose_name='message to the receiver')),
                    ('basis', models.CharField(blank=True, choices=[('consent', 'Consent of the young person'), ('law', 'Legal basis without consent')], max_length=20, verbose_name='allowed by')),
                    ('basis_detail', models.CharField(blank=True, max_length=200, verbose_name='how the consent was given, or the law paragraph')),
                    ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='may be shared')),
                    ('shared_until', models.DateField(blank=True, null=True, verbose_name='shared until')),
                    ('snapshot', models.JSONField(blank=True, editable=False, null=True, verbose_name='brought up to date')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('received', 'Opened by the receiver'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('first_contact', 'First contact made'), ('done', 'Done'), ('revoked', 'Revoked')], default='draft', editable=False, max_length=20, verbose_name='state')),
                    ('state_since', models.DateTimeField(editable=False)),
                    ('rejection', models.CharField(blank=True, choices=[('no_capacity', 'No free place'), ('wrong_target_group', 'Outside our target group'), ('missing_information', 'Information is missing'), ('already_known', 'Already with us'), ('declined_by_person', 'The young person does not want it'), ('other', 'Other')], editable=False, max_length=40, verbose_name='reason for declining')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('receiver', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation', verbose_name='receiver')),
                    ('sender', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                ],
                options={
                    'verbose_name': 'historical handover',
                    'verbose_name_plural': 'historical handovers',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='handover',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='cases.person'),
            ),
            migrations.CreateModel(
                name='ContactPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='cases.contact')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='cases.person')),
                ],
            ),
            migrations.AddField(
                model_name='contact',
                name='people',
                field=models.ManyToManyField(related_name='contacts', through='cases.ContactPerson', to='cases.person'),
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                    ('action', models.CharField(choices=[('opened', 'Opened'), ('searched', 'Searched'), ('listed', 'Listed'), ('created', 'Created'), ('changed', 'Changed'), ('state_changed', 'Changed state'), ('shared', 'Shared'), ('exported', 'Exported'), ('printed', 'Printed'), ('rights_changed', 'Changed rights')], max_length=20, verbose_name='what')),
                    ('target', models.CharField(blank=True, max_length=60)),
                    ('target_id', models.CharField(blank=True, max_length=40)),
                    ('facts', models.JSONField(default=dict)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to='cases.person')),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='PhaseSpell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('target_end', models.DateField(blank=True, null=True, verbose_name='target')),
                    ('reason', models.TextField(blank=True, verbose_name='why this phase')),
                    ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phase_spells', to='cases.enrolment')),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spells', to='cases.phasetemplate', verbose_name='phase')),
                ],
                options={
                    'verbose_name': 'phase spell',
                    'verbose_name_plural': 'phase spells',
                    'ordering': ['enrolment', 'start'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalStepDone',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('done_on', models.DateField(verbose_name='done on')),
                    ('undone', models.BooleanField(default=False)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('spell', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.phasespell')),
                    ('step', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.phasestep')),
                ],
                options={
                    'verbose_name': 'historical step done',
                    'verbose_name_plural': 'historical step dones',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='phasestep',
                name='phase',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.phasetemplate'),
            ),
            migrations.CreateModel(
                name='HistoricalPhaseStep',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('text_da', models.CharField(max_length=200, verbose_name='Danish text')),
                    ('text_en', models.CharField(blank=True, max_length=200, verbose_name='English text')),
                    ('owner', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='owner')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('phase', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.phasetemplate')),
                ],
                options={
                    'verbose_name': 'historical phase step',
                    'verbose_name_plural': 'historical phase steps',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalPhaseSpell',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('target_end', models.DateField(blank=True, null=True, verbose_name='target')),
                    ('reason', models.TextField(blank=True, verbose_name='why this phase')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('phase', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.phasetemplate', verbose_name='phase')),
                ],
                options={
                    'verbose_name': 'historical phase spell',
                    'verbose_name_plural': 'historical phase spells',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Programme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                    ('funder', models.CharField(blank=True, max_length=120, verbose_name='funder')),
                    ('start', models.DateField(verbose_name='start')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='places at a time')),
                    ('min_age', models.PositiveSmallIntegerField(default=18, verbose_name='youngest age')),
                    ('max_age', models.PositiveSmallIntegerField(default=24, verbose_name='oldest age')),
                    ('municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='acting and paying municipality')),
                    ('requires_unstable_housing', models.BooleanField(default=True, verbose_name='only unstable housing')),
                    ('requires_residence', models.BooleanField(default=True, verbose_name='only with residence permit')),
                    ('excludes_short_advice', models.BooleanField(default=True, verbose_name='not where short advice is enough')),
                    ('report_months', models.PositiveSmallIntegerField(default=3, verbose_name='months between status reports')),
                    ('quiet_days', models.PositiveSmallIntegerField(default=14, verbose_name='days without contact: notice')),
                    ('silent_days', models.PositiveSmallIntegerField(default=30, verbose_name='days without contact: warning')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='cases.organisation', verbose_name='responsible organisation')),
                ],
                options={
                    'verbose_name': 'programme',
                    'verbose_name_plural': 'programmes',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('title', models.CharField(max_length=80, verbose_name='title')),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours a week')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.organisation')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'post',
                    'verbose_name_plural': 'posts',
                    'ordering': ['programme', 'title'],
                },
            ),
            migrations.AddField(
                model_name='phasetemplate',
                name='programme',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='cases.programme'),
            ),
            migrations.CreateModel(
                name='Partnership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('contribution', models.CharField(blank=True, max_length=200, verbose_name='contribution')),
                    ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='receives')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='cases.organisation')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'partnership',
                    'verbose_name_plural': 'partnerships',
                    'ordering': ['programme', 'organisation'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalScreening',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('decided_on', models.DateField(verbose_name='decided on')),
                    ('outcome', models.CharField(choices=[('eligible', 'In the target group'), ('exception', 'Taken in as an exception'), ('not_eligible', 'Not in the target group')], max_length=20, verbose_name='decision')),
                    ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='reasons')),
                    ('unstable_housing', models.BooleanField(blank=True, null=True, verbose_name='unstable housing')),
                    ('needs_more_than_advice', models.BooleanField(blank=True, null=True, verbose_name='needs more than short advice')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical screening',
                    'verbose_name_plural': 'historical screenings',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalPost',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('title', models.CharField(max_length=80, verbose_name='title')),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours a week')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical post',
                    'verbose_name_plural': 'historical posts',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalPhaseTemplate',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('code', models.SlugField(max_length=40, verbose_name='code')),
                    ('name_da', models.CharField(max_length=80, verbose_name='Danish name')),
                    ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('target_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='target length in days')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical phase',
                    'verbose_name_plural': 'historical phases',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalPartnership',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('contribution', models.CharField(blank=True, max_length=200, verbose_name='contribution')),
                    ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='receives')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.organisation')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical partnership',
                    'verbose_name_plural': 'historical partnerships',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalContactPerson',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.contact')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme', verbose_name='programme')),
                ],
                options={
                    'verbose_name': 'historical contact person',
                    'verbose_name_plural': 'historical contact persons',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalCaseloadNorm',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('young_people', models.PositiveSmallIntegerField(verbose_name='young people per full-time worker')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'historical caseload norm',
                    'verbose_name_plural': 'historical caseload norms',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='programme',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='cases.programme'),
            ),
            migrations.AddField(
                model_name='contactperson',
                name='programme',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.programme', verbose_name='programme'),
            ),
            migrations.CreateModel(
                name='CaseloadNorm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('young_people', models.PositiveSmallIntegerField(verbose_name='young people per full-time worker')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='norms', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'caseload norm',
                    'verbose_name_plural': 'caseload norms',
                    'ordering': ['programme', 'function'],
                },
            ),
            migrations.CreateModel(
                name='Screening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('decided_on', models.DateField(verbose_name='decided on')),
                    ('outcome', models.CharField(choices=[('eligible', 'In the target group'), ('exception', 'Taken in as an exception'), ('not_eligible', 'Not in the target group')], max_length=20, verbose_name='decision')),
                    ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='reasons')),
                    ('unstable_housing', models.BooleanField(blank=True, null=True, verbose_name='unstable housing')),
                    ('needs_more_than_advice', models.BooleanField(blank=True, null=True, verbose_name='needs more than short advice')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='cases.person')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='cases.programme')),
                ],
                options={
                    'verbose_name': 'screening',
                    'verbose_name_plural': 'screenings',
                    'ordering': ['-decided_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalScreeningRequest',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('unstable_housing', models.BooleanField(blank=True, null=True, verbose_name='unstable housing')),
                    ('needs_more_than_advice', models.BooleanField(blank=True, null=True, verbose_name='needs more than short advice')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('state', models.CharField(choices=[('open', 'Waits for a decision'), ('decided', 'Decided'), ('returned', 'Sent back'), ('withdrawn', 'Withdrawn')], default='open', max_length=20, verbose_name='state')),
                    ('state_since', models.DateTimeField(verbose_name='since')),
                    ('answer', models.TextField(blank=True, verbose_name='why it was sent back')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme', verbose_name='programme')),
                    ('screening', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.screening', verbose_name='decision')),
                ],
                options={
                    'verbose_name': 'historical request for a decision',
                    'verbose_name_plural': 'historical requests for a decision',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='screening',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.screening'),
            ),
            migrations.CreateModel(
                name='ScreeningRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('unstable_housing', models.BooleanField(blank=True, null=True, verbose_name='unstable housing')),
                    ('needs_more_than_advice', models.BooleanField(blank=True, null=True, verbose_name='needs more than short advice')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('state', models.CharField(choices=[('open', 'Waits for a decision'), ('decided', 'Decided'), ('returned', 'Sent back'), ('withdrawn', 'Withdrawn')], default='open', max_length=20, verbose_name='state')),
                    ('state_since', models.DateTimeField(verbose_name='since')),
                    ('answer', models.TextField(blank=True, verbose_name='why it was sent back')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screening_requests', to='cases.person')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.programme', verbose_name='programme')),
                    ('screening', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='cases.screening', verbose_name='decision')),
                ],
                options={
                    'verbose_name': 'request for a decision',
                    'verbose_name_plural': 'requests for a decision',
                    'ordering': ['registered_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='SetAside',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('record', models.BigIntegerField()),
                    ('until', models.DateField(verbose_name='until')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['until', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='StepDone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('done_on', models.DateField(verbose_name='done on')),
                    ('undone', models.BooleanField(default=False)),
                    ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('spell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps_done', to='cases.phasespell')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.phasestep')),
                ],
                options={
                    'ordering': ['spell', 'done_on'],
                },
            ),
            migrations.CreateModel(
                name='SubmissionKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(unique=True)),
                    ('at', models.DateTimeField(db_index=True)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('target', models.TextField(blank=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='cases.organisation', verbose_name='organisation')),
                ],
                options={
                    'verbose_name': 'team',
                    'verbose_name_plural': 'teams',
                    'ordering': [models.Func('name', output_field=models.TextField(), template='trim(regexp_replace(regexp_replace(normalize(replace(replace(replace(replace(translate(replace(lower(normalize(%(expressions)s, NFC)), \'aa\', \'å\'), \'äöőœüűłđðı\', \'æøøøyylddi\'), \'þ\', \'th\'), \'æ\', \'zza\'), \'ø\', \'zzb\'), \'å\', \'zzc\'), NFD), \'[\\u0300-\\u036f\'\'`´]\', \'\', \'g\'), \'[^a-z0-9]+\', \' \', \'g\')) COLLATE "C"'), 'pk'],
                },
            ),
            migrations.AddField(
                model_name='person',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='cases.team', verbose_name='team'),
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('role', models.CharField(choices=[('caseworker', 'Caseworker'), ('authority', 'Authority worker'), ('lead', 'Team lead'), ('partner', 'Partner'), ('evaluator', 'Evaluator'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                    ('sees_restricted', models.BooleanField(default=False, verbose_name='may see protected persons')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                    ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.programme', verbose_name='programme')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='cases.team', verbose_name='team')),
                ],
                options={
                    'verbose_name': 'membership',
                    'verbose_name_plural': 'memberships',
                    'ordering': ['-start'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalTeamProgramme',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
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
                name='HistoricalPerson',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('reference', models.CharField(db_index=True, editable=False, max_length=12, verbose_name='reference')),
                    ('alias', models.CharField(blank=True, max_length=80, verbose_name='called')),
                    ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=80, verbose_name='last name')),
                    ('also_known_as', models.CharField(blank=True, max_length=200, verbose_name='also known as')),
                    ('search_name', models.TextField(default='', editable=False)),
                    ('phonetic_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list, editable=False, size=None)),
                    ('search_phone', models.TextField(default='', editable=False)),
                    ('sort_name', models.TextField(default='', editable=False)),
                    ('cpr_encrypted', models.TextField(blank=True, default='', editable=False)),
                    ('cpr_hash', models.CharField(editable=False, max_length=64, null=True)),
                    ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                    ('gender', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man'), ('non_binary', 'Non-binary'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='gender')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                    ('acting_municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='acting municipality')),
                    ('paying_municipality', models.CharField(blank=True, choices=[('0101', 'København'), ('0147', 'Frederiksberg'), ('0151', 'Ballerup'), ('0153', 'Brøndby'), ('0155', 'Dragør'), ('0157', 'Gentofte'), ('0159', 'Gladsaxe'), ('0161', 'Glostrup'), ('0163', 'Herlev'), ('0165', 'Albertslund'), ('0167', 'Hvidovre'), ('0169', 'Høje-Taastrup'), ('0173', 'Lyngby-Taarbæk'), ('0175', 'Rødovre'), ('0183', 'Ishøj'), ('0185', 'Tårnby'), ('0187', 'Vallensbæk'), ('0190', 'Furesø'), ('0201', 'Allerød'), ('0210', 'Fredensborg'), ('0217', 'Helsingør'), ('0219', 'Hillerød'), ('0223', 'Hørsholm'), ('0230', 'Rudersdal'), ('0240', 'Egedal'), ('0250', 'Frederikssund'), ('0253', 'Greve'), ('0259', 'Køge'), ('0260', 'Halsnæs'), ('0265', 'Roskilde'), ('0269', 'Solrød'), ('0270', 'Gribskov'), ('0306', 'Odsherred'), ('0316', 'Holbæk'), ('0320', 'Faxe'), ('0326', 'Kalundborg'), ('0329', 'Ringsted'), ('0330', 'Slagelse'), ('0336', 'Stevns'), ('0340', 'Sorø'), ('0350', 'Lejre'), ('0360', 'Lolland'), ('0370', 'Næstved'), ('0376', 'Guldborgsund'), ('0390', 'Vordingborg'), ('0400', 'Bornholm'), ('0410', 'Middelfart'), ('0420', 'Assens'), ('0430', 'Faaborg-Midtfyn'), ('0440', 'Kerteminde'), ('0450', 'Nyborg'), ('0461', 'Odense'), ('0479', 'Svendborg'), ('0480', 'Nordfyn'), ('0482', 'Langeland'), ('0492', 'Ærø'), ('0510', 'Haderslev'), ('0530', 'Billund'), ('0540', 'Sønderborg'), ('0550', 'Tønder'), ('0561', 'Esbjerg'), ('0563', 'Fanø'), ('0573', 'Varde'), ('0575', 'Vejen'), ('0580', 'Aabenraa'), ('0607', 'Fredericia'), ('0615', 'Horsens'), ('0621', 'Kolding'), ('0630', 'Vejle'), ('0657', 'Herning'), ('0661', 'Holstebro'), ('0665', 'Lemvig'), ('0671', 'Struer'), ('0706', 'Syddjurs'), ('0707', 'Norddjurs'), ('0710', 'Favrskov'), ('0727', 'Odder'), ('0730', 'Randers'), ('0740', 'Silkeborg'), ('0741', 'Samsø'), ('0746', 'Skanderborg'), ('0751', 'Aarhus'), ('0756', 'Ikast-Brande'), ('0760', 'Ringkøbing-Skjern'), ('0766', 'Hedensted'), ('0773', 'Morsø'), ('0779', 'Skive'), ('0787', 'Thisted'), ('0791', 'Viborg'), ('0810', 'Brønderslev'), ('0813', 'Frederikshavn'), ('0820', 'Vesthimmerland'), ('0825', 'Læsø'), ('0840', 'Rebild'), ('0846', 'Mariagerfjord'), ('0849', 'Jammerbugt'), ('0851', 'Aalborg'), ('0860', 'Hjørring')], max_length=4, verbose_name='paying municipality')),
                    ('residence', models.CharField(choices=[('citizen', 'Danish citizen'), ('permit', 'Residence permit or EU right of residence'), ('none', 'No residence permit'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='right to stay')),
                    ('has_protected_address', models.BooleanField(default=False, verbose_name='name and address protection')),
                    ('is_restricted', models.BooleanField(default=False, verbose_name='only for workers with a special right')),
                    ('first_met_on', models.DateField(verbose_name='first met')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.team', verbose_name='team')),
                ],
                options={
                    'verbose_name': 'historical young person',
                    'verbose_name_plural': 'historical young people',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalMembership',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('role', models.CharField(choices=[('caseworker', 'Caseworker'), ('authority', 'Authority worker'), ('lead', 'Team lead'), ('partner', 'Partner'), ('evaluator', 'Evaluator'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                    ('sees_restricted', models.BooleanField(default=False, verbose_name='may see protected persons')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme', verbose_name='programme')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.team', verbose_name='team')),
                ],
                options={
                    'verbose_name': 'historical membership',
                    'verbose_name_plural': 'historical memberships',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalEnrolment',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='unusual, confirmed')),
                    ('start', models.DateField(verbose_name='enrolled on')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='closed, last day')),
                    ('closing_reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='reasons for closing')),
                    ('closing_note', models.TextField(blank=True, verbose_name='closing note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reopens', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.enrolment')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.person')),
                    ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.programme')),
                    ('screening', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.screening')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.team', verbose_name='team')),
                ],
                options={
                    'verbose_name': 'historical enrolment',
                    'verbose_name_plural': 'historical enrolments',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='cases.team', verbose_name='team'),
            ),
            migrations.CreateModel(
                name='TeamProgramme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
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
                field=models.ManyToManyField(blank=True, related_name='teams', through='cases.TeamProgramme', to='cases.programme', verbose_name='programmes the team works in'),
            ),
            migrations.CreateModel(
                name='ContactAmendment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('at', models.DateTimeField()),
                    ('reason', models.TextField(verbose_name='why it is changed')),
                    ('before', models.JSONField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='cases.contact')),
                ],
                options={
                    'ordering': ['contact', 'at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_reason', violation_error_message='Write why the contact is changed.')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=100)),
                    ('fields', models.JSONField(default=dict)),
                    ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('tab', models.CharField(blank=True, max_length=40)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='draft_unique')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('registered_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                    ('function', models.CharField(choices=[('street', 'Street worker'), ('relation', 'Relation worker'), ('authority', 'Authority worker'), ('job', 'Job consultant'), ('coordinator', 'Coordinator')], max_length=20, verbose_name='function')),
                    ('start', models.DateField(verbose_name='from')),
                    ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='worker')),
                    ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cases.enrolment')),
                ],
                options={
                    'verbose_name': 'assignment',
                    'verbose_name_plural': 'assignments',
                    'ordering': ['enrolment', 'start'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='assignment_period', violation_error_message='An assignment lasts at least one day.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('enrolment', '='), ('worker', '='), ('function', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='assignment_no_overlap', violation_error_message='The worker already has this function for the young person in that period.')],
                },
            ),
            migrations.AddConstraint(
                model_name='user',
                constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower', violation_error_message='Write the e-mail in small letters.'),
            ),
            migrations.AddConstraint(
                model_name='pause',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='pause_period', violation_error_message='A pause lasts at least one day.'),
            ),
            migrations.AddConstraint(
                model_name='pause',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('enrolment', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='pause_no_overlap', violation_error_message='There is already a pause in that period.'),
            ),
            migrations.AddConstraint(
                model_name='pause',
                constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['prison', 'hospital', 'treatment', 'lost_contact', 'abroad', 'wish'])), name='pause_reason_known', violation_error_message='Choose a reason from the list.'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'revoked')), models.Q(models.Q(('basis', ''), _negated=True), models.Q(('basis_detail', ''), _negated=True), ('scope__len__gt', 0), ('shared_until__isnull', False)), _connector='OR'), name='handover_basis_when_sent', violation_error_message='Sharing needs a consent or a law, what is shared, and an end date.'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'revoked')), ('snapshot__isnull', False), _connector='OR'), name='handover_snapshot_when_sent', violation_error_message='A handover that was sent keeps what was shared.'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), models.Q(('rejection', ''), _negated=True)), models.Q(models.Q(('state', 'rejected'), _negated=True), ('rejection', '')), _connector='OR'), name='handover_rejected_with_reason', violation_error_message='Choose why the handover is declined.'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'sent', 'received', 'accepted', 'rejected', 'first_contact', 'done', 'revoked'])), name='handover_state_known', violation_error_message='The handover is in an unknown state.'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(('sender', models.F('receiver')), _negated=True), name='handover_to_another', violation_error_message='Choose another organisation than your own.'),
            ),
            migrations.AddIndex(
                model_name='contact',
                index=models.Index(condition=models.Q(('outcome', 'reached'), ('withdrawn_at__isnull', True)), fields=['id'], include=('happened_at',), name='contact_reached'),
            ),
            migrations.AddConstraint(
                model_name='contact',
                constraint=models.CheckConstraint(condition=models.Q(('happened_at__lte', django.db.models.expressions.CombinedExpression(models.F('registered_at'), '+', models.Value(datetime.timedelta(seconds=60))))), name='contact_not_in_future', violation_error_message='A contact cannot be logged before it has happened.'),
            ),
            migrations.AddConstraint(
                model_name='contact',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['meeting', 'phone', 'message', 'accompaniment', 'visit', 'outreach', 'network_meeting', 'activity', 'other'])), name='contact_kind_known', violation_error_message='Choose a kind from the list.'),
            ),
            migrations.AddConstraint(
                model_name='contact',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['reached', 'in_vain', 'no_show', 'cancelled', 'without'])), name='contact_outcome_known', violation_error_message='Say whether you reached the young person.'),
            ),
            migrations.AddConstraint(
                model_name='contact',
                constraint=models.CheckConstraint(condition=models.Q(('minutes__isnull', True), ('minutes__lte', 1440), _connector='OR'), name='contact_minutes_in_a_day', violation_error_message='A contact lasts at most a day (1440 minutes).'),
            ),
            migrations.AddConstraint(
                model_name='contact',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='contact_withdrawn_with_reason', violation_error_message='Write why the entry is withdrawn.'),
            ),
            migrations.AddIndex(
                model_name='auditevent',
                index=models.Index(fields=['person', '-at'], name='audit_person'),
            ),
            migrations.AddConstraint(
                model_name='phasestep',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('phase', 'position'), name='step_position_unique'),
            ),
            migrations.AddConstraint(
                model_name='phasespell',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='phase_spell_period', violation_error_message='A phase lasts at least one day.'),
            ),
            migrations.AddConstraint(
                model_name='phasespell',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('enrolment', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='phase_spell_no_overlap', violation_error_message='Two phases cannot run at the same time.'),
            ),
            migrations.AddConstraint(
                model_name='programme',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='programme_period', violation_error_message='The programme must end after it starts.'),
            ),
            migrations.AddConstraint(
                model_name='programme',
                constraint=models.CheckConstraint(condition=models.Q(('min_age__lte', models.F('max_age'))), name='programme_ages', violation_error_message='The youngest age cannot be above the oldest.'),
            ),
            migrations.AddConstraint(
                model_name='programme',
                constraint=models.CheckConstraint(condition=models.Q(('quiet_days__lt', models.F('silent_days'))), name='programme_contact_days', violation_error_message='The notice must come before the warning.'),
            ),
            migrations.AddConstraint(
                model_name='post',
                constraint=models.CheckConstraint(condition=models.Q(('weekly_hours__gt', 0), ('weekly_hours__lte', 37)), name='post_hours', violation_error_message='Hours a week lie between 0 and 37.'),
            ),
            migrations.AddConstraint(
                model_name='phasetemplate',
                constraint=models.UniqueConstraint(fields=('programme', 'code'), name='phase_code_unique'),
            ),
            migrations.AddConstraint(
                model_name='phasetemplate',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('programme', 'position'), name='phase_position_unique'),
            ),
            migrations.AddConstraint(
                model_name='partnership',
                constraint=models.UniqueConstraint(fields=('programme', 'organisation'), name='partnership_unique', violation_error_message='The organisation is already a partner of the programme.'),
            ),
            migrations.AddIndex(
                model_name='contactperson',
                index=models.Index(fields=['person', 'contact'], name='contact_of_person'),
            ),
            migrations.AddConstraint(
                model_name='contactperson',
                constraint=models.UniqueConstraint(fields=('contact', 'person'), name='contact_person_once'),
            ),
            migrations.AddConstraint(
                model_name='caseloadnorm',
                constraint=models.UniqueConstraint(fields=('programme', 'function'), name='norm_unique', violation_error_message='The programme already has a norm for this function.'),
            ),
            migrations.AddConstraint(
                model_name='screening',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'eligible'), ('reasons', [])), models.Q(('outcome__in', ['not_eligible', 'exception']), ('reasons__len__gt', 0)), _connector='OR'), name='screening_reasons', violation_error_message='A no and an exception have at least one reason, a yes has none.'),
            ),
            migrations.AddConstraint(
                model_name='screening',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'exception'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='screening_exception_explained', violation_error_message='Write why an exception is made.'),
            ),
            migrations.AddConstraint(
                model_name='screeningrequest',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person', 'programme'), name='screening_request_one_open', violation_error_message='A decision has already been asked for, and waits.'),
            ),
            migrations.AddConstraint(
                model_name='screeningrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('screening__isnull', False), ('state', 'decided')), models.Q(models.Q(('state', 'decided'), _negated=True), ('screening__isnull', True)), _connector='OR'), name='screening_request_decided', violation_error_message='A request is decided by a decision, and by nothing else.'),
            ),
            migrations.AddConstraint(
                model_name='screeningrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_by__isnull', False), ('state__in', ('decided', 'returned'))), models.Q(models.Q(('state__in', ('decided', 'returned')), _negated=True), ('answered_by__isnull', True)), _connector='OR'), name='screening_request_answered', violation_error_message='An answer says who gave it.'),
            ),
            migrations.AddConstraint(
                model_name='screeningrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), models.Q(('answer', ''), _negated=True)), models.Q(models.Q(('state', 'returned'), _negated=True), ('answer', '')), _connector='OR'), name='screening_request_returned_why', violation_error_message='Write why it is sent back.'),
            ),
            migrations.AddConstraint(
                model_name='setaside',
                constraint=models.UniqueConstraint(fields=('user', 'kind', 'record'), name='set_aside_once'),
            ),
            migrations.AddConstraint(
                model_name='stepdone',
                constraint=models.UniqueConstraint(condition=models.Q(('undone', False)), fields=('spell', 'step'), name='step_done_once', violation_error_message='The step is already done.'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=models.Index(fields=['sort_name'], name='person_danish_order'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_name'), name='gin_trgm_ops'), name='person_search_name'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('search_phone'), name='gin_trgm_ops'), name='person_search_phone'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=django.contrib.postgres.indexes.GinIndex(fields=['phonetic_keys'], name='person_phonetic_keys'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.UniqueConstraint(fields=('cpr_hash',), name='person_cpr_unique', violation_error_message='Another young person has this CPR number.'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('cpr_encrypted', ''), ('cpr_hash__isnull', True)), models.Q(('cpr_hash__isnull', False), models.Q(('cpr_encrypted', ''), _negated=True)), _connector='OR'), name='person_cpr_pair', violation_error_message='The CPR number is stored incompletely.'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_name', ''), _negated=True), models.Q(('alias', ''), _negated=True), _connector='OR'), name='person_called_something', violation_error_message='Write a first name, or what the young person is called.'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.CheckConstraint(condition=models.Q(('birth_date__isnull', True), ('first_met_on__gte', models.F('birth_date')), _connector='OR'), name='person_met_after_birth', violation_error_message='The young person was met before they were born. Correct one of the two.'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='membership_period', violation_error_message='The role must last at least one day.'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.CheckConstraint(condition=models.Q(('role__in', ['caseworker', 'authority', 'lead', 'partner', 'evaluator', 'administrator'])), name='membership_role_known', violation_error_message='Choose a role from the list.'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('caseworker', 'authority', 'lead')), ('team__isnull', False)), models.Q(models.Q(('role__in', ('caseworker', 'authority', 'lead')), _negated=True), ('team__isnull', True)), _connector='OR'), name='membership_team_fits_role', violation_error_message='Caseworkers, authority workers and leads belong to a team, others do not.'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'evaluator'), ('programme__isnull', False)), models.Q(models.Q(('role', 'evaluator'), _negated=True), ('programme__isnull', True)), _connector='OR'), name='membership_programme_fits_role', violation_error_message='An evaluator is given one programme, other roles none.'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), (django.db.models.functions.comparison.Coalesce('team', models.Value(0), output_field=models.BigIntegerField()), '='), (django.db.models.functions.comparison.Coalesce('programme', models.Value(0), output_field=models.BigIntegerField()), '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='membership_no_overlap', violation_error_message='The user already has this role in that period.'),
            ),
            migrations.AddConstraint(
                model_name='enrolment',
                constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='enrolment_period', violation_error_message='The last day of an enrolment is not before its first.'),
            ),
            migrations.AddConstraint(
                model_name='enrolment',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('programme', '='), (cases.core.periods.DateRange('start', 'end', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='enrolment_no_overlap', violation_error_message='The young person is already enrolled in the programme in that period.'),
            ),
            migrations.AddConstraint(
                model_name='enrolment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closing_reasons', []), ('end__isnull', True)), models.Q(('closing_reasons__len__gt', 0), ('end__isnull', False)), _connector='OR'), name='enrolment_closed_with_reason', violation_error_message='Closing needs a date and at least one reason.'),
            ),
            migrations.AddConstraint(
                model_name='enrolment',
                constraint=models.CheckConstraint(condition=models.Q(('screening__isnull', False), ('reopens__isnull', False), _connector='OR'), name='enrolment_screened_or_reopened', violation_error_message='An enrolment rests on a screening or reopens an earlier enrolment.'),
            ),
            migrations.AddConstraint(
                model_name='teamprogramme',
                constraint=models.UniqueConstraint(fields=('team', 'programme'), name='team_programme_unique', violation_error_message='The team already works in the programme.'),
            ),
        ]),
        migrations.RunSQL(RULES, WITHOUT_RULES),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('cases_{name}', 'cases_historical{name}')",
                f"SELECT cases_stop_keeping_history('cases_{name}', 'cases_historical{name}')",
            )
            for name in RECORDS
        ),
    ]
