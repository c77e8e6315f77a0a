"""The voices of the clinic's people."""

from django.urls import path

from stillwater.web.clinic.voices import recording, views

urlpatterns = [
    path("voices", views.voices, name="voices"),
    path("voices/lines/<uuid:take_id>", recording.voice_take, name="voice_take"),
    path("voices/readings/<uuid:narration_id>/offer", views.voice_offer, name="voice_offer"),
    path("voices/readings/<uuid:narration_id>/remove", views.voice_remove, name="voice_remove"),
    path("voices/readings/<uuid:narration_id>/<slug:eyes>/sound.m4a", views.voice_sound, name="voice_sound"),
    path("voices/<slug:key>", recording.voice_guide, name="voice_guide"),
    path("voices/<slug:key>/line", recording.voice_line, name="voice_line"),
    path("voices/<slug:key>/together", recording.voice_together, name="voice_together"),
]
