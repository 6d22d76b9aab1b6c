"""Wagtail in a throw-away environment: installed from the package index, started from its template, filled by us."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.parts import serving

PACKAGES = ("wagtail==8.0.*", "psycopg[binary]", "gunicorn>=25", "redis")
# It asks for a Wagtail below 8 but needs nothing that 8 lacks; left to itself, pip takes one that is years old.
PAGE_CACHE = "wagtail-cache==3.0.*"
NEWS = Path(__file__).resolve().parent / "news"
WORKERS = 2
SETTINGS = """
import os
import urllib.parse
from .base import *

url = urllib.parse.urlsplit(os.environ["PEER_DATABASE_URL"])
DEBUG = False
SECRET_KEY = "bench"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
INSTALLED_APPS = ["news", *INSTALLED_APPS]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:], "USER": url.username or "",
    "PASSWORD": url.password or "", "HOST": url.hostname or "", "PORT": str(url.port or ""), "CONN_MAX_AGE": 600,
}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
BACKEND = "django.core.cache.backends.redis.RedisCache"
CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": os.environ["PEER_CACHE_URL"]}}
if os.environ.get("PEER_PAGE_CACHE"):
    INSTALLED_APPS.append("wagtailcache")
    MIDDLEWARE = [
        "wagtailcache.cache.UpdateCacheMiddleware", *MIDDLEWARE, "wagtailcache.cache.FetchFromCacheMiddleware",
    ]
"""


class Peer:
    """One site; ``paths`` are its articles."""

    def __init__(self, folder: Path, environment: Path, database: str, cache: str) -> None:
        self.folder = folder / "wagtail"
        self.programs = environment / "bin"
        self.variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mysite.settings.bench",
            "PEER_DATABASE_URL": database,
            "PEER_CACHE_URL": cache,
        }
        self.paths: list[str] = []

    def build(self, content: Path) -> None:
        """The project of Wagtail's own template with the news in it."""
        self.folder.mkdir()
        subprocess.run(
            [self.programs / "wagtail", "start", "mysite", self.folder], check=True, stdout=subprocess.DEVNULL
        )
        shutil.copytree(NEWS, self.folder / "news")
        (self.folder / "mysite" / "settings" / "bench.py").write_text(SETTINGS)
        for command in (["makemigrations", "news", "-v0"], ["migrate", "-v0"]):
            self.manage(*command)
        self.paths = self.manage("fill_news", str(content)).split()

    def manage(self, *command: str) -> str:
        """What a command of the site prints."""
        done = subprocess.run(
            [self.programs / "python", "manage.py", *command],
            cwd=self.folder, env=self.variables, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return done.stdout

    @contextmanager
    def served(self, **variables: str) -> Iterator[int]:
        """The port of the site under gunicorn, until the block ends."""
        program = [self.programs / "gunicorn"]
        with gunicorn(program, "mysite.wsgi:application", self.folder, self.variables | variables) as port:
            yield port


@contextmanager
def gunicorn(
    program: list[Any], application: str, folder: Path, environment: dict[str, str]
) -> Iterator[int]:
    """The port of gunicorn with its own kind of worker, as many as cores, until the block ends."""
    port = serving.free_port()
    command = [*program, "--no-control-socket", f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}"]
    command += ["--worker-class=gthread", "--threads=2", "--log-level=warning", application]
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        serving.wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def installed(folder: Path) -> Path:
    """An environment with Wagtail in it; one that is there already is used again."""
    if not (folder / "bin" / "wagtail").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        for words in (PACKAGES, ("--no-deps", PAGE_CACHE)):
            subprocess.run([folder / "bin" / "pip", "install", "--quiet", *words], check=True)
    return folder


def content(path: Path) -> None:
    """Write the newsroom's live articles down for the peer: words, cover, tags, category."""
    from django.conf import settings

    from articles.publishing.models import Edition

    covers: dict[int, int] = {}
    files: list[str] = []
    stories: list[dict[str, Any]] = []
    categories: dict[str, str] = {}
    live = Edition.objects.filter(live_until=None).exclude(
        slug=""
    )  # the row that others are copied from has none
    for edition in live.select_related("category", "cover").order_by("-published_at"):
        cover = edition.cover
        if cover is not None and cover.pk not in covers:
            widest = cover.renditions.filter(crop="whole", mime="image/jpeg").order_by("-width").first()
            if widest is not None:
                covers[cover.pk] = len(files)
                files.append(str(Path(settings.MEDIA_ROOT) / widest.name))
        name = edition.category.name if edition.category else "News"
        categories[edition.category.slug if edition.category else "news"] = name
        stories.append(
            {"title": edition.title, "intro": edition.summary, "body": edition.html, "category": name,
             "author": "".join(person["name"] for person in edition.byline[:1]), "tags": list(edition.tag_names),
             "date": edition.published_at.isoformat(), "cover": covers.get(cover.pk) if cover else None}
        )  # fmt: skip
    path.write_text(
        json.dumps({"covers": files, "categories": list(categories.items()), "articles": stories})
    )
