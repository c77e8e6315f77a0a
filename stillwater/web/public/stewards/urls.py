"""The addresses of whoever keeps a listing."""

from django.urls import path

from stillwater.web.public.stewards import photos, table, views

urlpatterns = [
    path("listings", views.mine, name="listings_mine"),
    path("listings/add", views.add, name="listing_add"),
    path("listings/add-clinic", views.add_clinic, name="listing_add_clinic"),
    path("listings/table.csv", table.table, name="listing_table"),
    path("listings/table", table.table_edit, name="listing_table_edit"),
    path("listings/<uuid:which>", views.edit, name="listing_edit"),
    path("listings/<uuid:which>/confirm", views.confirm, name="listing_confirm"),
    path("listings/<uuid:which>/show", views.show, name="listing_show"),
    path("listings/<uuid:which>/photos", photos.photos, name="listing_photos"),
    path("listings/<uuid:which>/photos/<uuid:picture>/end", photos.photo_end, name="listing_photo_end"),
    path("listings/<uuid:which>/places/add", views.place, name="listing_place_add"),
    path("listings/<uuid:which>/places/<uuid:where>", views.place, name="listing_place"),
    path("listings/<uuid:which>/places/<uuid:where>/close", views.close, name="listing_place_close"),
]
