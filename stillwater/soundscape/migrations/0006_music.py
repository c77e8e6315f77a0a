import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import stillwater.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_reading_and_motion"),
        ("soundscape", "0005_voiceless"),
    ]

    operations = [
        migrations.CreateModel(
            name="MusicPiece",
            fields=[
                ("id", models.UUIDField(default=stillwater.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("maker", models.CharField(blank=True, max_length=200)),
                ("licence", models.CharField(max_length=400)),
                ("contents", models.JSONField(default=list)),
                ("place", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=60)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_by_name", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("measured_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("seconds", models.FloatField(null=True)),
                ("loudness", models.FloatField(null=True)),
                ("peak", models.FloatField(null=True)),
                ("top", models.FloatField(null=True)),
                ("spread", models.FloatField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by_name", models.CharField(blank=True, max_length=200)),
                ("forgotten_at", models.DateTimeField(null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.clinic")),
            ],
            options={"ordering": ["place", "added_at", "id"]},
        ),
        migrations.AddConstraint(
            model_name="musicpiece",
            constraint=models.UniqueConstraint(fields=("clinic", "id"), name="music_piece_of_clinic"),
        ),
        migrations.AddConstraint(
            model_name="musicpiece",
            constraint=models.CheckConstraint(condition=~Q(licence=""), name="music_piece_says_its_licence"),
        ),
        migrations.AddConstraint(
            model_name="musicpiece",
            constraint=models.CheckConstraint(
                condition=Q(measured_at__isnull=True)
                | ~Q(why="")
                | Q(seconds__isnull=False, loudness__isnull=False, peak__isnull=False, top__isnull=False, spread__isnull=False),
                name="music_piece_whole_is_measured",
            ),
        ),
        migrations.AddConstraint(
            model_name="musicpiece",
            constraint=models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(removed_at__isnull=False),
                name="music_piece_forgotten_is_removed",
            ),
        ),
    ]
