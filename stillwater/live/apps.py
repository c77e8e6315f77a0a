from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "stillwater.live"
    label = "live"
