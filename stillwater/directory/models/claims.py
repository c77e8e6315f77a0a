"""Who keeps a listing, how they proved it, and what somebody checked."""

from django.db import models
from django.db.models import Q

from stillwater.directory.models.listings import Listing, Location
from stillwater.kit.ids import new_id
from stillwater.people.models import Person


class Moderator(models.Model):
    """Somebody whom the operator trusts to judge claims, requests and checks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_at__isnull=True), name="one_moderator_a_person"
            )
        ]


class Claim(models.Model):
    """Somebody says that a listing is theirs. `way` is how they mean to prove it: a code to what the listing itself
    publishes, a token that only its domain's owner can place, an entry of a register, or two moderators.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    way = models.CharField(max_length=12)
    target = models.CharField(max_length=254, blank=True)  # the address, number or domain, as it was published then
    secret_digest = models.CharField(max_length=64, blank=True)  # of the code or token; the secret itself is nowhere
    words = models.TextField(blank=True)  # what the claimant tells the moderators
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=40, blank=True)


class Opinion(models.Model):
    """What one moderator thinks of a claim; it takes two different ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="opinions")
    moderator = models.ForeignKey(Moderator, on_delete=models.PROTECT)
    grants_at = models.DateTimeField(null=True)
    refuses_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "moderator"], name="one_opinion_a_moderator"),
            models.CheckConstraint(
                condition=Q(grants_at__isnull=True, refuses_at__isnull=False)
                | Q(grants_at__isnull=False, refuses_at__isnull=True),
                name="for_or_against",
            ),
        ]


class Steward(models.Model):
    """Somebody who keeps a listing, since when, and by which claim; without a claim it came with the clinic itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="stewards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "person"], condition=Q(until_at__isnull=True), name="one_steward_a_person"
            )
        ]


class Verification(models.Model):
    """One thing that somebody checked: what, where they looked, who, when, and until when it may be shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="verifications")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True)
    what = models.CharField(max_length=24)  # a key of rules.checking.CHECKS
    found = models.CharField(max_length=200)  # what the source said: "active, no discipline on record"
    looked_in = models.CharField(max_length=200)  # "Colorado Division of Professions, public look-up"
    address = models.URLField(max_length=500, blank=True)
    by = models.ForeignKey(Moderator, on_delete=models.PROTECT)
    by_words = models.CharField(max_length=120)  # as shown: "a moderator of this directory"
    checked_date = models.DateField()
    expires_date = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_date__gt=models.F("checked_date")), name="a_check_expires")
        ]
