"""The clinic's shared tablets."""

from django.urls import path

from stillwater.web.clinic.tablet import enrolling, locked

urlpatterns = [
    path("tablet", locked.tablet, name="tablet"),
    path("tablet/rooms", locked.tablet_rooms, name="tablet_rooms"),
    path("tablet/take/<uuid:member_id>", locked.tablet_take, name="tablet_take"),
    path("tablet/lock", locked.tablet_lock, name="tablet_lock"),
    path("tablet/here", locked.tablet_here, name="tablet_here"),
    path("tablet/enrol/", enrolling.tablet_enrol, name="tablet_code"),
    path("tablet/enrol/<str:code>/", enrolling.tablet_enrol, name="tablet_enrol"),
    path("clinic/tablets", enrolling.tablet_list, name="tablet_list"),
    path("clinic/tablets/add", enrolling.tablet_add, name="tablet_add"),
    path("clinic/tablets/locks", enrolling.tablet_locks, name="tablet_locks"),
    path("clinic/tablets/<uuid:tablet_id>/retire", enrolling.tablet_retire, name="tablet_retire"),
]
