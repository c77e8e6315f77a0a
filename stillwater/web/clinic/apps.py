from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "stillwater.web.clinic"
    label = "web_clinic"
