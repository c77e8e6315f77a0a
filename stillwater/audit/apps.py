from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stillwater.audit"
    label = "audit"
