from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "stillwater.channel"
    label = "channel"

    def ready(self) -> None:
        """Wagtail asks a page for its own preview; how a page is read is known above the models."""
        from stillwater.channel.models.pages import Addressed
        from stillwater.channel.queries.reading import preview_of

        Addressed.serve_preview = preview_of
