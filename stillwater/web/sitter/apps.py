from django.apps import AppConfig


class SitterConfig(AppConfig):
    name = "stillwater.web.sitter"
    label = "web_sitter"
