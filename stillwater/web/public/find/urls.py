"""The addresses of the directory."""

from django.urls import path

from stillwater.web.public.find import opened, views

urlpatterns = [
    path("find", views.find, name="find"),
    path("find/suggest", views.suggest, name="find_suggest"),
    path("find/how-it-works", views.how, name="find_how"),
    path("find/compare", views.compare, name="find_compare"),
    path("find/saved", views.saved, name="find_saved"),
    path("find/data", opened.data, name="find_data"),
    path("find/data/listings.csv", opened.as_csv, name="find_csv"),
    path("find/data/listings.json", opened.as_json, name="find_json"),
    path("sitemap.xml", opened.sitemap, name="sitemap"),
    path("robots.txt", opened.robots, name="robots"),
    path("find/<slug:slug>", views.listing, name="listing"),
    path("find/<slug:slug>/questions", views.questions, name="listing_questions"),
    path("find/<slug:slug>/photos/<uuid:picture>.jpg", views.photo, name="listing_photo"),
    path("find/<slug:slug>/save", views.save, name="listing_save"),
]
