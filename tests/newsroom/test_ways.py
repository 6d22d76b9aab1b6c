"""The short way answers like the whole one, and everything that is not for every reader alike takes the whole one."""

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as installed
from django.core.handlers.wsgi import WSGIHandler

from articles.reading import seasons
from newsroom import ways
from newsroom.ways import Ways
from tests.reading import printing
from tests.reading.conftest import at_noon  # noqa: F401  (the clock stands still between both ways)
from tests.reading.porches import environ_of, kept_connections

pytestmark = pytest.mark.django_db

# Whoever adds middleware decides here whether readers' pages go without it.
LEFT_OUT = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "articles.desk.middleware.PersonalSettings",
]


def answered(application: Any, path: str, **words: Any) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers in the order of their names, and body."""
    said: list[Any] = []
    environ = environ_of(path, words.get("method", "GET"), words.get("headers"))
    environ["wsgi.url_scheme"] = words.get("scheme", "http")
    with kept_connections():
        answer = application(environ, lambda *sent: said.append(sent))
        body = b"".join(answer)
        answer.close()
    status, headers = said[-1][:2]
    return status, sorted(headers), body


@pytest.fixture
def paths() -> list[str]:
    """One address of every kind of answer that readers get."""
    printing.section()
    live, *_others = printing.many(4, tags=("港口",))
    printing.hot_list(live)
    gone = printing.printed("撤下", slug="che")
    printing.withdrawn(gone)
    author = live.byline[0]["slug"]
    article = f"/articles/{live.article_id}-{live.slug}/"
    return [
        "/", article, article[:-1], f"/articles/{live.article_id}-other/", f"/articles/{gone.article_id}-che/",
        "/articles/987654/", "/categories/harbour/", "/categories/none/", f"/tags/{quote('港口')}/",
        f"/authors/{author}/", "/hot/", "/search/", f"/search/?q={quote('港口')}", "/corrections/", "/archive/",
        "/archive/2026/11/", "/hot/?page=x", "/feeds/latest.atom", "/feeds/latest.json", "/sitemap.xml",
        "/news-sitemap.xml", "/robots.txt", "/manifest.webmanifest",
    ]  # fmt: skip


def test_nobody_forgot_which_middleware_readers_pages_go_without() -> None:
    assert [name for name in installed.MIDDLEWARE if name not in (*ways.ASKED, *ways.WORN)] == LEFT_OUT


@pytest.mark.parametrize("kept", [False, True])
def test_both_ways_send_the_same_status_headers_and_bytes(
    settings: Any, paths: list[str], kept: bool
) -> None:
    settings.PAGE_CACHE = kept
    seasons.forget()
    both, whole = Ways(), WSGIHandler()
    for path in paths:
        for method in ("GET", "HEAD"):
            short = answered(both, path, method=method)
            assert short == answered(whole, path, method=method), (method, path)
            assert {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"} <= dict(
                short[1]
            ).keys()


def test_behind_https_both_ways_send_the_same(settings: Any, paths: list[str]) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    both, whole = Ways(), WSGIHandler()
    for scheme, status in (("https", "200 OK"), ("http", "301 Moved Permanently")):
        found = answered(both, paths[1], scheme=scheme)
        assert (found[0], found) == (status, answered(whole, paths[1], scheme=scheme))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", {"method": "POST"}),
        ("/", {"headers": {"host": "evil.example"}}),
        ("/admin/login/", {}),
        ("/api/v1/articles", {}),
        ("/healthz", {}),
        ("/static/none.css", {}),
        ("/nothing/", {}),
    ],
)
def test_everything_else_takes_the_whole_way(path: str, words: dict[str, Any]) -> None:
    asked: list[str] = []
    both = Ways()
    both.short = lambda environ, start: asked.append("short")  # type: ignore[assignment]
    both.whole = lambda environ, start: asked.append("whole")  # type: ignore[assignment]
    both(environ_of(path, words.get("method", "GET"), words.get("headers")), None)  # type: ignore[arg-type]
    assert asked == ["whole"]
