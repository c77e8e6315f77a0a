import django.db.models.deletion
from django.db import migrations, models

from stillwater.kit.triggers import append_only


class Migration(migrations.Migration):
    """Who is named on a list. Older events are not told to patients: their labels carry the names of others."""

    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="EventPatient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("patient_id", models.UUIDField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named", to="audit.event"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("patient_id", "event"), name="named_once")],
            },
        ),
        append_only("audit_eventpatient"),
    ]
