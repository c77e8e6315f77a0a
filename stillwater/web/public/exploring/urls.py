"""The addresses of the map that moves."""

from django.urls import path

from stillwater.web.public.exploring import views

urlpatterns = [
    path("find/explore", views.explore, name="find_explore"),
    path("find/explore/ground.json", views.the_ground, name="find_ground"),
]
