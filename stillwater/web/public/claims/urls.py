"""Claims, corrections and removals, the public log, and the moderators' pages. Before the pages of listings: "changes" is no slug."""

from django.urls import path

from stillwater.web.public.claims import asking, changes, claiming, moderation

urlpatterns = [
    path("find/changes", changes.changes, name="directory_changes"),
    path("find/changes.atom", changes.feed, name="directory_feed"),
    path("find/<slug:slug>/claim", claiming.claim, name="listing_claim"),
    path("find/<slug:slug>/correct", asking.correct, name="listing_correct"),
    path("find/<slug:slug>/report", asking.report, name="listing_report"),
    path("find/<slug:slug>/remove", asking.removal, name="listing_remove"),
    path("find/<slug:slug>/keep", asking.keep, name="listing_keep"),
    path("moderation", moderation.moderation, name="moderation"),
    path("moderation/claims/<uuid:claim>", moderation.judged, name="moderation_claim"),
    path("moderation/requests/<uuid:asked>", moderation.answered, name="moderation_request"),
    path("moderation/checks", moderation.checked, name="moderation_check"),
    path("moderation/checks/<uuid:check>/withdraw", moderation.check_withdrawn, name="moderation_check_end"),
    path("moderation/listings/<uuid:listing>/show", moderation.shown, name="moderation_show"),
]
