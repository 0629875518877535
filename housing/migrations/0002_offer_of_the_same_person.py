"""An offer's young person is its referral's: a composite foreign key, which the models cannot express."""

from django.db import migrations

ADD = """
ALTER TABLE housing_housingreferral ADD CONSTRAINT referral_id_person UNIQUE (id, person_id);
ALTER TABLE housing_offer ADD CONSTRAINT offer_person_of_referral
    FOREIGN KEY (referral_id, person_id) REFERENCES housing_housingreferral (id, person_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
DROP = """
ALTER TABLE housing_offer DROP CONSTRAINT offer_person_of_referral;
ALTER TABLE housing_housingreferral DROP CONSTRAINT referral_id_person;
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial")]

    operations = [migrations.RunSQL(ADD, DROP)]
