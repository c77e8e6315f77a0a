"""What anybody may see."""

from django.urls import path

from stillwater.web.public import views

urlpatterns = [
    path("", views.front, name="front"),
    path("credits", views.credits, name="credits"),
]
