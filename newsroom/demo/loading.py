"""Loads the demo newsroom: people, sections, covers, stories in every state, and the readers they had."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

from django.contrib.auth.models import User
from tqdm import tqdm

from articles.covers import uploading
from articles.covers.models import Cover
from articles.popularity import history, listing
from articles.publishing import effects
from articles.publishing.models import Effect
from newsroom import painting
from newsroom.demo import accounts, attention, manifest, stories
from newsroom.demo.accounts import Account
from newsroom.demo.manifest import Plan

log = logging.getLogger("newsroom.demo")
PAST_EFFECTS = ("notify", "notify_end", "probe")


def load(now: datetime) -> list[Account]:
    """Load what is missing and give everybody a fresh password; returns who can sign in.

    Loading again changes no article, so what people did to the demo stays.
    """
    tables = manifest.read()
    people = accounts.make_people(tables["people"])
    accounts.make_categories(tables["categories"])
    accounts.make_authors(tables["authors"])
    missing = [plan for plan in manifest.plans(tables) if not stories.is_loaded(plan)]
    if missing:
        _tell(missing, tables["covers"], now)
    return people


def _tell(missing: list[Plan], covers: dict[str, dict[str, str]], now: datetime) -> None:
    log.info("Loading %s demo articles and drawing their covers", len(missing))
    views = {}
    for plan in tqdm(missing, unit="article", disable=None, leave=False):
        article = stories.tell(plan, cover=_cover(plan, covers, now), now=now)
        if plan.state in stories.PUBLIC:
            views[article.pk] = attention.hourly(plan, start=now + timedelta(hours=plan.hours), now=now)
    _catch_up(lambda: now)
    history.invent_many(views, now=now)
    listing.rank(now)


def _cover(plan: Plan, covers: dict[str, dict[str, str]], now: datetime) -> Cover | None:
    """The drawn cover an article names, uploaded like any other picture."""
    words = plan.manuscript
    drawing = covers.get(words.cover_path) or covers.get(words.cover_path.lstrip("/"))
    if drawing is None:
        return None
    file = BytesIO()
    picture = painting.draw(words.cover_path, drawing["motif"], palette=drawing["palette"])
    picture.save(file, "JPEG", quality=90, optimize=True, progressive=True)
    file.seek(0)
    return uploading.upload(
        file,
        by=User.objects.get(username=plan.written_by),
        now=now,
        alt=words.cover_alt,
        caption=words.cover_caption,
        credit=words.cover_credit,
        focal=words.cover_focal or (0.5, 0.5),
        prefill=False,
    )


def _catch_up(now: Callable[[], datetime]) -> None:
    """Make the search index now; nobody wants mail about, or a lag of, stories that are days old."""
    past = Effect.objects.filter(edition__in=stories.editions(), wanted_at__lte=now(), done_at=None)
    past.filter(kind__in=PAST_EFFECTS).delete()
    effects.perform_due(now, most=10_000)
