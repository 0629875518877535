"""History and audit trail are only added to, and no change of a record goes without a history row.

Three functions stay in the database, for the migrations of this and other apps:

- `cases_only_added(table)`: no row of it is changed or deleted, and it is not emptied.
- `cases_keep_history(record, history)`: that, for the table with the history, and for the records: whoever changes one
  past the application leaves a history row when the transaction ends, with the account of the database as its reason.
- `cases_stop_keeping_history(record, history)` takes it back.

Two tasks need more, and say so for one transaction with the setting `hjemvej.opened_for` (`cases/audit/opening.py`):
"demo" empties tables, "keys" puts the CPR numbers of the history under another key. Anybody who may write may set it,
and the owner of the tables may drop the triggers: this keeps from accidents and from plain SQL, not from an intruder
with the application's own account.

The row in the table is compared with the newest one in its history as a whole, at the end of the transaction: the
version alone says nothing, for a raw change leaves it as it was. What was written first and overwritten in the same
transaction is not seen. An `INSERT` only asks whether there is any history: many rows added at once stay cheap.
"""

from django.db import migrations

FUNCTIONS = """
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

CREATE FUNCTION cases_keep_history(record regclass, history regclass) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    check_function text := quote_ident('history_kept_' || replace(record::text, '"', ''));
BEGIN
    PERFORM cases_only_added(history);
    EXECUTE format(
        'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()', record
    );
    -- A function for each table: its queries are planned once for each connection, not for each row.
    EXECUTE format($body$
        CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS $check$
        DECLARE
            key bigint := COALESCE(NEW.id, OLD.id);
            last %3$s;
            now_there %2$s;
            kind text;
            told jsonb;
        BEGIN
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
    $body$, check_function, record, history);
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

DROP TRIGGER audit_append_only ON cases_auditevent;
DROP FUNCTION cases_audit_append_only();
SELECT cases_only_added('cases_auditevent');
"""

WITHOUT_FUNCTIONS = """
DROP TRIGGER only_added ON cases_auditevent;
DROP TRIGGER never_emptied ON cases_auditevent;

CREATE FUNCTION cases_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail cannot be changed.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON cases_auditevent
FOR EACH ROW EXECUTE FUNCTION cases_audit_append_only();

DROP FUNCTION cases_stop_keeping_history(regclass, regclass);
DROP FUNCTION cases_keep_history(regclass, regclass);
DROP FUNCTION cases_only_added(regclass);
DROP FUNCTION cases_refuse();
"""

RECORDS = (
    "assignment", "caseloadnorm", "contact", "contactamendment", "contactperson", "enrolment", "handover",
    "handoverstep", "membership", "organisation", "partnership", "pause", "person", "phasespell", "phasestep",
    "phasetemplate", "post", "programme", "screening", "stepdone", "team", "user",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_typed_text_and_submission_keys")]

    operations = [
        migrations.RunSQL(FUNCTIONS, WITHOUT_FUNCTIONS),
        *(
            migrations.RunSQL(
                f"SELECT cases_keep_history('cases_{name}', 'cases_historical{name}')",
                f"SELECT cases_stop_keeping_history('cases_{name}', 'cases_historical{name}')",
            )
            for name in RECORDS
        ),
    ]
