"""The newest history row of a record is found by the record.

Where a table had been filled in the same transaction, the database knew nothing of it and went through the history from
its end instead: twice as many rows took four times as long.
"""

from django.db import migrations

CHANGE = """
DO $change$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
          AND (proname LIKE 'history\\_kept\\_%%' OR proname = 'cases_keep_history')
    LOOP
        EXECUTE replace(pg_get_functiondef(function), '{old}', '{new}');
    END LOOP;
END $change$
"""
BY_TIME, BY_RECORD = "ORDER BY h.history_id DESC", "ORDER BY h.history_id + 0 DESC"


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_column_mapping")]

    operations = [
        migrations.RunSQL(
            CHANGE.replace("{old}", BY_TIME).replace("{new}", BY_RECORD).replace("%%", "%"),
            CHANGE.replace("{old}", BY_RECORD).replace("{new}", BY_TIME).replace("%%", "%"),
        )
    ]
