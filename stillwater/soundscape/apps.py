from django.apps import AppConfig


class SoundscapeConfig(AppConfig):
    name = "stillwater.soundscape"
    label = "soundscape"

    def ready(self) -> None:
        from stillwater.soundscape import checks  # noqa: F401
