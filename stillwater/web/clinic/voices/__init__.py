"""Guides read aloud by the clinic's own people: recorded line by line in the browser, offered to its patients alone."""
