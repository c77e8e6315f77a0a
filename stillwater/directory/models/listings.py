"""A listing, where it is, and its pictures. Public by intent: nothing here is a patient's, so nothing is scoped to a clinic."""

from django.db import models
from django.db.models import Q

from stillwater.kit.ids import new_id
from stillwater.people.models import Clinic, Person, Site


class Edition(models.Model):
    """One row: how many times the directory changed. Whoever changes a listing takes the next number while holding this row,
    so numbers appear in the order in which changes are committed, and a reader who asks "after n" skips nothing.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_edition")]


class Listing(models.Model):
    """One provider. `facts` holds what it says of itself, by the keys of `rules.fields`: each with its value, the day it was
    last confirmed, by whom (in words, never a name), and where it comes from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    of_clinic = models.OneToOneField(
        Clinic, on_delete=models.PROTECT, null=True, related_name="listing"
    )  # public: no scope
    # Who began it, until somebody has proved that it is theirs: they alone may go on with it, and it is not published.
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="drafts")
    npi = models.CharField(max_length=10, blank=True, db_index=True)
    facts = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)  # while it stands, nobody finds it; why: "stale", "asked", "moderator"
    hidden_why = models.CharField(max_length=20, blank=True)
    removed_at = models.DateTimeField(null=True)
    edition = models.PositiveBigIntegerField(default=0, db_index=True)
    recheck_date = models.DateField(null=True, db_index=True)  # the next day on which something in it ages
    asked_at = models.DateTimeField(null=True)  # when its stewards were last asked to confirm what ages

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_why="") | Q(hidden_at__isnull=False) & ~Q(hidden_why=""),
                name="hidden_says_why",
            )
        ]

    def __str__(self) -> str:
        return str(self.facts.get("name", {}).get("value", ""))


class Location(models.Model):
    """One address of a listing. Without coordinates it is found by its state alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="locations")
    of_site = models.OneToOneField(Site, on_delete=models.PROTECT, null=True, related_name="location")
    facts = models.JSONField(default=dict)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="on_the_earth",
            )
        ]


class Photo(models.Model):
    """A picture of a place, re-encoded when it came so that it carries neither the camera's place nor its owner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="photos")
    image = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    shows = models.CharField(max_length=200)  # read aloud in its place
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
