"""What is done with people. One module a subject."""
