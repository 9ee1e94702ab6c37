"""Chain the events written before there was a chain, in short transactions."""

from itertools import groupby

from django.db import migrations, transaction

from casework.models.event_chain import link

CASES_AT_ONCE = 500


def chain(apps, schema_editor):
    event_model = apps.get_model("casework", "CaseEvent")
    alias = schema_editor.connection.alias
    unchained = event_model.objects.using(alias).filter(hash="")
    while ids := list(unchained.order_by("case_id").values_list("case_id", flat=True).distinct()[:CASES_AT_ONCE]):
        with transaction.atomic(using=alias):
            events = list(event_model.objects.using(alias).filter(case_id__in=ids).order_by("case_id", "pk"))
            for _, of_case in groupby(events, key=lambda event: event.case_id):
                link(of_case, {})
            event_model.objects.using(alias).bulk_update(events, ["previous_hash", "hash"], batch_size=200)


class Migration(migrations.Migration):
    # Each batch commits by itself: a million-row table is never locked as a whole.
    atomic = False
    dependencies = [("casework", "0017_event_chain")]
    operations = [migrations.RunPython(chain, migrations.RunPython.noop, elidable=True)]
