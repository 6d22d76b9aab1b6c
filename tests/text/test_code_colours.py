"""The colours of code can be read, light and dark, and cover exactly the classes the renderer gives."""

import re
from pathlib import Path

from articles.text.highlighting import CLASSES

CSS = (Path(__file__).parents[2] / "static" / "reading" / "code.css").read_text(encoding="utf-8")
ENOUGH = 4.5  # WCAG 2.2, 1.4.3


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_stands_out_from_the_ground_in_both_schemes() -> None:
    light_ground, dark_ground = re.findall(r"background: light-dark\((#\w{6}), (#\w{6})\)", CSS)[0]
    pairs = re.findall(r"color: light-dark\((#\w{6}), (#\w{6})\)", CSS)
    assert len(pairs) == len(CLASSES) + 2
    weak = [
        pair
        for pair in pairs
        if contrast(pair[0], light_ground) < ENOUGH or contrast(pair[1], dark_ground) < ENOUGH
    ]
    assert weak == []


def test_the_plain_value_before_each_pair_is_its_light_one() -> None:
    doubled = re.findall(
        r"(?:color|background): (#\w{6});\s*(?:color|background): light-dark\((#\w{6}),", CSS
    )
    assert len(doubled) == CSS.count("light-dark(#")
    assert [pair for pair in doubled if pair[0] != pair[1]] == []


def test_the_classes_are_those_of_the_renderer() -> None:
    assert set(re.findall(r"\.(hl-\w+)", CSS)) == CLASSES
