"""The companion's addresses."""

from django.urls import path

from stillwater.web.companion.own import sessions as own_sessions
from stillwater.web.companion.own import views as own
from stillwater.web.companion.views import care, guides, help, journal, prepare, session, today

urlpatterns = [
    path("today", today.today, name="today"),
    path("today/mood", today.check_in, name="check_in"),
    path("prepare/wishes", prepare.wishes, name="wishes"),
    path("prepare/wishes/try/<slug:scene>", prepare.trial, name="trial"),
    path("prepare/<uuid:session_id>", prepare.prepare, name="prepare"),
    path("prepare/<uuid:session_id>/tick", prepare.tick, name="tick"),
    path("prepare/<uuid:session_id>/intention", prepare.intention, name="intention"),
    path("prepare/<uuid:session_id>/support/<slug:task>", prepare.support, name="support"),
    path("prepare/<uuid:session_id>/preview/<uuid:support_id>", prepare.pass_preview, name="pass_preview"),
    path("prepare/<uuid:session_id>/remove/<uuid:support_id>", prepare.support_remove, name="support_remove"),
    path("session", session.session_now, name="session_now"),
    path("session/<uuid:session_id>", session.session_screen, name="session_screen"),
    path("session/<uuid:session_id>/ready", session.preflight, name="preflight"),
    path("session/<uuid:session_id>/home", session.going_home, name="going_home"),
    path("session/<uuid:session_id>/reflect", session.reflect, name="reflect"),
    path("session/<uuid:session_id>/morning", session.morning, name="morning"),
    path("session/<uuid:session_id>/listen", session.listen_again, name="listen_again"),
    path("journal", journal.journal, name="journal"),
    path("journal/voice", journal.voice, name="voice"),
    path("journal/download", journal.journal_download, name="journal_download"),
    path("journal/<uuid:note_id>", journal.note, name="note"),
    path("journal/<uuid:note_id>/share/<uuid:patient_id>", journal.note_share, name="note_share"),
    path("journal/<uuid:note_id>/delete", journal.note_delete, name="note_delete"),
    path("recordings/<uuid:recording_id>", journal.recording, name="recording"),
    path("care", care.care, name="care"),
    path("care/consents", care.consents, name="consents"),
    path("care/consents/<slug:kind>/answer", care.consent_answer, name="consent_answer"),
    path("care/consents/<uuid:consent_id>/withdraw", care.consent_withdraw, name="consent_withdraw"),
    path("care/courses/<uuid:course_id>/review", care.review, name="review"),
    path("care/who-looked", care.who_looked, name="who_looked"),
    path("care/record", care.my_record, name="my_record"),
    path("care/own", own.own, name="own"),
    path("care/own/open", own.own_open, name="own_open"),
    path("care/own/order", own.own_order, name="own_order"),
    path("care/own/prescriber", own.own_prescriber, name="own_prescriber"),
    path("care/own/after-hours", own.own_after_hours, name="own_after_hours"),
    path("care/own/limits", own.own_limits, name="own_limits"),
    path("care/own/times", own.own_times, name="own_times"),
    path("care/own/sessions/add", own_sessions.own_session_add, name="own_session_add"),
    path("care/own/sessions/<uuid:session_id>", own_sessions.own_session, name="own_session"),
    path("care/own/sessions/<uuid:session_id>/off", own_sessions.own_session_off, name="own_session_off"),
    path("care/own/sessions/<uuid:session_id>/close", own_sessions.own_close, name="own_close"),
    path("session/<uuid:session_id>/pressure", own_sessions.pressure, name="pressure"),
    path("session/<uuid:session_id>/told", own_sessions.told, name="told"),
    path("library", guides.shelves, name="library"),
    path("library/<slug:key>/<slug:eyes>", guides.guide, name="guide"),
    path("library/<slug:key>/<slug:eyes>/sound.m4a", guides.guide_sound, name="guide_sound"),
    path("library/<slug:key>/<slug:eyes>/try", guides.guide_trial, name="guide_trial"),
    path("library/<slug:key>/<slug:eyes>/words.vtt", guides.guide_captions, name="guide_captions"),
    path("library/<slug:key>/<slug:eyes>/by/<uuid:narration>", guides.guide_read, name="guide_read"),
    path(
        "library/<slug:key>/<slug:eyes>/by/<uuid:narration>/sound.m4a", guides.guide_read_sound, name="guide_read_sound"
    ),
    path(
        "library/<slug:key>/<slug:eyes>/by/<uuid:narration>/words.vtt",
        guides.guide_read_captions,
        name="guide_read_captions",
    ),
    path("help", help.help_now, name="help_now"),
]
