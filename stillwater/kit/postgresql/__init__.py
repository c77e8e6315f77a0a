"""A Django database backend: PostgreSQL that is told, with every statement, whose rows it may show."""
