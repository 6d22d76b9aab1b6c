"""What the benchmark of readers' pages is made of: a newsroom with a corpus, and what its pages are set beside."""

import subprocess
import sys
from pathlib import Path

from bench.parts.serving import BASE

# The same bytes from Django with nothing in it, and from no framework at all.
BARE = """
from pathlib import Path
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[])
PAGES = {path.stem: path.read_bytes() for path in Path(__file__).parent.glob("*.page")}
urlpatterns = [re_path("^([a-z]+)$", lambda request, name: HttpResponse(PAGES[name]))]
application = get_wsgi_application()

def wsgi(environ, start):
    body = PAGES[environ["PATH_INFO"][1:]]
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
"""
# Django without the porch, so that every request has its page made, on request as if something had been written just
# before each; and the porch before a counter of pages made.
OURS = """
import os
from newsroom.wsgi import django_application as made
from articles.reading import stillness
from articles.reading.porch import Porch

if os.environ.get("BENCH_WRITTEN"):
    stillness.told = lambda row: None

def _counted(environ, start):
    with open(os.environ["BENCH_COUNTER"], "ab", 0) as counter:
        counter.write(b".")
    return made(environ, start)

counted = Porch(_counted)
"""


def prepare(folder: Path, articles: int) -> list[str]:
    """Write the contestants, collect static files, invent articles, rank them; the articles' addresses."""
    (folder / "bare.py").write_text(BARE)
    (folder / "ours.py").write_text(OURS)
    from django.utils import timezone

    from bench.parts import archive

    archive.fill(1, 1, timezone.now())  # the row that ``grow`` copies
    for command in (["collectstatic", "--noinput", "-v0"], ["make_corpus", str(articles), "--seed", "4"]):
        subprocess.run(
            [sys.executable, str(BASE / "manage.py"), *command], check=True, stdout=subprocess.DEVNULL
        )
    archive.analyse()
    from articles.popularity import listing
    from articles.publishing.models import Edition
    from articles.reading import addresses

    now = timezone.now()
    listing.rank(now)
    newest = Edition.objects.live(now).exclude(slug="").order_by("-published_at", "-pk")
    return [addresses.article(each.article_id, each.slug) for each in newest]


def grow(first: int, last: int) -> None:
    """Fill the archive up to ``last`` articles; from then on it is another site."""
    from django.utils import timezone

    from articles.publishing.generations import raise_generation
    from bench.parts import archive

    archive.fill(first, last, timezone.now())
    raise_generation()


def changed() -> None:
    """Make every kept page a page of yesterday."""
    from articles.publishing.generations import raise_generation

    raise_generation()
