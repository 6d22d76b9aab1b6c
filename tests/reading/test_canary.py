"""The canary: what is not public sings a word of its own, and no public address ever repeats it."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.drafting import writing
from articles.publishing.models import Edition
from articles.reading import indexing
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing
from tests.reading.porches import kept_connections

pytestmark = pytest.mark.django_db
_LINK = re.compile(
    r'(?:href|src|srcset|content)="(?:http://testserver)?(/[^"#]*)"|<(?:loc|id|uri|link|guid[^>]*)>http://testserver(/[^<]*)<'
)


def singing(word: str, **words: Any) -> dict[str, Any]:
    """Every field that an editor fills in holds the word."""
    return {
        "title": f"标题{word}",
        "summary": f"摘要{word}。",
        "body": f"正文{word}。\n\n## 小标题{word}\n",
        "tags": (f"标签{word}", "港口"),
        "authors": (f"作者{word}",),
        "slug": f"slug-{word}",
        "extra": {"translationKey": "storm", "hidden": word},
        "cover": printing.cover(
            f"图{word}", colour=f"#{len(word):02d}4455", caption=f"说明{word}"
        ).content_digest,
        **words,
    }


def indexed(edition: Edition) -> Edition:
    indexing.index_edition(edition, NOON)
    return edition


@pytest.fixture
def hidden() -> list[Edition]:
    """A scheduled, a withdrawn and an ended article, and a draft; each with a canary, beside a public one."""
    printing.section()
    public = indexed(
        printing.printed(extra={"translationKey": "storm"}, cover=printing.cover().content_digest)
    )
    scheduled = indexed(printing.printed(at=NOON + DAY, **singing("canaryone")))
    withdrawn = indexed(printing.printed(**singing("canarytwo")))
    ended = indexed(
        printing.printed(at=NOON - DAY, until=NOON - HOUR, category="canarythree", **singing("canarythree"))
    )
    builders.article(category="canaryfour", **singing("canaryfour"))
    printing.hot_list(public, scheduled, withdrawn, ended, *printing.many(3))
    printing.withdrawn(withdrawn, note="公开的说明")
    working = builders.fresh(public.article)
    writing.revise(
        working,
        builders.content(**singing("canaryfive")),
        by=builders.chief(),
        now=NOON,
        version=working.version,
    )
    return [scheduled, withdrawn, ended]


def addresses(hidden: list[Edition]) -> list[str]:
    """Public entrances, and every way somebody who knows or guesses might ask."""
    names = "hot/ search/ corrections/ archive/ archive/2026/11/ sitemap.xml robots.txt news-sitemap.xml"
    more = "sitemaps/2026-11.xml sitemaps/sections.xml manifest.webmanifest"
    found = ["/", *(f"/{name}" for name in f"{names} {more}".split())]
    for ending in ("atom", "json", "rss"):
        found += [
            f"/feeds/{name}.{ending}"
            for name in ("latest", "categories/harbour", "tags/港口", "authors/wang-wei")
        ]
    for asked in ("港口", "标题", "正文", "摘要", "作者", "标签", "biaoti", "bt", "小标题", "图"):
        found += [
            f"/search/?q={asked}",
            f"/search/?q={asked}&sort=time",
            f"/search/?q={asked}&category=harbour",
        ]
    found += [f"/articles/{edition.article_id}/" for edition in hidden]
    found += [f"/articles/{edition.article_id}-x/" for edition in hidden]
    return [*found, "/articles/4/", "/articles/5/", "/tags/标签/", "/nothing/", "/authors/zuo-zhe/"]


def test_no_public_address_repeats_what_is_not_public(client: Client, hidden: list[Edition]) -> None:
    seen: set[str] = set()
    waiting = addresses(hidden)
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/static/"):
            continue
        seen.add(path)
        for method in (client.get, client.head, client.options):
            response = method(path)
            heard = f"{dict(response.headers)}"
            if not response.streaming and "image" not in response.headers.get("Content-Type", ""):
                heard += response.content.decode(errors="replace")
                waiting += [
                    link.replace("&amp;", "&") for pair in _LINK.findall(heard) for link in pair if link
                ]
            with kept_connections():
                response.close()
            assert "canary" not in heard.lower(), (
                path,
                heard[max(0, heard.lower().index("canary") - 200) :][:400],
            )
    assert len(seen) > 60


def test_whoever_knows_the_address_of_a_hidden_thing_gets_nothing(
    client: Client, hidden: list[Edition]
) -> None:
    for edition in hidden:
        assert edition.cover is not None
        for rendition in edition.cover.renditions.all():
            answer = client.get(f"/media/{rendition.name}")
            assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        status = client.get(f"/articles/{edition.article_id}-{edition.slug}/").status_code
        assert status == (404 if edition.live_from > NOON else 410)
        assert (
            client.get(f"/search/?q={edition.slug.removeprefix('slug-')}").content.decode().count("标题") == 0
        )
    for path in (
        "/categories/canarythree/",
        "/categories/canaryfour/",
        "/tags/标签canaryone/",
        "/feeds/tags/标签canaryone.atom",
    ):
        assert client.get(path).status_code == 404, path


def test_an_embargoed_pair_is_not_betrayed_by_its_translation(client: Client, hidden: list[Edition]) -> None:
    public = Edition.objects.live(NOON).get(slug="gang-kou")
    page = client.get(f"/articles/{public.article_id}-gang-kou/").content.decode()
    assert "hreflang" not in page
