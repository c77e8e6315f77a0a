"""Django's migrate, as the owner of the tables; after it the walls between clinics on PostgreSQL, statistics on SQLite."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django_scopes import scopes_disabled

from stillwater.kit import rls
from stillwater.kit.sqlite import statistics


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with scopes_disabled(), rls.as_owner():
            super().handle(*args, **options)
            if connection.vendor == "postgresql":
                rls.build(connection)
        statistics.refresh()
