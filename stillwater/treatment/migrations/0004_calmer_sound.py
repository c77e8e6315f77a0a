from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treatment", "0003_frozen")]
    operations = [migrations.AddField("session", "calmer_hash", models.CharField(max_length=64, null=True))]
