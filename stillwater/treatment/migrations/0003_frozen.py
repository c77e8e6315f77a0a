from django.db import migrations, models


def fill(apps, schema_editor):
    """What stood in the folded state stands in a column of its own."""
    sessions = apps.get_model("treatment", "Session").objects.exclude(state__frozen=None)
    for session in sessions.only("state").iterator():
        if held := session.state.get("frozen"):
            session.frozen = held["what"]
            session.save(update_fields=["frozen"])


class Migration(migrations.Migration):
    dependencies = [("treatment", "0002_append_only"), ("care", "0003_review_answers")]
    operations = [
        migrations.AddField("session", "frozen", models.CharField(max_length=16, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("session", models.Index(fields=["clinic", "stage"], name="session_stage")),
        migrations.AddIndex("session", models.Index(fields=["clinic", "frozen"], name="session_frozen")),
    ]
