from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0004_one_word")]

    operations = [
        migrations.AddField(model_name="wishes", name="tastes", field=models.JSONField(default=dict)),
    ]
