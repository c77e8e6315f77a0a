"""Find care: the directory as anybody reads it."""
