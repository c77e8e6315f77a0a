from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "stillwater.directory"
    label = "directory"
