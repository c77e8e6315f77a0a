from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "stillwater.web.public"
    label = "web_public"
