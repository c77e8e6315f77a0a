"""The companion's addresses."""

from django.urls import path

from stillwater.web.companion.views import journal, session

urlpatterns = [
    path("session", session.session_now, name="session_now"),
    path("session/<uuid:session_id>", session.session_screen, name="session_screen"),
    path("session/<uuid:session_id>/ready", session.preflight, name="preflight"),
    path("session/<uuid:session_id>/home", session.going_home, name="going_home"),
    path("session/<uuid:session_id>/reflect", session.reflect, name="reflect"),
    path("session/<uuid:session_id>/morning", session.morning, name="morning"),
    path("journal", journal.journal, name="journal"),
    path("journal/voice", journal.voice, name="voice"),
    path("journal/download", journal.journal_download, name="journal_download"),
    path("journal/<uuid:note_id>", journal.note, name="note"),
    path("journal/<uuid:note_id>/share/<uuid:patient_id>", journal.note_share, name="note_share"),
    path("journal/<uuid:note_id>/delete", journal.note_delete, name="note_delete"),
    path("recordings/<uuid:recording_id>", journal.recording, name="recording"),
]
