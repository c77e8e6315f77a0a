"""Verbs of the channel."""
