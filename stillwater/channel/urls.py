"""The editors' place: Wagtail's own pages, behind the studio's door (`web/shared/studio.py`)."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from wagtail.admin import urls as studio
from wagtail.utils.urlpatterns import decorate_urlpatterns

# The studio's door itself asks for sign-in, as our own doors do: a sitter with a pass finds nothing here, not a way in.
urlpatterns = [path("studio/", include(decorate_urlpatterns(studio.urlpatterns, login_not_required)))]
