from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "stillwater.care"
    label = "care"
