"""The painter: every motif draws in any size, and the same name always gives the same picture."""

import pytest
from PIL import Image

from newsroom.painting import MOTIFS, draw
from newsroom.painting_canvas import Canvas, above
from newsroom.painting_palettes import PALETTES
from newsroom.painting_shapes import along, mix, rounded, smooth

SMALL = (240, 160)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_a_motif_draws_the_same_picture_twice_and_another_one_under_another_name(motif: str) -> None:
    first, again = (draw("harbour.jpg", motif, size=SMALL) for _ in range(2))
    assert first.size == SMALL
    assert first.mode == "RGB"
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != draw("other.jpg", motif, size=SMALL).tobytes()


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_a_motif_is_a_picture_and_not_an_empty_sheet(motif: str) -> None:
    picture = draw("harbour.jpg", motif, size=SMALL).convert("L")
    darkest, lightest = picture.getextrema()
    assert lightest - darkest > 100


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_a_palette_gives_its_own_colours(palette: str) -> None:
    others = [name for name in PALETTES if name != palette]
    own = draw("tide.jpg", "tides", palette=palette, size=SMALL).tobytes()
    assert own not in [draw("tide.jpg", "tides", palette=name, size=SMALL).tobytes() for name in others]


def test_other_proportions_are_filled_to_the_edge() -> None:
    assert draw("tide.jpg", "tides", size=(160, 160)).size == (160, 160)
    assert draw("tide.jpg", "tides", size=(300, 80)).size == (300, 80)


def test_an_unknown_motif_or_palette_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("a.jpg", "sunset-with-kittens", size=SMALL)
    with pytest.raises(KeyError):
        draw("a.jpg", "tides", palette="beige", size=SMALL)


def test_colours_mix_and_follow_their_scale() -> None:
    assert mix((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
    scale = ((0, (0, 0, 0)), (100, (100, 100, 100)), (200, (100, 0, 0)))
    assert [along(scale, place) for place in (-5, 50, 150, 900)] == [
        (0, 0, 0),
        (50, 50, 50),
        (100, 50, 50),
        (100, 0, 0),
    ]


def test_curves_keep_their_ends() -> None:
    bends = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]
    assert (smooth(bends)[0], smooth(bends)[-1]) == (bends[0], bends[-1])
    assert (rounded(bends, 20)[0], rounded(bends, 20)[-1]) == (bends[0], bends[-1])
    assert (100.0, 0.0) not in rounded(bends, 20)


def test_a_field_is_cut_at_its_level() -> None:
    canvas = Canvas("field", PALETTES["science"], (4, 1))
    heights = Image.new("F", canvas.size)
    heights.putdata([10.0, 99.0, 101.0, 200.0])
    assert list(above(heights, 100).tobytes()) == [0, 68, 188, 255]
