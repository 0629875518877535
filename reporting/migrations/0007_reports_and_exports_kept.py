"""A finished report stays as it is as a whole, and neither a report nor the log of an export is taken away.

Until now the result of a report was frozen and not the period and programme that it stands for, and its row could be
deleted. What left the system as an export could be rewritten or removed by SQL, as if it had never left.
"""

from django.db import migrations

FORWARDS = """
DROP TRIGGER result_frozen ON reporting_reportrun;
CREATE TRIGGER result_frozen BEFORE UPDATE ON reporting_reportrun
FOR EACH ROW WHEN (OLD.result IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION reporting_result_frozen();

CREATE TRIGGER never_deleted BEFORE DELETE ON reporting_reportrun
FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON reporting_reportrun
FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();

SELECT cases_only_added('reporting_exportrun');
"""

BACKWARDS = """
DROP TRIGGER only_added ON reporting_exportrun;
DROP TRIGGER never_emptied ON reporting_exportrun;
DROP TRIGGER never_emptied ON reporting_reportrun;
DROP TRIGGER never_deleted ON reporting_reportrun;

DROP TRIGGER result_frozen ON reporting_reportrun;
CREATE TRIGGER result_frozen BEFORE UPDATE ON reporting_reportrun
FOR EACH ROW WHEN (OLD.result IS NOT NULL AND OLD.result IS DISTINCT FROM NEW.result)
EXECUTE FUNCTION reporting_result_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0006_history_kept"),
        ("cases", "0020_history_in_its_own_place"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
