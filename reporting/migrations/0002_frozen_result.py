"""A report's result is written once: the database refuses to change or remove it."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION reporting_result_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The result of a report cannot be changed.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER result_frozen BEFORE UPDATE ON reporting_reportrun
FOR EACH ROW WHEN (OLD.result IS NOT NULL AND OLD.result IS DISTINCT FROM NEW.result)
EXECUTE FUNCTION reporting_result_frozen();
"""

BACKWARDS = """
DROP TRIGGER result_frozen ON reporting_reportrun;
DROP FUNCTION reporting_result_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
