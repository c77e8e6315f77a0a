from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "stillwater.notify"
    label = "notify"
