"""The cast of every test."""

from tests.kept_database import django_db_setup

pytest_plugins = ["tests.cast", "tests.together", "tests.laid_out"]
__all__ = ["django_db_setup"]
