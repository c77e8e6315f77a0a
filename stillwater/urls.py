"""Every address, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("stillwater.web.public.urls")),
    path("", include("stillwater.web.account.urls")),
    path("", include("stillwater.web.companion.urls")),
    path("", include("stillwater.web.sitter.urls")),
    path("", include("stillwater.web.clinic.urls")),
    path("", include("stillwater.web.api.urls")),
    path("account/", include("allauth.urls")),
    path("", include("stillwater.channel.urls")),
]
