"""Crops are arithmetic: as large as the shape allows, as near to the focal point as the edge allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.covers.cropping import CROPS, NEWS, Shape, box, every_shape, reduction, shapes

sides = st.integers(1, 20_000)
shares = st.floats(0, 1)


def test_a_centred_focal_point_cuts_the_middle() -> None:
    assert box("wide", 1600, 1200, (0.5, 0.5)) == (0, 150, 1600, 1050)


def test_a_focal_point_at_the_edge_keeps_the_crop_inside() -> None:
    assert box("square", 1600, 1200, (1, 1)) == (400, 0, 1600, 1200)
    assert box("square", 1600, 1200, (0, 0)) == (0, 0, 1200, 1200)


@given(st.sampled_from(list(CROPS)), sides, sides, shares, shares)
def test_every_box_lies_in_the_picture(crop: str, width: int, height: int, x: float, y: float) -> None:
    left, upper, right, lower = box(crop, width, height, (x, y))
    assert 0 <= left < right <= width * (1 + 1e-9)
    assert 0 <= upper < lower <= height * (1 + 1e-9)
    ratio = CROPS[crop].ratio or width / height
    assert (right - left) / (lower - upper) == pytest.approx(ratio)


def test_widths_never_exceed_what_was_cut() -> None:
    assert [shape.width for shape in shapes("wide", 1500, 1000)] == [400, 640, 828, 1080, 1440]
    assert [shape.width for shape in shapes("square", 1500, 1000)] == [400]
    assert shapes("share", 1500, 1000) == [Shape("share", 1200, 630)]
    assert shapes("card", 4000, 3000)[-1] == Shape("card", 828, 621)


def test_a_small_picture_has_one_rendition_in_its_own_size() -> None:
    assert shapes("wide", 320, 320) == [Shape("wide", 320, 180)]
    assert shapes("share", 900, 900) == [Shape("share", 900, 472)]
    assert shapes("whole", 1, 1) == [Shape("whole", 1, 1)]


@given(sides, sides)
def test_every_crop_has_a_rendition_that_every_encoder_can_write(width: int, height: int) -> None:
    made = list(every_shape(width, height))
    assert {shape.crop for shape in made if shape.crop not in NEWS} == set(CROPS)
    for shape in made:
        assert 1 <= shape.width <= width
        assert 1 <= shape.height <= 16_383


@pytest.mark.parametrize(
    ("width", "height", "wanted"),
    [
        (1000, 700, []),
        (1300, 900, [Shape("news16x9", 1200, 675), Shape("news-4x3", 1200, 900)]),
        (2000, 1400, [Shape("news-4x3", 1200, 900), Shape("news-1x1", 1200, 1200)]),
    ],
)
def test_structured_data_get_three_shapes_of_1200_px_where_the_picture_allows(
    width: int, height: int, wanted: list[Shape]
) -> None:
    assert [shape for shape in every_shape(width, height) if shape.crop in NEWS] == wanted


@given(sides, sides)
def test_shrinking_leaves_enough_for_the_widest_rendition(width: int, height: int) -> None:
    factor = reduction(width, height)
    assert factor in (1, 2, 4, 8)
    widest = min(width, height * 16 / 9)
    if width * height <= 13_000_000:
        assert widest / factor >= min(widest, 1920)


def test_fifty_megapixels_are_shrunk_at_once() -> None:
    assert reduction(8660, 5770) == 4
    assert reduction(25_000, 2_000) == 2
    assert reduction(1920, 1280) == 1
