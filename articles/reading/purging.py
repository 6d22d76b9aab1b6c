"""Makes every page kept so far a page of yesterday; performer of the effects "purge" and "purge_end"."""

from datetime import datetime

from articles.publishing.generations import raise_generation
from articles.publishing.models import Edition
from articles.reading import seasons


def purge_edition(edition: Edition, now: datetime) -> None:
    """Raise the generation that names kept pages; once more than needed costs a few renderings and nothing else."""
    raise_generation()
    seasons.forget()
