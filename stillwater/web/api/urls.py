"""What scripts of our own pages ask for."""

from django.urls import path

from stillwater.web.api import offline, sessions, stream

urlpatterns = [
    path("sessions/<uuid:session_id>/entries", sessions.entries, name="session_entries"),
    path("sessions/<uuid:session_id>/state", sessions.state, name="session_state"),
    path("sessions/<uuid:session_id>/sound/<slug:which>.m4a", sessions.sound, name="session_sound"),
    path("sessions/<uuid:session_id>/score/<slug:scene>", sessions.score, name="session_score"),
    path("stream", stream.stream, name="stream"),
    path("sw.js", offline.worker, name="service_worker"),
    path("offline-files.json", offline.files, name="offline_files"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
