"""Loads the demo newsroom: people, sections, covers, stories in every state, and the readers they had."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from tqdm import tqdm

from articles.desk.import_covers import find_cover, take_in
from articles.desk.import_pictures import with_pictures
from articles.drafting.models import Article
from articles.popularity import history, listing
from articles.publishing import effects
from articles.publishing.models import Effect
from newsroom import painting
from newsroom.demo import accounts, attention, manifest, stories
from newsroom.demo.accounts import Account
from newsroom.demo.manifest import Plan

log = logging.getLogger("newsroom.demo")
COVER_SIZE = (1440, 960)  # px; as wide as any page shows them
AN_HOUR_AGO = timedelta(minutes=70)
PAST_EFFECTS = ("notify", "notify_end", "probe")


def load(now: datetime) -> list[Account]:
    """Load what is missing and give everybody a fresh password; returns who can sign in.

    Loading again changes no article, so what people did to the demo stays; a load that was cut off goes on.
    """
    now = now.replace(second=0, microsecond=0)
    tables = manifest.read()
    people = accounts.make_people(tables["people"])
    accounts.make_categories(tables["categories"])
    accounts.make_authors(tables["authors"])
    missing = [plan for plan in manifest.plans(tables) if not stories.is_loaded(plan)]
    if missing:
        _tell(missing, now)
    if unread := stories.unread(manifest.plans(tables)):
        _catch_up(lambda: now)
        _invent_readers(unread, now)
    return people


def _tell(missing: list[Plan], now: datetime) -> None:
    log.info("Loading %s demo articles and drawing their covers", len(missing))
    with TemporaryDirectory(prefix="newsroom-demo-") as folder:
        media = Path(folder)
        painting.save_all(manifest.FOLDER, media, size=COVER_SIZE)
        for plan in tqdm(missing, unit="article", disable=None, leave=False):
            _tell_one(plan, media, now)


def _invent_readers(unread: dict[int, Plan], now: datetime) -> None:
    views = {
        number: attention.hourly(plan, start=now + timedelta(hours=plan.hours), now=now)
        for number, plan in unread.items()
    }
    # A list of an hour ago first, so that the one of now can say what rose and what fell.
    before = now - AN_HOUR_AGO
    last_hour = int(before.timestamp()) // 3600
    earlier = {pk: {hour: n for hour, n in hours.items() if hour < last_hour} for pk, hours in views.items()}
    history.invent_many(earlier, now=before)
    listing.rank(before)
    history.invent_many(views, now=now)
    listing.rank(now)


def _tell_one(plan: Plan, media: Path, now: datetime) -> Article:
    """One story, its pictures taken into the library like those of any import."""
    path, writer = manifest.FOLDER / "articles" / plan.file, User.objects.get(username=plan.written_by)
    words, _warnings = with_pictures(plan.manuscript, path, by=writer, now=now, media=media)
    found = find_cover(words, path, media)
    cover = take_in(found.path, words, by=writer, now=now).cover if found.path else None
    return stories.tell(plan, words, cover=cover, now=now)


def _catch_up(now: Callable[[], datetime]) -> None:
    """Make the search index now; nobody wants mail about, or a lag of, stories that are days old."""
    past = Effect.objects.filter(edition__in=stories.editions(), wanted_at__lte=now(), done_at=None)
    past.filter(kind__in=PAST_EFFECTS).delete()
    past.update(wanted_at=now(), due_at=now())
    effects.perform_due(now, most=10_000)
