"""Phases follow each other day by day: the database refuses a gap, checked when the transaction ends."""

from django.db import migrations

FORWARDS = """
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
"""

BACKWARDS = """
DROP TRIGGER phase_spell_no_gap ON cases_phasespell;
DROP FUNCTION cases_phases_without_gap();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
