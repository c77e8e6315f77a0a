from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("soundscape", "0004_same_clinic")]

    operations = [
        migrations.AddField(model_name="rendering", name="voiceless", field=models.TextField(blank=True, default=""), preserve_default=False),
    ]
