"""Django's migrate, as the owner of the tables, and the walls between clinics on PostgreSQL after it."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django_scopes import scopes_disabled

from stillwater.kit import rls


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with scopes_disabled(), rls.as_owner():
            super().handle(*args, **options)
            if connection.vendor == "postgresql":
                rls.build(connection)
