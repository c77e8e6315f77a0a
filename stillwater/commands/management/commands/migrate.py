"""Django's migrate, as the owner of the tables; after it the walls between clinics on PostgreSQL, statistics on SQLite."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django_scopes import scopes_disabled

from stillwater.kit import rls
from stillwater.kit.sqlite import statistics

# On an empty database these go first. Each change of a row draws every related model anew, and everything here is related
# to a person: behind all our own models Wagtail's two hundred changes take six times as long.
EARLY = ("wagtailcore", "wagtailimages", "wagtaildocs", "wagtailusers")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with scopes_disabled(), rls.as_owner():
            if not options["app_label"] and not MigrationRecorder(connection).has_table():
                for label in EARLY:
                    super().handle(*args, **{**options, "app_label": label, "run_syncdb": False})
            super().handle(*args, **options)
            if connection.vendor == "postgresql":
                rls.build(connection)
        statistics.refresh()
