"""The sitter's and the escort's addresses."""

from django.urls import path

from stillwater.web.sitter import views

urlpatterns = [
    path("with/<str:secret>/", views.open_link, name="pass_open"),
    path("pass-over", views.over, name="pass_over"),
    path("sitting/<uuid:session_id>/welcome", views.welcome, name="sitter_welcome"),
    path("sitting/<uuid:session_id>", views.sitting, name="sitting"),
    path("sitting/<uuid:session_id>/ready", views.ready, name="sitter_ready"),
    path("sitting/<uuid:session_id>/tonight", views.tonight, name="tonight"),
    path("sitting/<uuid:session_id>/card", views.card, name="sitter_card"),
]
