"""The audit trail is only added to: the database refuses a change of a row."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION cases_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail cannot be changed.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE ON cases_auditevent
FOR EACH ROW EXECUTE FUNCTION cases_audit_append_only();
"""

BACKWARDS = """
DROP TRIGGER audit_append_only ON cases_auditevent;
DROP FUNCTION cases_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_phases_without_gap")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
