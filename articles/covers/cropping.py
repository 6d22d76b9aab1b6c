"""Which crops and widths a picture gets, and where each is cut: pure arithmetic around the focal point."""

from collections.abc import Iterator
from typing import NamedTuple

WIDTHS = (400, 640, 828, 1080, 1440, 1920)  # px
TALLEST = 16_000  # px; WebP ends at 16,383


class Crop(NamedTuple):
    """A shape (width to height; none for the whole picture) and the widths in px that pages ask for."""

    ratio: float | None
    widths: tuple[int, ...]


CROPS = {
    "wide": Crop(16 / 9, WIDTHS),  # the article's cover
    "card": Crop(4 / 3, WIDTHS[:3]),  # a card is never wider than half a tablet
    "square": Crop(1.0, (400, 1080)),  # small lists; the large one serves structured data
    "share": Crop(1200 / 630, (1200,)),  # shared links know one size
    "whole": Crop(None, WIDTHS),  # pictures in the body
}
# What structured data show of a story, larger than lists need it; JPEG alone. Each is another width of a crop above.
NEWS_WIDTH = 1200  # px
NEWS = {"news16x9": "wide", "news-4x3": "card", "news-1x1": "square"}


class Shape(NamedTuple):
    """One rendition to be made, in px."""

    crop: str
    width: int
    height: int


def box(crop: str, width: int, height: int, focal: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, upper, right, lower in px: the largest area of the crop's shape, as near to ``focal`` as fits."""
    ratio = CROPS[NEWS.get(crop, crop)].ratio or width / height
    cut_width, cut_height = min(width, height * ratio), min(height, width / ratio)
    left = min(max(focal[0] * width - cut_width / 2, 0), width - cut_width)
    upper = min(max(focal[1] * height - cut_height / 2, 0), height - cut_height)
    return left, upper, left + cut_width, upper + cut_height


def shapes(crop: str, width: int, height: int) -> list[Shape]:
    """The renditions of a crop of a picture of this size, the narrowest first; never wider than what was cut.

    A picture too small for every width gets one rendition in its own size.
    """
    ratio = CROPS[crop].ratio or width / height
    most = max(1, int(min(width, height * ratio, TALLEST * ratio)))
    widths = [wanted for wanted in CROPS[crop].widths if wanted <= most] or [most]
    return [Shape(crop, wanted, min(TALLEST, max(1, round(wanted / ratio)))) for wanted in widths]


def every_shape(width: int, height: int) -> Iterator[Shape]:
    """All renditions of a picture of this size."""
    for crop in CROPS:
        yield from shapes(crop, width, height)
    yield from _news_shapes(width, height)


def _news_shapes(width: int, height: int) -> Iterator[Shape]:
    """NEWS_WIDTH where the picture allows it and the crop that it belongs to ends below."""
    for crop, same in NEWS.items():
        ratio = CROPS[same].ratio or width / height
        if min(width, height * ratio) >= NEWS_WIDTH > shapes(same, width, height)[-1].width:
            yield Shape(crop, NEWS_WIDTH, round(NEWS_WIDTH / ratio))


def reduction(width: int, height: int) -> int:
    """The whole number by which a picture may be shrunk at once and still serve every rendition.

    1, 2, 4 or 8: the widest 16:9 cut keeps 1920 px, except that no more than 13 megapixels go on.
    """
    factor = 1
    while factor < 8 and min(width, height * 16 / 9) >= 2 * factor * WIDTHS[-1]:
        factor *= 2
    while factor < 8 and width * height > 13_000_000 * factor**2:
        factor *= 2
    return factor
