from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "stillwater.treatment"
    label = "treatment"
