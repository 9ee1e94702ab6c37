from django.db import migrations


class Migration(migrations.Migration):
    """What a reply says stands in its items (0026 has copied it)."""

    dependencies = [
        ("casework", "0026_matters"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="reply",
            name="evidence",
        ),
        migrations.RemoveField(
            model_name="reply",
            name="findings",
        ),
        migrations.RemoveField(
            model_name="reply",
            name="withheld_grounds",
        ),
    ]
