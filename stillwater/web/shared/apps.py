from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "stillwater.web.shared"
    label = "web_shared"
