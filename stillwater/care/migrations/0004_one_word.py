"""Somebody who gave their word on their pass has confirmed the day: said in the one place where it is read."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def take_words(apps: Any, schema_editor: Any) -> None:
    """Those who had not been confirmed otherwise, from passes to this very session that stand."""
    people = apps.get_model("care", "SupportPerson")._base_manager
    passes = apps.get_model("people", "SupportPass")._base_manager.filter(pk=OuterRef("support_pass_id"))
    given = people.filter(
        confirmed_at__isnull=True, support_pass__agreed_at__isnull=False, support_pass__revoked_at__isnull=True,
        support_pass__session_id=F("appointment_id"),
    )  # fmt: skip
    given.update(
        confirmed_at=Subquery(passes.values("agreed_at")[:1]), confirmed_by_name=Subquery(passes.values("name")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("care", "0003_review_answers")]

    operations = [migrations.RunPython(take_words, migrations.RunPython.noop)]
