"""The clinic's addresses."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from stillwater.web.clinic.views import arrivals, board, courses, patients, protocols, records, room, sessions, support

_TEAM = "stillwater.web.clinic.team.urls"

urlpatterns: list[URLPattern | URLResolver] = [
    path("board", board.board, name="board"),
    path("board/rooms", board.board_rooms, name="board_rooms"),
    path("board/<uuid:session_id>", board.board_card, name="board_card"),
    path("board/<uuid:session_id>/<slug:piece>", board.board_card, name="board_piece"),
    path("tasks/<uuid:task_id>/done", board.task_done, name="task_done"),
    path("rooms/<uuid:session_id>", room.room, name="room"),
    path("rooms/<uuid:session_id>/ready", room.gate_ready, name="gate_ready"),
    path("rooms/<uuid:session_id>/leave", room.gate_leave, name="gate_leave"),
    path("rooms/<uuid:session_id>/light", room.room_light, name="room_light"),
    path("rooms/<uuid:session_id>/record/<slug:kind>", room.room_record, name="room_record"),
    path("rooms/<uuid:session_id>/<slug:part>", room.room_part, name="room_part"),
    path("arrivals", arrivals.arrivals, name="arrivals"),
    path("patients", patients.patients, name="patients"),
    path("patients/add", patients.patient_add, name="patient_add"),
    path("patients/<uuid:patient_id>", patients.patient, name="patient"),
    path("patients/<uuid:patient_id>/edit", patients.patient_edit, name="patient_edit"),
    path("patients/<uuid:patient_id>/serious", patients.patient_serious, name="patient_serious"),
    path("patients/<uuid:patient_id>/invite", patients.patient_invite, name="patient_invite"),
    path("patients/<uuid:patient_id>/consents", patients.consent_record, name="consent_record"),
    path("patients/<uuid:patient_id>/courses/add", courses.course_add, name="course_add"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/end", courses.course_end, name="course_end"),
    path("courses/<uuid:course_id>/review", courses.course_review, name="course_review"),
    path("courses/<uuid:course_id>/order", courses.order_add, name="order_add"),
    path("courses/<uuid:course_id>/order/end", courses.order_end, name="order_end"),
    path("courses/<uuid:course_id>/enrolment", courses.enrolment_add, name="enrolment_add"),
    path("courses/<uuid:course_id>/limits", courses.limits_set, name="limits_set"),
    path("courses/<uuid:course_id>/sessions/add", sessions.session_add, name="session_add"),
    path("sessions/<uuid:session_id>/plan", sessions.session_plan, name="session_plan"),
    path("sessions/<uuid:session_id>/move", sessions.session_move, name="session_move"),
    path("sessions/<uuid:session_id>/place", sessions.session_place, name="session_place"),
    path("sessions/<uuid:session_id>/arrived", sessions.session_arrived, name="session_arrived"),
    path("sessions/<uuid:session_id>/medicines", sessions.session_medicines, name="session_medicines"),
    path("sessions/<uuid:session_id>/missed", sessions.session_missed, name="session_missed"),
    path("sessions/<uuid:session_id>/call-off", sessions.session_call_off, name="session_call_off"),
    path("sessions/<uuid:session_id>/support", support.support_set, name="support_set"),
    path("sessions/<uuid:session_id>/passes", support.passes, name="passes"),
    path("sessions/<uuid:session_id>/record", records.session_record, name="session_record"),
    path("sessions/<uuid:session_id>/entries/<uuid:entry_id>/correct", records.entry_correct, name="entry_correct"),
    path("support/<uuid:support_id>", support.support_change, name="support_change"),
    path("passes/<uuid:pass_id>", support.pass_change, name="pass_change"),
    path("", include("stillwater.web.clinic.tablet.urls")),
    path("", include("stillwater.web.clinic.voices.urls")),
    path("", include("stillwater.web.clinic.music.urls")),
    path("protocols", protocols.protocols, name="protocols"),
    path("protocols/add", protocols.protocol_add, name="protocol_add"),
    path("protocols/<uuid:protocol_id>", protocols.protocol, name="protocol"),
    path("protocols/<uuid:protocol_id>/file", protocols.protocol_file, name="protocol_file"),
]
if find_spec("stillwater.web.clinic.team") and find_spec(_TEAM):
    urlpatterns.append(path("", include(_TEAM)))
