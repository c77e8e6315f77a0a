"""The house stands: imports and foreign keys point down, and nothing but the log's own rooms touches its rows."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

STOREYS = [
    "journal",
    "treatment",
    "care",
    "channel",
    "directory",
    "soundscape",
    "people",
    "notify",
    "live",
    "audit",
    "kit",
]  # top to bottom


def test_imports_point_down_and_rooms_keep_their_order() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_foreign_keys_point_down_too() -> None:
    wrong = []
    for label in STOREYS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    other = field.related_model._meta.app_label
                    if other in STOREYS and STOREYS.index(other) < STOREYS.index(label):
                        wrong.append(f"{model.__name__}.{field.name} points up to {other}")
    assert not wrong


def test_every_clinical_row_carries_a_clinic_and_is_unique_there() -> None:
    for label in ("care", "treatment"):
        for model in apps.get_app_config(label).get_models():
            clinic = model._meta.get_field("clinic")
            assert not clinic.null, model
            unique = [set(c.fields) for c in model._meta.constraints if hasattr(c, "fields")]
            key = "appointment" if model.__name__ == "Session" else "id"
            assert {"clinic", key} in unique, model
