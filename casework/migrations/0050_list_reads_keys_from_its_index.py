from django.db import migrations, models

from casework.migrations._concurrently import AddIndexConcurrently, RemoveIndexConcurrently


class Migration(migrations.Migration):
    """The index of open cases holds the key as well: a page of the list is found without reading a case."""

    atomic = False
    dependencies = [
        ("casework", "0049_seal_webhooks"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "awaiting_fee",
                            "awaiting_reasons",
                            "in_review",
                            "processing",
                            "registered",
                            "signed",
                            "submitted",
                            "supplementing",
                        ],
                    )
                ),
                fields=["agency", "alarm_on"],
                include=(
                    "id",
                    "number",
                    "officer",
                    "unit",
                    "channel",
                    "stage",
                    "received_on",
                    "reply_due_on",
                    "reply_provisional",
                    "next_due_on",
                    "next_provisional",
                ),
                name="case_open_listed",
            ),
        ),
        RemoveIndexConcurrently(model_name="case", name="case_open_by_alarm"),
    ]
