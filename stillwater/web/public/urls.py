"""What anybody may see."""

from django.urls import include, path

from stillwater.web.public import views

urlpatterns = [
    path("", views.front, name="front"),
    path("", include("stillwater.web.public.claims.urls")),
    path("language", views.language, name="language"),
    path("credits", views.credits, name="credits"),
    path("", include("stillwater.web.public.exploring.urls")),
    path("", include("stillwater.web.public.find.urls")),
    path("", include("stillwater.web.public.channel.urls")),
    path("", include("stillwater.web.public.stewards.urls")),
]
