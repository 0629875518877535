"""A step is a row, and names the offered home that it is about.

The record is called what it is, in the code alone: its tables and their columns stay. A step of a referral that moved
an offer named it before, but for the lease and the withdrawal: these are filled in. That the offer is one of the
same referral is a composite foreign key, which the models cannot express.
"""

import django.db.models.deletion
from django.db import migrations, models

CONTENT_TYPES = """
UPDATE django_content_type SET model = '{}referralstep' WHERE app_label = 'housing' AND model = '{}referralevent'
"""
CONTENT_TYPES_BACK = """
UPDATE django_content_type SET model = '{}referralevent' WHERE app_label = 'housing' AND model = '{}referralstep'
"""
# The history says so: the database leaves a row for every change past the application, here at once.
NAME_OFFERS = """
UPDATE housing_referralevent AS step SET offer_id = (
    SELECT yes.offer_id FROM housing_referralevent yes
    WHERE yes.referral_id = step.referral_id AND yes.event = 'accept' AND yes.id < step.id
    ORDER BY yes.id DESC LIMIT 1
) WHERE step.event = 'sign' AND step.offer_id IS NULL;

UPDATE housing_referralevent AS step SET offer_id = offer.id FROM housing_offer offer
WHERE step.event = 'withdraw' AND step.offer_id IS NULL
    AND offer.referral_id = step.referral_id AND offer.refusal = 'referral_withdrawn'
    AND NOT EXISTS (
        SELECT 1 FROM housing_referralevent no WHERE no.offer_id = offer.id AND no.event IN ('decline', 'fall_through')
    );

SET CONSTRAINTS ALL IMMEDIATE;
"""
HOLD = """
ALTER TABLE housing_offer ADD CONSTRAINT offer_id_referral UNIQUE (id, referral_id);
ALTER TABLE housing_referralevent ADD CONSTRAINT step_offer_of_referral
    FOREIGN KEY (offer_id, referral_id) REFERENCES housing_offer (id, referral_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
LET_GO = """
ALTER TABLE housing_referralevent DROP CONSTRAINT step_offer_of_referral;
ALTER TABLE housing_offer DROP CONSTRAINT offer_id_referral;
"""
NAMING = ["offer", "accept", "decline", "supersede", "reopen_offer", "sign", "undo_accept", "move_in", "fall_through"]


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("housing", "0009_step_words"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("ReferralEvent", "ReferralStep"),
                migrations.RenameModel("HistoricalReferralEvent", "HistoricalReferralStep"),
                migrations.AlterModelTable("referralstep", "housing_referralevent"),
                migrations.AlterModelTable("historicalreferralstep", "housing_historicalreferralevent"),
                migrations.AlterField(
                    "referralstep",
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="housing.housingreferral"
                    ),
                ),
                migrations.AlterField(
                    "referralstep",
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="housing.offer",
                    ),
                ),
            ],
        ),
        *(
            migrations.RunSQL(CONTENT_TYPES.format(kind, kind), CONTENT_TYPES_BACK.format(kind, kind))
            for kind in ("", "historical")
        ),
        migrations.RunSQL(NAME_OFFERS, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, LET_GO),
        migrations.AddConstraint(
            "referralstep",
            models.CheckConstraint(
                condition=models.Q(("event__in", tuple(NAMING)), ("offer__isnull", False))
                | models.Q(("event__in", ("withdraw",)))
                | ~models.Q(("event__in", [*NAMING, "withdraw"])) & models.Q(("offer__isnull", True)),
                name="referral_event_offer",
                violation_error_message="A step that is about an offered home names it, and no other step does.",
            ),
        ),
    ]
