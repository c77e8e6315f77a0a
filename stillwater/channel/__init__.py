"""The Ketamine Channel: articles with sources, a reviewer and a date. Wagtail, and only here."""
