from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "stillwater.journal"
    label = "journal"
