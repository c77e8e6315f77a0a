from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "stillwater.web.api"
    label = "web_api"
