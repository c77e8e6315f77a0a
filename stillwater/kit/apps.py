from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "stillwater.kit"
    label = "kit"

    def ready(self) -> None:
        from stillwater.kit import checks  # noqa: F401
