"""A page lists what exists, the best format first, by addresses that carry the digest."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from articles.covers.encoding import AVIF, JPEG, WEBP
from articles.covers.models import Cover, Rendition
from articles.covers.renditions import largest, share_image, sources, sources_of
from tests.covers import pictures
from tests.covers.pictures import a_cover

pytestmark = pytest.mark.django_db


def test_before_the_worker_only_jpeg_is_listed() -> None:
    cover = a_cover(pictures.jpeg(1000, 700), alt="码头")
    found = sources(cover, "wide")
    folder = f"/media/covers/{cover.content_digest[:16]}"
    assert found is not None
    assert found.alternatives == (
        (JPEG, f"{folder}/wide-400.jpg 400w, {folder}/wide-640.jpg 640w, {folder}/wide-828.jpg 828w"),
    )
    assert (found.src, found.width, found.height, found.alt) == (f"{folder}/wide-828.jpg", 828, 466, "码头")


def test_afterwards_avif_comes_before_webp_before_jpeg() -> None:
    found = sources(a_cover(rendered=True), "card")
    assert found is not None
    assert [mime for mime, _srcset in found.alternatives] == [AVIF, WEBP, JPEG]
    assert [part.split()[1] for part in found.alternatives[0][1].split(", ")] == ["400w", "640w"]


def test_everything_listed_exists() -> None:
    cover = a_cover(rendered=True)
    for crop in ("wide", "card", "square", "share", "whole"):
        found = sources(cover, crop)
        assert found is not None
        listed = [part.split()[0] for _mime, srcset in found.alternatives for part in srcset.split(", ")]
        assert all(
            default_storage.exists(address.removeprefix("/media/")) for address in [*listed, found.src]
        )
        assert not any("originals" in address for address in listed)


def test_a_format_without_its_widest_waits_and_one_with_a_hole_is_listed() -> None:
    cover = a_cover(rendered=True)
    cover.renditions.filter(crop="wide", mime=AVIF, width=640).delete()
    cover.renditions.filter(crop="wide", mime=WEBP, width=400).delete()
    found = sources(cover, "wide")
    assert found is not None
    assert [mime for mime, _srcset in found.alternatives] == [WEBP, JPEG]
    assert "400w" not in found.alternatives[0][1]


def test_without_a_jpeg_nothing_is_listed() -> None:
    cover = a_cover(rendered=True)
    cover.renditions.filter(mime=JPEG, crop="wide").delete()
    assert (sources(cover, "wide"), largest(cover, "wide"), sources(cover, "unknown")) == (None, None, None)


def test_a_wide_original_falls_back_to_a_moderate_jpeg() -> None:
    found = sources(a_cover(pictures.jpeg(2000, 1400)), "wide")
    assert found is not None
    assert (found.width, found.height) == (1080, 608)


def test_a_decorative_cover_has_an_empty_alt() -> None:
    found = sources(a_cover(decorative=True), "wide")
    assert found is not None
    assert found.alt == ""


def test_the_shared_image_is_a_jpeg_of_one_size() -> None:
    cover = a_cover(pictures.jpeg(2000, 1400))
    found = share_image(cover)
    row = Rendition.objects.get(cover=cover, crop="share", mime=JPEG)
    assert found is not None
    assert (found.width, found.height, found.mime, found.size, found.src) == (
        1200, 630, JPEG, row.size, f"/media/{row.name}",
    )  # fmt: skip


def test_many_covers_cost_one_query(django_assert_num_queries: Any) -> None:
    covers = [a_cover(pictures.jpeg(width, 200)) for width in (300, 310, 320)]
    with django_assert_num_queries(1):
        found = sources_of(covers, "square")
    assert found == {cover.pk: sources(cover, "square") for cover in covers}
    prefetched = list(Cover.objects.prefetch_related("renditions"))
    with django_assert_num_queries(0):
        assert [sources(cover, "square") for cover in prefetched] == [found[cover.pk] for cover in prefetched]


def test_addresses_stay_behind_the_door_whatever_the_storage(settings: Any) -> None:
    settings.MEDIA_URL = "/pictures/"
    found = sources(a_cover(), "wide")
    assert found is not None
    assert found.src.startswith("/pictures/covers/")
