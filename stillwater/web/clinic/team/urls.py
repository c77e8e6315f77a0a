"""The team, the clinic's own facts, and who looked."""

from django.urls import path

from stillwater.web.clinic.team import clinic, looked, views

urlpatterns = [
    path("team", views.team, name="team"),
    path("team/invite", views.invitation_add, name="invitation_add"),
    path("team/invitations/<uuid:invitation_id>/take-back", views.invitation_revoke, name="invitation_revoke"),
    path("team/<uuid:member_id>", views.member_edit, name="member_edit"),
    path("team/<uuid:member_id>/end", views.member_end, name="member_end"),
    path("clinic", clinic.clinic_settings, name="clinic_settings"),
    path("clinic/rooms", clinic.room_add, name="room_add"),
    path("who-looked", looked.who_looked_clinic, name="who_looked_clinic"),
]
