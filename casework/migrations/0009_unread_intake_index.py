from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_statistics_layouts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("stage", "submitted")), fields=["submitted_on"], name="case_unread"),
        ),
    ]
