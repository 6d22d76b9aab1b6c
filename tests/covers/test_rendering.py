"""The worker makes AVIF and WebP once; what fails stops nothing else, waits ever longer, and is parked."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.clocks.models import Turn
from articles.covers import encoding, rendering, storing
from articles.covers.encoding import AVIF, JPEG, WEBP
from articles.covers.models import Cover, Rendition
from articles.covers.rendering import render_due, render_missing
from articles.covers.tasks import render_covers
from articles.covers.uploading import reword
from tests.builders import NOON
from tests.covers import pictures
from tests.covers.pictures import a_cover

pytestmark = pytest.mark.django_db


def made(cover: Cover, mime: str) -> set[tuple[str, int]]:
    return {(row.crop, row.width) for row in cover.renditions.filter(mime=mime)}


def test_after_the_turn_every_jpeg_has_its_avif_and_webp() -> None:
    cover = a_cover()
    assert (made(cover, AVIF), made(cover, WEBP)) == (set(), set())
    assert render_due(NOON) == 1
    assert made(cover, AVIF) == made(cover, WEBP) == made(cover, JPEG)
    cover.refresh_from_db()
    assert (cover.render_due_at, cover.render_attempts, cover.render_error) == (None, 0, "")


def test_a_second_turn_does_nothing() -> None:
    a_cover()
    render_covers()
    before = list(Rendition.objects.order_by("pk").values_list())
    assert render_due(NOON + timedelta(days=9)) == 0
    render_covers()
    assert list(Rendition.objects.order_by("pk").values_list()) == before
    assert Turn.objects.get(name="articles.render_covers").error == ""


def test_only_what_is_missing_is_made() -> None:
    cover = a_cover(rendered=True)
    lost = cover.renditions.get(crop="wide", mime=WEBP, width=640)
    lost.delete()
    kept = set(Rendition.objects.values_list("pk", flat=True))
    assert render_missing(cover) == []
    new = Rendition.objects.exclude(pk__in=kept).get()
    assert (new.crop, new.mime, new.width, new.name) == ("wide", WEBP, 640, lost.name)


def test_one_failing_rendition_stops_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoding.encoded

    def fails_once(image: Image.Image, mime: str) -> bytes:
        if mime == AVIF and image.size == (640, 360):
            raise RuntimeError("the encoder ran into a wall")
        return whole(image, mime)

    cover = a_cover()
    monkeypatch.setattr(encoding, "encoded", fails_once)
    render_due(NOON)
    assert made(cover, JPEG) - made(cover, AVIF) == {("wide", 640)}
    assert made(cover, WEBP) == made(cover, JPEG)
    cover.refresh_from_db()
    assert cover.render_error == "wide 640 image/avif: the encoder ran into a wall"
    assert cover.render_due_at == NOON + timedelta(minutes=2)


def test_a_failing_cover_waits_longer_each_time_and_is_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_image: Image.Image, _mime: str) -> bytes:
        raise MemoryError

    cover, now, waits = a_cover(pictures.jpeg(300, 200)), NOON, []
    monkeypatch.setattr(encoding, "encoded", fails)
    while cover.render_due_at is not None:
        assert render_due(now) == 1
        assert render_due(now) == 0
        cover.refresh_from_db()
        if cover.render_due_at is not None:
            waits.append(int((cover.render_due_at - now).total_seconds()))
            now = cover.render_due_at
    assert waits == [120, 480, 1920, 7680]
    assert list(Cover.objects.render_parked()) == [cover]
    assert "MemoryError" in cover.render_error
    assert render_due(now + timedelta(days=30)) == 0


def test_a_cover_that_kills_its_worker_is_parked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_cover: Cover) -> list[str]:
        raise SystemExit(137)

    cover, now = a_cover(pictures.jpeg(300, 200)), NOON
    monkeypatch.setattr(rendering, "render_missing", killed)
    for _attempt in range(5):
        with pytest.raises(SystemExit):
            render_due(now)
        now += timedelta(days=1)
    assert render_due(now) == 0
    assert Cover.objects.render_parked().get() == cover


def test_a_parked_cover_gets_a_fresh_start_on_demand() -> None:
    cover = a_cover(pictures.jpeg(300, 200))
    Cover.objects.filter(pk=cover.pk).update(render_due_at=None, render_attempts=5, render_error="away")
    rendering.render_again(cover, now=NOON)
    assert list(Cover.objects.render_parked()) == []
    assert render_due(NOON) == 1
    assert made(cover, AVIF) == made(cover, JPEG)


def test_a_lost_original_fails_in_words_and_other_covers_go_on() -> None:
    lost, good = a_cover(pictures.jpeg(310, 200)), a_cover(pictures.jpeg(320, 200))
    default_storage.delete(lost.picture.original.name)
    assert render_due(NOON) == 2
    lost.refresh_from_db()
    assert "No such file" in lost.render_error
    assert made(good, AVIF) == made(good, JPEG)


def test_a_cover_claimed_by_another_worker_is_left_to_it() -> None:
    cover = a_cover(pictures.jpeg(300, 200))
    Cover.objects.filter(pk=cover.pk).update(render_due_at=NOON - timedelta(seconds=1))
    assert rendering._rendered(cover, NOON) is False
    assert made(cover, AVIF) == set()


def test_a_turn_ends_when_its_seconds_are_over() -> None:
    for width in (300, 310, 320):
        a_cover(pictures.jpeg(width, 200))
    assert render_due(NOON, seconds=0) <= 1
    assert Cover.objects.exclude(render_due_at=None).count() >= 2


def test_other_words_take_the_finished_files_over(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = a_cover(rendered=True)
    other = reword(
        cover, by=None, now=NOON, alt="x", decorative=False, caption="", credit="", focal=cover.focal
    )
    monkeypatch.setattr(encoding, "encoded", None)
    assert render_due(NOON) == 1
    assert made(other, AVIF) == made(other, WEBP) == made(cover, JPEG)
    one, two = (row.renditions.get(crop="wide", width=400, mime=AVIF).name for row in (cover, other))
    assert storing.read(one) == storing.read(two)


@pytest.mark.markup
def test_the_avif_of_an_ordinary_cover_is_light() -> None:
    cover = a_cover(pictures.encoded(pictures.photograph(1920, 1280), quality=90))
    assert render_missing(cover, (AVIF,)) == []
    assert cover.renditions.get(crop="wide", width=828, mime=AVIF).size <= 90_000
