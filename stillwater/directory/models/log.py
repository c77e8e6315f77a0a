"""What was asked about a listing, what changed, and who does not wish to be listed."""

from django.db import models

from stillwater.directory.models.listings import Listing
from stillwater.kit.ids import new_id


class Change(models.Model):
    """One line of the public log: who (a role, never a name), what, when. Only added to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.PositiveBigIntegerField(db_index=True)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField(db_index=True)
    role = models.CharField(max_length=20)  # rules.fields.Source, or "reader"
    kind = models.CharField(max_length=20)  # listed, changed, confirmed, hidden, shown, removed, claimed, verified, …
    field = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.CharField(max_length=300, blank=True)


class Request(models.Model):
    """Somebody asks for a correction or a removal, or reports a listing. It is answered by `answer_due_at`: a removal that
    nobody has decided by then is carried out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=12)  # correction, removal, report
    role = models.CharField(max_length=20)  # who they say they are: patient, the provider, staff, other
    email = models.CharField(max_length=254, blank=True)  # for the answer alone; emptied once it is sent
    field = models.CharField(max_length=40, blank=True)
    says = models.TextField(blank=True)
    why = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)


class Removal(models.Model):
    """A digest by which somebody who was removed is known again, so that no import brings them back. Their facts are gone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12)  # npi, phone, domain, name+zip
    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
