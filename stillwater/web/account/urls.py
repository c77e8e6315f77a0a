"""Addresses of accounts that are ours; those of django-allauth come after them, under /account/."""

from django.urls import path

from stillwater.web.account import arriving, demo, outsiders, pin, views

# What django-allauth would offer and this place does without.
WITHOUT = ("email/", "confirm-email/", "confirm-email/<str:key>/", "signup/", "password/set/", "login/code/confirm/")

urlpatterns = [
    path("first-run/", arriving.first_run, name="first_run"),
    path("first-run/own/", arriving.first_run_own, name="first_run_own"),
    path("invitation/<str:secret>/", arriving.invitation, name="invitation"),
    path("listings/account", outsiders.listing_account, name="listing_account"),
    path("listings/account/<str:token>", outsiders.listing_account_open, name="listing_account_open"),
    path("demo/", demo.demo_sign_in, name="demo_sign_in"),
    path("choose-clinic/", views.choose_clinic, name="choose_clinic"),
    path("leave-pass/", views.leave_pass, name="leave_pass"),
    path("account/", views.account, name="account"),
    path("account/pin/", pin.pin, name="pin"),
    path("account/pin/forget/", pin.pin_forget, name="pin_forget"),
    path("account/settings/", views.about_me, name="about_me"),
    path("account/logout/", views.sign_out, name="account_logout"),
    *[path(f"account/{address}", views.not_here) for address in WITHOUT],
]
