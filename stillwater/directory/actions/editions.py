"""The number of a change. Taken inside the transaction of the change, it is seen in the order in which changes are committed."""

from django.db import transaction
from django.db.models import F

from stillwater.directory.models import Edition
from stillwater.directory.queries.searching import look_again


def next_edition() -> int:
    """Take the next number. Whoever else wants one waits until this transaction has ended."""
    Edition.objects.bulk_create([Edition(id=1)], ignore_conflicts=True)
    Edition.objects.filter(id=1).update(number=F("number") + 1)
    transaction.on_commit(look_again)
    look_again()
    return Edition.objects.values_list("number", flat=True).get(id=1)
