"""The demo newsroom's content: every file can be read, and the manifest tells a complete and possible story."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from PIL import Image

from articles.text.counting import characters
from articles.text.manuscript import Manuscript, parse
from articles.text.slugs import slug
from newsroom.painting import MOTIFS, draw, save_all
from newsroom.painting_palettes import PALETTES

DEMO = Path(settings.BASE_DIR) / "demo"
MANIFEST: dict[str, Any] = tomllib.loads((DEMO / "newsroom.toml").read_text(encoding="utf-8"))
STORIES: dict[str, dict[str, Any]] = {story["file"]: story for story in MANIFEST["articles"]}
FILES = sorted(path.name for path in (DEMO / "articles").glob("*.md"))
ROLES = {person["username"]: person["role"] for person in MANIFEST["people"]}
PUBLISHED = {"live", "corrected", "withdrawn", "scheduled"}
SHORTEST, LONGEST = 300, 2500  # characters of a demo article


def source(name: str) -> str:
    return (DEMO / "articles" / name).read_text(encoding="utf-8")


def manuscript(name: str) -> Manuscript:
    return parse(source(name), name=name, zone=ZoneInfo("Asia/Shanghai"))


MANUSCRIPTS = {name: manuscript(name) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_without_a_warning_and_says_all_that_a_front_page_needs(name: str) -> None:
    story = MANUSCRIPTS[name]
    assert story.warnings == ()
    assert story.title
    assert story.summary
    assert 3 <= len(story.tags) <= 6
    assert story.authors
    assert story.publish_at is not None
    assert story.publish_at > datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", FILES)
def test_an_article_is_neither_a_note_nor_a_book(name: str) -> None:
    assert SHORTEST <= characters(MANUSCRIPTS[name].body) <= LONGEST


@pytest.mark.parametrize("name", FILES)
def test_the_language_of_a_file_is_the_one_in_its_name(name: str) -> None:
    assert MANUSCRIPTS[name].language == {"zh": "zh-hans", "en": "en"}[name.split(".")[1]]


@pytest.mark.parametrize("name", [name for name in FILES if ".zh." in name])
def test_no_space_is_typed_between_chinese_and_latin_for_its_looks(name: str) -> None:
    prose = re.sub(r"^```.*?^```", "", source(name), flags=re.DOTALL | re.MULTILINE)
    typed = re.findall(r"[\u3400-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3400-\u9fff]", prose)
    shown_as_the_example = ["F 图"] if name == "mixed-typesetting.zh.md" else []
    assert typed == shown_as_the_example


def test_every_file_is_in_the_manifest_once_and_nothing_else_is() -> None:
    assert sorted(story["file"] for story in MANIFEST["articles"]) == FILES


def test_the_newsroom_has_articles_in_every_state_and_both_languages() -> None:
    assert Counter(story["state"] for story in STORIES.values()) == {
        "live": 18,
        "scheduled": 3,
        "corrected": 2,
        "withdrawn": 1,
        "draft": 2,
        "in_review": 2,
        "changes_requested": 1,
        "approved": 1,
    }
    assert Counter(story.language for story in MANUSCRIPTS.values()) == {"zh-hans": 20, "en": 10}


def test_the_flags_of_the_contract_are_used_sparingly() -> None:
    assert [name for name in FILES if MANUSCRIPTS[name].is_sticky] == [
        "approval-by-hash.zh.md",
        "qingjiao-port.zh.md",
    ]
    assert [name for name in FILES if MANUSCRIPTS[name].is_hot] == [
        "clock-publishes.zh.md",
        "maintainer-interview.zh.md",
    ]
    assert sum(MANUSCRIPTS[name].read_minutes is not None for name in FILES) == 6
    assert MANUSCRIPTS["mixed-typesetting.zh.md"].extra["licence"] == "CC BY-SA 4.0"
    assert MANUSCRIPTS["maintainer-interview.zh.md"].extra["interviewee"] == "闻人溪"


def test_translations_come_in_pairs_of_two_languages() -> None:
    pairs: dict[str, list[str]] = {}
    for story in MANUSCRIPTS.values():
        if "translationKey" in story.extra:
            pairs.setdefault(str(story.extra["translationKey"]), []).append(story.language)
    assert {key: sorted(languages) for key, languages in pairs.items()} == {
        "approval-by-hash": ["en", "zh-hans"],
        "clock-publishes": ["en", "zh-hans"],
        "counting-views": ["en", "zh-hans"],
        "mixed-typesetting": ["en", "zh-hans"],
        "qingjiao-port": ["en", "zh-hans"],
    }


def test_every_category_and_author_is_known_to_the_manifest() -> None:
    known = {category["slug"] for category in MANIFEST["categories"]}
    assert {story.category for story in MANUSCRIPTS.values()} == known
    names = {author["name"] for author in MANIFEST["authors"]}
    assert {author.name for story in MANUSCRIPTS.values() for author in story.authors} == names


def test_addresses_of_the_published_articles_differ() -> None:
    slugs = [story.slug or slug(story.title) for story in MANUSCRIPTS.values()]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("name", FILES)
def test_nobody_approves_or_publishes_beyond_their_role(name: str) -> None:
    story = STORIES[name]
    assert ROLES[story["written_by"]] == "Writers"
    if story["state"] in PUBLISHED | {"approved", "changes_requested"}:
        assert ROLES[story["reviewed_by"]] == "Editors"
    if story["state"] in PUBLISHED:
        assert ROLES[story["published_by"]] == "Publishers"
    else:
        assert "published_by" not in story


@pytest.mark.parametrize("name", FILES)
def test_hours_agree_with_the_state(name: str) -> None:
    story = STORIES[name]
    assert (story["hours"] > 0) == (story["state"] == "scheduled")
    if story["state"] == "corrected":
        assert story["hours"] < story["corrected_hours"] < 0
        assert story["note"]
    if story["state"] == "withdrawn":
        assert story["hours"] < story["withdrawn_hours"] < 0
        assert story["reason"]
        assert story["public_note"]
    assert ("comment" in story) == (story["state"] == "changes_requested")
    assert ("traffic" in story) == (story["state"] in {"live", "corrected", "withdrawn"})


def test_a_correction_replaces_words_that_stand_in_the_text_exactly_once() -> None:
    corrected = {name: story["correction"] for name, story in STORIES.items() if "correction" in story}
    assert sorted(corrected) == ["chip-for-old-machines.zh.md", "quiet-release.en.md"]
    for name, (wrong, right) in corrected.items():
        assert MANUSCRIPTS[name].body.count(wrong) == 1
        assert right not in MANUSCRIPTS[name].body


def test_pins_hold_live_articles_at_different_places() -> None:
    pins = {name: story["pin"] for name, story in STORIES.items() if "pin" in story}
    assert {STORIES[name]["state"] for name in pins} == {"live"}
    assert sorted((pin["place"], pin["position"]) for pin in pins.values()) == [
        ("home", 1),
        ("home", 2),
        ("hot", 1),
    ]


def test_every_picture_that_is_named_is_drawn_and_every_drawn_one_is_named() -> None:
    named = {story.cover_path for story in MANUSCRIPTS.values() if story.cover_path}
    named |= {
        path for story in MANUSCRIPTS.values() for path in re.findall(r"\]\((/images/[^\s)]+)", story.body)
    }
    assert named == {f"/{path}" for path in MANIFEST["covers"]}
    assert {cover["motif"] for cover in MANIFEST["covers"].values()} == set(MOTIFS) - {"tides"}
    assert {cover["palette"] for cover in MANIFEST["covers"].values()} <= set(PALETTES)


@pytest.mark.parametrize("name", [name for name in FILES if MANUSCRIPTS[name].cover_path])
def test_a_cover_is_described_credited_and_has_a_focal_point(name: str) -> None:
    story = MANUSCRIPTS[name]
    assert len(story.cover_alt) >= 20
    assert story.cover_caption
    assert story.cover_credit
    assert story.cover_focal is not None


def test_all_covers_are_saved_where_the_articles_look_for_them(tmp_path: Path) -> None:
    saved = save_all(DEMO, tmp_path, size=(240, 160))
    assert {path.relative_to(tmp_path).as_posix() for path in saved} == set(MANIFEST["covers"])
    for path in saved:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (240, 160))


def test_loading_the_demo_twice_draws_equal_files(tmp_path: Path) -> None:
    first, again = (save_all(DEMO, tmp_path / name, size=(120, 80)) for name in ("first", "again"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_a_cover_in_full_size_stays_below_seven_hundred_kilobytes(tmp_path: Path) -> None:
    path = "images/covers/tide-and-wind.jpg"  # the richest in detail
    draw(path, **MANIFEST["covers"][path]).save(tmp_path / "full.jpg", "JPEG", quality=90, progressive=True)
    assert (tmp_path / "full.jpg").stat().st_size < 700_000
