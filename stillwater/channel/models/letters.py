"""Who asked for the channel's letters. An address that was never confirmed gets none and is forgotten."""

from django.db import models

from stillwater.kit.ids import new_id


class Subscription(models.Model):
    """One address that asked for new pages by e-mail: all of them, or those of some topics."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    topics = models.JSONField(default=list)  # their slugs; empty: everything
    language = models.CharField(max_length=16, default="en")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until_at = models.DateTimeField(null=True)  # pages published after this are not in a letter yet

    class Meta:
        indexes = [models.Index(fields=["told_until_at"], name="channel_letters_due")]


class Issue(models.Model):
    """A set of pages that came with the program and was laid out. A page of it that somebody deleted does not come back."""

    edition = models.CharField(max_length=64, unique=True)
    pages = models.JSONField(default=list)  # language/slug of each
    loaded_at = models.DateTimeField()
