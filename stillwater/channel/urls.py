"""The editors' place: Wagtail's own pages, behind the studio's door (`web/shared/studio.py`)."""

from django.urls import include, path
from wagtail.admin import urls as studio

urlpatterns = [path("studio/", include(studio))]
