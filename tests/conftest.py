"""The cast of every test."""

pytest_plugins = ["tests.cast", "tests.together"]
