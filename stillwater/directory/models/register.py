"""The register of providers (NPPES), kept for one thing: to find the row that somebody's claim speaks of.

A register says who has a number. It never says who offers ketamine, and its practice address may be somebody's home, so
nothing here is shown on a public page, counted, searched or exported (S27).
"""

from django.db import models


class RegisterImport(models.Model):
    """One file taken in: which, how far, what became of its rows. Without `ended_at` it was stopped, and goes on after
    `lines_done`; `report_bytes` is how long its report was then.
    """

    id = models.BigAutoField(primary_key=True)  # short: it stands in every row
    file_name = models.CharField(max_length=255)
    file_key = models.CharField(max_length=64, db_index=True)  # by which the same file is known again
    file_date = models.DateField()  # what the file is the state of
    kept = models.TextField()  # the taxonomy codes that were kept, or "all"
    bytes_total = models.PositiveBigIntegerField()
    bytes_done = models.PositiveBigIntegerField(default=0)
    lines_done = models.PositiveBigIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    report_bytes = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    filtered = models.PositiveBigIntegerField(default=0)
    deactivated = models.PositiveBigIntegerField(default=0)
    refused_why = models.JSONField(default=dict)  # how many for which reason
    ended_key = models.CharField(
        max_length=64, blank=True
    )  # the report of deactivations that came with it, and how far
    ended_lines = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class RegisterRow(models.Model):
    """One number and who has it. Hidden; see above. What a deactivated number said is not kept. No index but the number's: numbers
    come in no order, and each other index costs a quarter of an import.
    """

    npi = models.CharField(max_length=10, primary_key=True)
    kind = models.CharField(max_length=12, blank=True)  # rules.register.Who; nothing for a deactivated number
    name = models.CharField(max_length=200, blank=True)
    other_name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    zip = models.CharField(max_length=20, blank=True)  # five digits, if it is in the United States
    phone = models.CharField(max_length=20, blank=True)  # digits alone
    taxonomies = models.CharField(max_length=200, blank=True)  # codes with commas between, the primary one first
    enumerated_date = models.DateField(null=True)
    updated_date = models.DateField(null=True)
    deactivated_date = models.DateField(null=True)
    reactivated_date = models.DateField(null=True)
    digest = models.CharField(max_length=32)  # of what the file said in the columns that are kept
    seen_in = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # no import is ever deleted, and to look for it once a row would take PostgreSQL as long as to write the row
