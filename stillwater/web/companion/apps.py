from django.apps import AppConfig


class CompanionConfig(AppConfig):
    name = "stillwater.web.companion"
    label = "web_companion"
