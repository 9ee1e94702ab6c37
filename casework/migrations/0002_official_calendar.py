"""Load the shipped holiday notices: without a calendar no deadline can be computed."""

from django.db import migrations
from django.utils import timezone

from casework.law.calendar import official_notices


def load(apps, schema_editor):
    calendar_year = apps.get_model("casework", "CalendarYear")
    calendar_year.objects.using(schema_editor.connection.alias).bulk_create(
        calendar_year(
            year=notice.year,
            version=1,
            notice_number=notice.notice_number,
            published_on=notice.published_on,
            holidays={day.isoformat(): name for day, name in sorted(notice.holidays.items())},
            makeup_days=sorted(day.isoformat() for day in notice.makeup_days),
            loaded_at=timezone.now(),
        )
        for notice in official_notices()
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
