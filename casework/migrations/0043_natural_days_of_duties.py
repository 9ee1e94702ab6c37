from django.db import migrations, models
from django.db.models import Q

DEFENCE_DAYS = 15


def count_defences(apps, schema_editor):
    """Let the open defences, entered as fixed days, follow the calendar: 15 days from the copy of the papers."""
    duties = apps.get_model("casework", "OfficeDuty")
    disputes = apps.get_model("casework", "Dispute")
    for row in duties.objects.filter(duty="defence", met_on__isnull=True, counted_from__isnull=True):
        dispute = disputes.objects.filter(pk=row.about).first()
        if dispute:
            row.counted_from, row.natural_days = dispute.received_on, DEFENCE_DAYS
            row.save(update_fields=["counted_from", "natural_days"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0042_unreadable_files")]

    operations = [
        migrations.RemoveConstraint(model_name="officeduty", name="office_duty_counted_by_both"),
        migrations.AddField(
            model_name="officeduty",
            name="natural_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(count_defences, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="officeduty",
            constraint=models.CheckConstraint(
                condition=Q(counted_from__isnull=True, working_days__isnull=True, natural_days__isnull=True)
                | Q(counted_from__isnull=False, working_days__isnull=False, natural_days__isnull=True)
                | Q(counted_from__isnull=False, working_days__isnull=True, natural_days__isnull=False),
                name="office_duty_counted_by_one",
            ),
        ),
    ]
