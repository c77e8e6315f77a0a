from django.db import migrations

from stillwater.kit.triggers import same_clinic


class Migration(migrations.Migration):
    dependencies = [("soundscape", "0003_narrations")]
    operations = [
        same_clinic("soundscape_take", "narration_id", "soundscape_narration"),
        same_clinic("soundscape_narrationfile", "narration_id", "soundscape_narration"),
    ]
