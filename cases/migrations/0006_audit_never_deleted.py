"""The audit trail is only added to: the database refuses to delete a row too. Emptying all tables stays possible."""

from django.db import migrations

FORWARDS = """
CREATE OR REPLACE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON cases_auditevent
FOR EACH ROW EXECUTE FUNCTION cases_audit_append_only();
"""

BACKWARDS = """
CREATE OR REPLACE TRIGGER audit_append_only BEFORE UPDATE ON cases_auditevent
FOR EACH ROW EXECUTE FUNCTION cases_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_periods_after_columns")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
