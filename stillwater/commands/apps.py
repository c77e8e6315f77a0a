from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "stillwater.commands"
    label = "commands"
