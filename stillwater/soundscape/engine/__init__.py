"""Turns a score into sound and files. numpy and PyAV live here, and nothing of Django."""
