"""The history of a record is looked for where it is, and a record keeps its key.

The check functions of migration 0013 named their tables as the connection sees them: with a temporary table of the same
name, or another `search_path`, the row that a change leaves went there, and nobody would have found it. And of a key
that was changed only the new one got a row: whatever had stood under the old one was gone from its own history.
"""

from importlib import import_module

from django.db import migrations

NAME = "CREATE FUNCTION cases_keep_history"
KEEP_HISTORY = """
CREATE OR REPLACE FUNCTION cases_keep_history(record regclass, history regclass) RETURNS void
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
"""
# Of every record that has one, in whatever app: the function is made anew.
ANEW = """
DO $anew$
DECLARE
    kept text;
    history text;
BEGIN
    FOR kept IN SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_kept' ORDER BY 1 LOOP
        history := regexp_replace(kept, '_', '_historical');
        PERFORM cases_stop_keeping_history(kept::regclass, history::regclass);
        PERFORM cases_keep_history(kept::regclass, history::regclass);
    END LOOP;
END $anew$;
"""


def _before() -> str:
    """The function as migration 0013 made it."""
    functions = import_module("cases.migrations.0013_history_kept").FUNCTIONS.split("\n\n")
    (found,) = (function for function in functions if function.startswith(NAME))
    return str(found.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_found_in_every_spelling")]

    operations = [migrations.RunSQL(KEEP_HISTORY + ANEW, _before() + ANEW)]
