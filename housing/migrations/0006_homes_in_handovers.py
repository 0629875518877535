from django.db import migrations
from django.utils.timezone import localdate

from cases.core.periods import open_on

UNDER_WAY = ("sent", "received", "accepted", "first_contact")


def fill(apps, _schema_editor):
    """Add where the young person lived on the day of sending to the handovers that share it, unless it is protected."""
    handovers = apps.get_model("cases", "Handover").objects
    step, stay = apps.get_model("cases", "HandoverStep").objects, apps.get_model("housing", "Stay").objects
    sharing = handovers.filter(state__in=UNDER_WAY, scope__contains=["housing"], person__has_protected_address=False)
    for handover in sharing.iterator():
        sent = step.filter(handover=handover, event="send").order_by("at").first()
        day = localdate(sent.at if sent else handover.state_since)
        home = stay.filter(open_on(day), person=handover.person_id).select_related("organisation").first()
        where = ", ".join(filter(None, [home.organisation.name if home.organisation else "", home.place])) if home else ""
        facts = {"kind": home.kind, "where": where} if home else None
        handovers.filter(pk=handover.pk).update(snapshot=handover.snapshot | {"housing": facts})


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_handover_snapshot'),
        ('housing', '0005_last_days'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
