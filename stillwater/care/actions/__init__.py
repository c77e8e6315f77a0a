"""What is done in care. One module a subject."""
