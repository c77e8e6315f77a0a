from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0005_tastes")]

    operations = [
        migrations.AddField(model_name="wishes", name="guides", field=models.JSONField(default=dict)),
    ]
