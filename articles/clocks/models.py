"""The turns of every clock: one a period however many beats tick, and the last one shown to the desk."""

from django.db import models


class Turn(models.Model):
    """One clock's latest turn. ``period`` counts whole periods since 1970, so a double tick finds it taken."""

    name = models.CharField(max_length=64, primary_key=True)
    period = models.BigIntegerField(default=-1)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name
