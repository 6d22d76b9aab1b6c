"""No public address sings what is hidden: the addresses come from the URL configuration, so none is forgotten."""

import re
import time
from collections.abc import Collection
from itertools import product
from typing import Any
from urllib.parse import quote, unquote

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client

from articles.publishing import effects
from articles.publishing.models import Edition
from articles.reading import seasons
from tests import builders
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.reading import hidden, printing, surfaces
from tests.reading.hidden import KINDS, SONG, World, song
from tests.reading.porches import kept_connections

pytestmark = pytest.mark.django_db
CHANGING = {"X-Request-Id", "Date"}
_LINK = re.compile(
    r'(?:href|src|srcset|content)="(?:http://testserver)?(/[^"# ]*)|http://testserver(/[^<"\s]*)'
)
ASKED: list[tuple[str, dict[str, str]]] = [
    ("get", {}),
    ("head", {}),
    ("options", {}),
    ("get", {"If-None-Match": '"x"', "If-Modified-Since": "Sun, 22 Nov 2020 04:00:00 GMT"}),
    ("get", {"Range": "bytes=0-99"}),
]


@pytest.fixture
def world(db: None) -> World:
    return hidden.world()


def test_every_address_has_its_row() -> None:
    assert surfaces.routes() == set(surfaces.ROWS)


def heard(client: Client, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status, and all that was answered: headers with their names, and the words."""
    answer = getattr(client, method)(path, headers=headers)
    told = {name: value for name, value in answer.headers.items() if name not in CHANGING}
    words = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with kept_connections():
        answer.close()
    is_picture = "image" in told.get("Content-Type", "")
    return answer.status_code, f"{told}\n" + ("" if is_picture else words.decode(errors="replace"))


def sings(words: str) -> bool:
    plain = unquote(words).lower()
    return SONG in plain or any(pair in plain or pair[:1] in plain for pair in KINDS.values())


def walk(client: Client, world: World, ways: int = len(ASKED), thoroughly: Collection[str] = ()) -> int:
    """Ask for everything in so many ways (``thoroughly`` in all), follow every link, and hear nothing.

    Returns how many addresses there were.
    """
    seen: set[str] = set()
    waiting = [path for path in surfaces.addresses(world) if not surfaces.is_sung(path)]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/static/"):
            continue
        seen.add(path)
        for method, headers in ASKED if path in thoroughly else ASKED[:ways]:
            status, words = heard(client, method, path, headers)
            assert not sings(words), (
                method,
                path,
                status,
                [line for line in words.split("\n") if sings(line)][:3],
            )
            if method == "get" and not headers:
                links = ["".join(pair).replace("&amp;", "&") for pair in _LINK.findall(words)]
                waiting += [link for link in links if not link.startswith("/admin/")]
    return len(seen)


def test_no_address_sings_of_what_is_hidden(client: Client, world: World) -> None:
    assert walk(client, world) > 250


def test_whoever_says_the_word_hears_no_more_than_for_a_word_that_nobody_knows(
    client: Client, world: World
) -> None:
    """Pages repeat what was asked; so each answer is held against that for a stranger's word in its place."""
    differing = [
        path for path in surfaces.addresses(world) if surfaces.is_sung(path) and not _is_gone(path, world)
    ]
    assert len(differing) > 150
    for path in differing:
        assert _answer(client, path) == _answer(client, _strange(path)), path


def _is_gone(path: str, world: World) -> bool:
    """Articles that readers see or once saw lead to their own address or answer 410; a stranger's number does not."""
    once = {world.hidden[kind].pk for kind in ("withdrawn", "redirected", "ended")} | {
        world.public.article_id
    }
    number = re.match(r"/(?:api/v1/)?articles/([0-9]+)", path)
    return number is not None and int(number[1]) in once


_STRANGERS = {song(kind): f"strange{kind}" for kind in KINDS} | {
    pair: "".join(chr(ord("龘") + 2 * place + n) for n in range(2))
    for place, pair in enumerate(KINDS.values())
}


def _strange(path: str) -> str:
    plain = unquote(path)
    for word, stranger in _STRANGERS.items():
        plain = plain.replace(word, stranger)
    return re.sub(r"^(/(?:api/v1/)?articles/)[0-9]+", rf"\g<1>{surfaces.UNKNOWN}", plain)


def _answer(client: Client, path: str) -> tuple[int, str]:
    """What is answered, with every word of the question taken out and numbers of addresses alike."""
    status, words = heard(client, "get", path, {})
    plain = unquote(words)
    for word, stranger in _STRANGERS.items():
        for each in (word, stranger):
            plain = plain.replace(each, "…").replace(each.encode("unicode_escape").decode(), "…")
    return status, re.sub(r"'Content-Length': '\d+'|/articles/\d+|\"\d{32,}\"", "…", plain)


def test_unknown_draft_and_embargoed_numbers_answer_byte_for_byte_alike(client: Client, world: World) -> None:
    never = [kind for kind in world.hidden if kind not in ("withdrawn", "redirected", "ended")]
    assert len(never) >= 8
    stems = ("/articles/{}/", "/articles/{}-x/", "/api/v1/articles/{}", "/views/{}")
    for stem, (method, headers) in product(stems, ASKED):
        unknown = heard(client, method, stem.format(surfaces.UNKNOWN), headers)
        for kind in never:
            number = world.hidden[kind].pk
            status, words = heard(client, method, stem.format(number), headers)
            alike = words.replace(stem.format(number), stem.format(surfaces.UNKNOWN))
            assert (status, alike) == unknown, (stem, method, kind)


def test_pictures_of_what_is_hidden_are_not_there(client: Client, world: World) -> None:
    assert len(world.covers) > 30
    for name in world.covers:
        for method, headers in ASKED[:1] + ASKED[3:]:
            answer = getattr(client, method)(f"/media/{name}", headers=headers)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store"), name


def test_somebody_signed_in_without_a_right_hears_no_more(client: Client, world: World) -> None:
    client.force_login(builders.person())
    assert walk(client, world, 1) > 250


def test_a_scheduled_story_is_silent_a_second_before_and_sings_on_it(
    client: Client, world: World, at_noon: time_machine.Traveller
) -> None:
    at_noon.move_to(NOON + DAY - MINUTE / 60)
    walk(client, world, 1)
    at_noon.move_to(NOON + DAY)
    edition = world.editions["scheduled"]
    own = f"/articles/{edition.article_id}-slug-canaryscheduled/"
    singing = [
        own,
        "/",
        "/feeds/latest.atom",
        "/sitemaps/2026-11.xml",
        "/search/?q=canaryscheduled",
        "/api/v1/articles",
    ]
    for path in singing:
        assert "canaryscheduled" in client.get(path).content.decode(), path


def _warming(world: World, kind: str) -> list[str]:
    """What readers may ask while one thing is public: everything, but the words of no other kind."""
    strange = [word for other in KINDS if other != kind for word in (song(other), quote(KINDS[other]))]
    return [
        path
        for path in surfaces.addresses(world)
        if not path.startswith("/views/") and not any(word in path for word in strange)
    ]


def test_a_cache_that_staff_have_warmed_forgets_in_the_second_of_the_end(
    client: Client, settings: Any, clean_redis: Any, at_noon: time_machine.Traveller
) -> None:
    settings.PAGE_CACHE = True
    world = World(printing.printed())
    edition = printing.printed(until=NOON + HOUR, **hidden.words("ended", world))
    world.editions["ended"], world.hidden["ended"] = edition, edition.article
    effects.perform_due(lambda: NOON)
    staff = Client()
    staff.force_login(builders.chief())
    paths = _warming(world, "ended")
    sung = [path for path in paths for reader in (staff, client) if sings(heard(reader, "get", path, {})[1])]
    assert len(sung) > 20
    at_noon.move_to(NOON + HOUR)
    seasons.forget()
    walk(client, world, 1, thoroughly=sung)
    for rendition in world.covers:
        assert client.get(f"/media/{rendition}").status_code == 404


def test_a_withdrawal_silences_a_warm_cache(
    client: Client, settings: Any, clean_redis: Any, at_noon: time_machine.Traveller
) -> None:
    settings.PAGE_CACHE = True
    world = World(printing.printed())
    edition = printing.printed(**hidden.words("withdrawn", world))
    world.editions["withdrawn"], world.hidden["withdrawn"] = edition, edition.article
    effects.perform_due(lambda: NOON)
    paths = _warming(world, "withdrawn")
    sung = [path for path in paths if sings(heard(client, "get", path, {})[1])]
    assert len(sung) > 10
    printing.withdrawn(edition)
    at_noon.shift(5)
    time.sleep(
        seasons.KEPT_SECONDS
    )  # a process asks what the site looks like once a second, by a clock nobody moves
    walk(client, world, 1, thoroughly=sung)


def test_the_canaries_are_alive(world: World) -> None:
    """What would make every test above pass by itself: hidden things that sing nothing."""
    assert set(world.hidden) | {"older", "newer"} == set(KINDS)
    assert Edition.objects.filter(title__contains=SONG).count() >= 6
    assert django_settings.EFFECT_PERFORMERS["index"]
