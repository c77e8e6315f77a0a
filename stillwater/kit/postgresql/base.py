"""PostgreSQL under row-level security.

Every statement travels with the scope it is made in (`kit/rls.py`), in one message: PostgreSQL runs the two in one
transaction, so a setting that ends with the transaction covers exactly this statement. Nothing is kept on the connection:
nothing goes stale at a rollback, and a pooler that hands the connection to somebody else hands on no scope.
"""

from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

from stillwater.kit import rls


class DatabaseWrapper(base.DatabaseWrapper):
    role = ""  # the role that owns nothing, once it is known to be there

    def __init__(self, settings_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(settings_dict, *args, **kwargs)
        if settings_dict["NAME"]:  # not the connection that makes and drops whole databases
            self.execute_wrappers.append(self._in_scope)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.find_role()

    def find_role(self) -> None:
        """Whether the role is there for us; without it the login itself must be one that the policies bind."""
        assert self.connection is not None
        found = self.connection.execute(rls.IS_THERE).fetchone()
        self.role = rls.ROLE if found and found[0] else ""

    def _in_scope(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not isinstance(sql, str) or not sql.lstrip(" (\n").upper().startswith(rls.TOUCHES_ROWS):
            return execute(sql, params, many, context)
        said = rls.said(self.role)
        if many:
            with transaction.atomic(self.alias):
                context["cursor"].cursor.execute(said)
                return execute(sql, params, many, context)
        result = execute(said + sql, params, many, context)
        context["cursor"].nextset()
        return result
