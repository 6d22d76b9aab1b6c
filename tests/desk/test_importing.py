"""The content contract, row by row: what a file says is what the newsroom holds, and what it exports again."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.covers.models import Cover
from articles.drafting.models import Article, Author, Category, Revision, Tag
from articles.popularity.models import Boost, Standing
from articles.publishing.models import Edition, Pin
from articles.publishing.verifying import verify
from tests.builders import chief, editor, writer
from tests.covers.pictures import jpeg

pytestmark = pytest.mark.django_db

FULL = """---
title: "潮汐预报换了新算法"
summary: "港口的预报从今天起每小时更新一次。"
category: "harbour"
tags: ["潮汐", "５Ｇ"]
author:
  name: "林知夏"
  bio: "写海与机器。"
publishDate: "2026-03-01 07:30"
updateDate: "2026-03-02"
coverImage: "/images/tide.jpg"
coverAlt: "夜里的码头"
coverCaption: "新旧两块屏幕"
coverCredit: "新闻室"
coverLicence: "CC BY 4.0"
coverFocal: 0.25, 0.75
isSticky: true
isHot: true
views: 1250
readTime: 8
translationKey: tide
desk-note: keep me
---

# 潮汐预报换了新算法

**注意：**新的预报只覆盖本港。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def put(folder: Path, words: str, name: str = "tide.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words.encode())
    return path


def bring(*arguments: object, **options: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def bring_failing(*arguments: object, **options: object) -> str:
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_articles", *map(str, arguments), stdout=io.StringIO(), stderr=err, **options)
    return err.getvalue()


def counts() -> list[int]:
    tables = (Article, Revision, Edition, Pin, Boost, Cover, Tag, Author, Category, Standing)
    return [table.objects.count() for table in tables]


@pytest.fixture
def full(folder: Path) -> Edition:
    """The full file as a live edition."""
    media = folder.parent / "media"
    (media / "images").mkdir(parents=True)
    (media / "images" / "tide.jpg").write_bytes(jpeg(1600, 1000))
    put(folder, FULL)
    bring(folder, media=media, mode="live", by=chief(name="zhubian").username)
    return Edition.objects.select_related("cover", "category").get()


def test_words_and_people_arrive(full):
    assert (full.title, full.summary) == ("潮汐预报换了新算法", "港口的预报从今天起每小时更新一次。")
    assert (full.category.slug, full.tag_names) == ("harbour", ["潮汐", "５Ｇ"])
    assert full.byline == [{"name": "林知夏", "slug": "lin-zhi-xia", "bio": "写海与机器。"}]


def test_a_heading_equal_to_the_title_is_not_printed_twice(full):
    assert "<h1" not in full.html
    assert "<h2" not in full.html
    assert "<strong>注意：</strong>" in full.html


def test_dates_are_the_newsrooms_own(full):
    assert full.live_from == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert full.updated_at == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


def test_the_cover_comes_with_its_words_and_its_focal_point(full):
    cover = full.cover
    assert (cover.alt, cover.caption, cover.credit, cover.licence) == (
        "夜里的码头", "新旧两块屏幕", "新闻室", "CC BY 4.0",
    )  # fmt: skip
    assert (cover.focal_x, cover.focal_y) == (0.25, 0.75)
    assert full.cover_digest == cover.content_digest


def test_sticky_is_a_pin_and_hot_an_expiring_boost(full):
    pin, boost = Pin.objects.get(), Boost.objects.get()
    assert (pin.article_id, pin.place, pin.live_until) == (full.article_id, "home", None)
    assert boost.factor == 2
    assert timedelta(hours=23) < boost.live_until - timezone.now() <= timedelta(hours=24)


def test_views_count_into_the_total_and_never_into_the_heat(full):
    standing = Standing.objects.get()
    assert (standing.imported_views, standing.views, standing.l1, standing.l6) == (1250, 0, None, None)


def test_reading_minutes_set_by_hand_win(full):
    assert full.minutes == 8


def test_unknown_keys_are_kept_and_the_translation_key_links(full):
    assert full.extra["desk-note"] == "keep me"
    assert full.translation_key == "tide"


def test_an_import_vouches_with_an_approval_of_its_own_kind(full):
    assert [(row["by"], row["kind"]) for row in full.approvals] == [("zhubian", "import")]
    assert list(verify()) == []


def test_the_same_file_twice_changes_nothing(full, folder):
    before = counts()
    out, _err = bring(folder, media=folder.parent / "media", mode="live", by="zhubian")
    assert counts() == before
    assert re.findall(r"\d+", out) == ["0", "0", "1", "0"]


def test_a_changed_file_is_a_new_revision_and_an_update(full, folder):
    put(folder, FULL.replace("只覆盖本港", "覆盖全湾"))
    bring(folder, media=folder.parent / "media", mode="live", by="zhubian")
    live = Edition.objects.live(timezone.now()).get()
    assert (live.article_id, live.kind, live.published_at) == (full.article_id, "update", full.published_at)
    assert "覆盖全湾" in live.body


def test_a_dry_run_writes_nothing(folder):
    media = folder.parent / "media"
    (media / "images").mkdir(parents=True)
    (media / "images" / "tide.jpg").write_bytes(jpeg(1600, 1000))
    put(folder, FULL)
    before = counts()
    bring(folder, media=media, mode="live", by=chief().username, dry_run=True)
    assert counts() == before


def test_export_and_import_again_give_the_same_hashes(full, folder, tmp_path):
    put(folder, "没有文件头的一篇。\n\n第二段，有一个词：**“重”**。\n", "plain.md")
    put(folder, '+++\ntitle = "TOML"\ncategory = "harbour"\ntags = ["a", "b"]\n+++\n\nText.\n', "toml.md")
    bring(folder, media=folder.parent / "media")
    hashes = sorted(Article.objects.values_list("latest__content_hash", flat=True))
    call_command("export_articles", str(tmp_path / "out"), stdout=io.StringIO())
    before = counts()
    bring(tmp_path / "out", media=tmp_path / "out")
    assert counts() == before, "the same newsroom already holds them"
    Edition.objects.all().delete()
    for table in (Pin, Boost):
        table.objects.all().delete()
    Article.objects.update(latest=None)
    from articles.drafting.models import Move
    from articles.review.models import Decision

    for table in (Decision, Move, Revision, Article, Cover):
        table.objects.all().delete()
    bring(tmp_path / "out", media=tmp_path / "out")
    assert sorted(Article.objects.values_list("latest__content_hash", flat=True)) == hashes


def test_a_bad_file_is_named_with_its_line_and_the_rest_goes_on(folder):
    put(folder, FULL, "a.md")
    put(folder, "---\ntitle: x\nviews: many\n---\n\ny\n", "b.md")
    put(folder, "---\ntitle: x\ntitle: y\n---\n\ny\n", "c.md")
    err = bring_failing(folder)
    assert "b.md:3: " in err
    assert "c.md:3: " in err
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("publishDate: 9999-99-99", 3),
        ("isSticky: perhaps", 3),
        ("views: -1", 3),
        ("coverFocal: 2, 0", 3),
        ("readTime: soon", 3),
        ("tags: &a [*a]", 3),
        ("extra: !!python/object:os.system x", 3),
    ],
)
def test_nonsense_in_a_key_names_its_line(folder, line, number):
    put(folder, f"---\ntitle: x\n{line}\n---\n\ny\n")
    assert f"tide.md:{number}: " in bring_failing(folder)
    assert Article.objects.count() == 0


def test_a_missing_cover_is_a_warning_and_the_article_comes(folder):
    put(folder, FULL)
    _out, err = bring(folder)
    assert "/images/tide.jpg" in err
    assert Article.objects.get().latest.cover is None


@pytest.mark.parametrize(
    "path", ["https://example.com/a.jpg", "//example.com/a.jpg", "../secret.jpg", "/etc/hostname"]
)
def test_a_cover_elsewhere_is_neither_fetched_nor_read(folder, path):
    (folder.parent / "secret.jpg").write_bytes(jpeg(800, 600))
    put(folder, FULL.replace("/images/tide.jpg", path))
    bring(folder)
    assert Cover.objects.count() == 0
    assert Article.objects.count() == 1


def test_a_file_that_is_no_picture_is_a_warning(folder):
    put(folder, FULL)
    (folder / "tide.jpg").write_bytes(b"PK\x03\x04 not a picture")
    _out, err = bring(folder)
    assert "tide.jpg" in err
    assert Article.objects.count() == 1


def test_other_systems_words_are_understood(folder):
    put(
        folder,
        "---\ntitle: Hugo\ndate: 2024-05-06T07:08:09+02:00\ndescription: The summary.\n"
        "categories: [science, sea]\nkeywords: one、two；Three\nslug: old-address\nlang: en\n"
        "draft: true\n---\n\nText.\n",
    )
    bring(folder, mode="live", by=chief().username)
    latest = Article.objects.get().latest
    assert (latest.summary, latest.category_slug, latest.slug, latest.language) == (
        "The summary.",
        "science",
        "old-address",
        "en",
    )
    assert {"one", "two", "Three"} <= set(latest.tag_names)
    assert Edition.objects.count() == 0, "a draft stays one"


def test_without_front_matter_the_first_heading_and_paragraph_speak(folder):
    put(folder, "# 一个标题\n\n- 列表\n\n第一段正文，说了很多。第二句。\n", "bare.md")
    put(folder, "没有标题的文字，但第一段照样说清了发生的事情和时间。\n", "file-name.md")
    bring(folder)
    first, second = Revision.objects.order_by("title")
    assert {first.title, second.title} == {"一个标题", "file-name"}
    spoken = {"第一段正文，说了很多。第二句。", "没有标题的文字，但第一段照样说清了发生的事情和时间。"}
    assert {first.summary, second.summary} == spoken


def test_live_needs_somebody_who_may_break_the_glass(folder):
    put(folder, FULL)
    for person in (writer(), editor()):
        with pytest.raises(CommandError):
            call_command("import_articles", str(folder), mode="live", by=person.username)
    with pytest.raises(CommandError):
        call_command("import_articles", str(folder), mode="live")
    assert Article.objects.count() == 0


def test_a_future_date_is_a_schedule(folder):
    put(folder, FULL.replace("2026-03-01 07:30", "2090-01-01 08:00").replace("2026-03-02", "2090-01-01"))
    bring(folder, mode="live", by=chief().username)
    assert list(Edition.objects.live(timezone.now())) == []
    assert Edition.objects.get().live_from == datetime(2090, 1, 1, 0, 0, tzinfo=UTC)


def test_a_changed_text_after_approval_is_not_published_by_an_import(folder):
    from articles.publishing import gate, press
    from articles.review import decisions
    from tests.builders import NOON, fresh, hash_of, publisher

    put(folder, FULL)
    bring(folder, mode="review", by=writer(name="zuozhe").username)
    made = Article.objects.get()
    seen = hash_of(made)
    decisions.approve(made, content_hash=seen, by=editor(), now=NOON)
    put(folder, FULL.replace("本港", "本港！"))
    bring(folder, mode="draft", by="zuozhe")
    with pytest.raises(decisions.TextChanged):
        press.publish(made, content_hash=seen, by=publisher(), now=NOON)
    with pytest.raises(gate.NotApproved):
        press.publish(made, content_hash=hash_of(made), by=publisher(), now=NOON)
    put(folder, FULL)
    bring(folder, mode="draft", by="zuozhe")
    assert fresh(made).state == "approved"
    assert press.publish(made, content_hash=seen, by=publisher(), now=NOON).content_hash == seen


def test_a_picture_in_the_text_comes_into_the_library_and_is_shown_in_its_sizes(folder):
    (folder / "map.png").write_bytes(jpeg(900, 600))
    put(folder, FULL + '\n![浮标](map.png "撒下去的位置")\n\n![没有](missing.png)\n')
    _out, err = bring(folder, mode="live", by=chief().username)
    edition = Edition.objects.get()
    assert "missing.png" in err
    assert edition.pictures.count() == 1
    assert "<figcaption>撒下去的位置</figcaption>" in edition.html
    assert "/media/covers/" in edition.html and 'width="828"' in edition.html
    before = counts()
    bring(folder, mode="live", by=edition.printed_by.username)
    assert counts() == before


def test_a_file_without_a_category_goes_live_among_the_news(folder):
    put(folder, "# 报告\n\n第一段正文，说了很多，足够做摘要。\n", "report.txt")
    bring(folder, mode="live", by=chief().username)
    assert Edition.objects.get().category_slug == "news"


def test_a_category_can_be_given_by_its_name(folder):
    Category.objects.create(slug="tech", name="技术")
    put(folder, FULL.replace('category: "harbour"', 'category: "技术"'), "a.md")
    put(folder, FULL.replace('category: "harbour"', 'category: "港口新闻"'), "b.md")
    bring(folder)
    assert set(Article.objects.values_list("latest__category_slug", flat=True)) == {
        "tech",
        "gang-kou-xin-wen",
    }
    assert Category.objects.get(slug="gang-kou-xin-wen").name == "港口新闻"
