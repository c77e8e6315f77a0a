"""The clinic's music."""

from django.urls import path

from stillwater.web.clinic.music import views

urlpatterns = [
    path("music", views.music, name="music"),
    path("music/order", views.music_order, name="music_order"),
    path("music/<uuid:piece_id>", views.music_edit, name="music_edit"),
    path("music/<uuid:piece_id>/move", views.music_move, name="music_move"),
    path("music/<uuid:piece_id>/remove", views.music_remove, name="music_remove"),
    path("music/<uuid:piece_id>/back", views.music_back, name="music_back"),
    path("music/<uuid:piece_id>/sound", views.music_sound, name="music_sound"),
]
