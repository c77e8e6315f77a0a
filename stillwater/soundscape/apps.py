from django.apps import AppConfig


class SoundscapeConfig(AppConfig):
    name = "stillwater.soundscape"
    label = "soundscape"
