"""What is done with sessions: planned, and recorded in. One module a subject."""
