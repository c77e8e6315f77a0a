"""The addresses of the channel. English stands at /channel, another language at /es/channel."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from stillwater.web.public.channel import aloud, feeds, files, letters, searching, views


class Language(SlugConverter):
    regex = "es"


register_converter(Language, "language")

PAGES = (
    ("", views.hub, "channel_hub"),
    ("/search", searching.search, "channel_search"),
    ("/words", views.glossary, "channel_glossary"),
    ("/topics/<slug:slug>", views.topic, "channel_topic"),
    ("/series/<slug:slug>", views.series, "channel_series"),
    ("/<slug:slug>", views.article, "channel_article"),
)

urlpatterns = [
    path("channel/suggest", searching.suggest, name="channel_suggest"),
    path("channel/saved", views.saved, name="channel_saved"),
    path("channel/how-it-is-made", views.how, name="channel_how"),
    path("channel/feed.<str:form>", feeds.feed, name="channel_feed"),
    path("channel/topics/<slug:slug>.<str:form>", feeds.topic_feed, name="channel_topic_feed"),
    path("channel/letters", letters.ask, name="channel_letters"),
    path("channel/letters/<str:token>", letters.confirm, name="channel_letters_confirm"),
    path("channel/letters/<str:token>/end", letters.end, name="channel_letters_end"),
    path("channel/media/<path:file>", files.media, name="channel_media"),
    path("channel/<slug:slug>/card.png", files.card, name="channel_card"),
    path("channel/<slug:slug>/aloud", aloud.aloud, name="channel_aloud"),
    path("channel/<slug:slug>/aloud.<str:kind>", aloud.piece, name="channel_aloud_piece"),
    *(path(f"channel{rest}", view, name=name) for rest, view, name in PAGES),
    *(path(f"<language:language>/channel{rest}", view, name=f"{name}_in") for rest, view, name in PAGES),
]
