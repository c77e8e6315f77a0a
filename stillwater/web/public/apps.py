from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "stillwater.web.public"
    label = "web_public"

    def ready(self) -> None:
        from stillwater.web.public import checks  # noqa: F401
