"""Pictures on pages: every format and width that exists, sized before they load, the lead first and the rest later."""

import re

import pytest
from django.test import Client

from articles.covers import rendering
from articles.covers.models import Cover
from articles.publishing import effects, pictures
from articles.publishing.models import Effect
from articles.publishing.verifying import verify
from tests.builders import MINUTE, NOON
from tests.reading import printing

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
PICTURE = re.compile(r"<picture>.*?</picture>")
SOURCE = re.compile(r'<source type="([^"]+)" srcset="([^"]+)" sizes="([^"]+)">')
IMAGE = re.compile(r"<img ([^>]*)>")


def _drawn(size: tuple[int, int] = (2000, 1250), **words: str) -> Cover:
    """A cover with all its copies."""
    cover = printing.cover(size=size, **words)
    assert rendering.render_missing(cover) == []
    return cover


def _widths(srcset: str) -> list[int]:
    return [int(part.split()[1].removesuffix("w")) for part in srcset.split(", ")]


def _attributes(picture: str) -> dict[str, str]:
    found = IMAGE.search(picture)
    assert found is not None
    return dict(re.findall(r'([a-z]+)="([^"]*)"', found[1]))


def test_the_cover_comes_in_three_formats_and_six_widths_at_once(client: Client) -> None:
    edition = printing.printed(
        cover=_drawn(caption="第三天", credit="王维摄", licence="CC BY 4.0").content_digest
    )
    page = client.get(f"/articles/{edition.article_id}-gang-kou/").content.decode()
    cover = PICTURE.findall(page)[0]
    sources = SOURCE.findall(cover)
    assert [mime for mime, _srcset, _sizes in sources] == ["image/avif", "image/webp", "image/jpeg"]
    assert [_widths(srcset) for _mime, srcset, _sizes in sources] == [[400, 640, 828, 1080, 1440, 1920]] * 3
    image = _attributes(cover)
    assert int(image["width"]) / int(image["height"]) == pytest.approx(16 / 9, rel=0.01)
    assert (image["fetchpriority"], image["decoding"], image.get("loading")) == ("high", "async", None)
    credit, licence = '<span class="credit">王维摄</span>', '<span class="credit licence">CC BY 4.0</span>'
    assert f"<figcaption>第三天 {credit} {licence}</figcaption>" in page


def test_a_picture_in_the_text_gains_its_formats_when_the_worker_has_drawn_them(client: Client) -> None:
    cover = printing.cover(size=(480, 360))
    edition = printing.printed(body=f"风停了。\n\n![浮标]({pictures.address_of(cover)})\n")
    Effect.objects.exclude(kind="redraw").delete()
    path = f"/articles/{edition.article_id}-gang-kou/"
    assert effects.perform_due(lambda: NOON) == 0
    assert "image/avif" not in client.get(path).content.decode()
    rendering.render_due(NOON)
    assert effects.perform_due(lambda: NOON + MINUTE) == 1
    assert "image/avif" in client.get(path).content.decode()
    assert list(verify()) == []
    Effect.objects.all().delete()
    printing.printed("另一篇", slug="ling", body=edition.body)
    assert not Effect.objects.filter(kind="redraw").exists()  # nothing is left to wait for


def test_no_copy_is_larger_than_the_original(client: Client) -> None:
    edition = printing.printed(cover=_drawn(size=(900, 600)).content_digest)
    page = client.get(f"/articles/{edition.article_id}-gang-kou/").content.decode()
    widths = [width for _mime, srcset, _sizes in SOURCE.findall(page) for width in _widths(srcset)]
    assert max(widths) <= 900


def test_the_front_page_asks_for_its_lead_first_and_for_the_rest_when_near(client: Client) -> None:
    printing.section()
    printing.many(9, cover=_drawn().content_digest)
    pictures = [_attributes(each) for each in PICTURE.findall(client.get("/").content.decode())]
    assert len(pictures) == 9
    assert [each.get("fetchpriority") for each in pictures] == ["high"] + [None] * 8
    assert [each.get("loading") for each in pictures] == [None] + ["lazy"] * 8
    shapes = [int(each["width"]) / int(each["height"]) for each in pictures]
    assert shapes == pytest.approx([16 / 9] + [4 / 3] * 8, rel=0.01)


def test_an_article_without_a_cover_has_no_grey_box(client: Client) -> None:
    printing.printed()
    page = client.get("/").content.decode()
    assert "<picture>" not in page
    assert "card-picture" not in page


def test_small_lists_are_square(client: Client) -> None:
    printing.hot_list(*printing.many(3, cover=_drawn().content_digest))
    thumbs = [_attributes(each) for each in PICTURE.findall(client.get("/hot/").content.decode())]
    assert [(each["width"] == each["height"], each["loading"]) for each in thumbs] == [(True, "lazy")] * 3
