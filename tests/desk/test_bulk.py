"""Steps on many articles: foretold by a rehearsal, one deed a row, undone where that is possible, a job over fifty."""

import io
import zipfile

import pytest
from django.utils import translation

from articles.desk import bulk_shifts, bulk_turns, tasks
from articles.desk.models import Bulk
from articles.drafting.models import Article
from articles.drafting.tagging import tag_for
from articles.publishing.models import Edition
from articles.review.decisions import is_approved
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh, hash_of
from tests.desk.doors import in_bulk, page, post, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def pick(article: Article) -> str:
    return f"{article.pk}:{fresh(article).version}:{hash_of(article)}"


def test_each_step_is_taken_by_itself_and_says_what_happened() -> None:
    writer = b.writer()
    whole, lacking = b.article(by=writer, title="完整"), b.article(by=writer, title="缺分类", category="")
    assert in_bulk(signed_in(writer), step="submit", pick=[pick(whole), pick(lacking)]) == {
        "完整": ("undoable", "Submitted. Editors see it in their list now."),
        "缺分类": ("refused", "The article still needs: a category."),
    }
    assert (fresh(whole).state, fresh(lacking).state) == ("in_review", "draft")


def test_what_will_happen_is_shown_first_and_changes_nothing() -> None:
    article = b.approved(title="批了的")
    client = signed_in(b.editor())
    told = in_bulk(client, is_sure=False, step="add_tag", tag="水", pick=pick(article))
    assert told == {"批了的": ("ready", "Tag added: 水. Its approval ends.")}
    assert (fresh(article).state, fresh(article).version) == ("approved", 1)
    shown = page(client.get(f"/admin/articles/bulk/{Bulk.objects.get().pk}/"))
    assert "Nothing has happened yet." in shown
    assert "Add the tag: 1 article" in shown


def test_only_the_ticked_words_are_approved_and_never_ones_own() -> None:
    editor = b.editor()
    theirs, own = b.in_review(title="别人的"), b.in_review(by=editor, title="自己的")
    changed = b.in_review(title="改过的")
    old = pick(changed)
    b.writing.revise(fresh(changed), b.content(title="又改了"), by=b.editor(), now=NOON, version=1)
    done = in_bulk(signed_in(editor), step="approve", pick=[pick(theirs), pick(own), old])
    assert {title: state for title, (state, _words) in done.items()} == {
        "别人的": "undoable", "自己的": "refused", "又改了": "refused",
    }  # fmt: skip


def test_taking_down_needs_the_reason() -> None:
    article = b.published(at=NOON - HOUR).article
    client = signed_in(b.publisher())
    [(state, words)] = in_bulk(client, step="take_down", pick=pick(article), reason="").values()
    assert (state, words.startswith("Say why")) == ("refused", True)
    [(state, _words)] = in_bulk(client, step="take_down", pick=pick(article), reason="撤稿").values()
    assert state == "undoable"


@pytest.mark.parametrize(
    ("step", "fields", "after"),
    [
        ("add_tag", {"tag": "台风，渔业"}, (["港口", "天气", "台风", "渔业"], "harbour", ["王伟"])),
        ("remove_tag", {"tag": "天气"}, (["港口"], "harbour", ["王伟"])),
        ("category", {"category": "tides"}, (["港口", "天气"], "tides", ["王伟"])),
        ("add_author", {"author": "李强"}, (["港口", "天气"], "harbour", ["王伟", "李强"])),
        ("remove_author", {"author": "王伟"}, (["港口", "天气"], "harbour", [])),
    ],
)
def test_marks_change_as_a_revision_and_the_approval_comes_back_with_the_undoing(
    step: str, fields: dict[str, str], after: tuple[object, ...]
) -> None:
    article = b.approved()
    b.article(category="tides")
    client = signed_in(b.editor())
    before = hash_of(article)
    in_bulk(client, step=step, pick=pick(article), **fields)
    latest = fresh(article).latest
    assert latest is not None
    assert (latest.number, latest.tag_names, latest.category_slug, latest.author_names) == (2, *after)
    post(client, f"/admin/articles/bulk/{Bulk.objects.get().pk}/undo/")
    now_there = fresh(article)
    assert (hash_of(article), now_there.state) == (before, "approved")
    assert now_there.latest is not None
    assert is_approved(now_there, now_there.latest)


def test_what_was_changed_since_is_not_undone() -> None:
    article, client = b.article(), signed_in(b.editor())
    in_bulk(client, step="add_tag", tag="水", pick=pick(article))
    b.writing.revise(fresh(article), b.content(title="又改了"), by=b.editor(), now=NOON, version=2)
    bulk = Bulk.objects.get()
    post(client, f"/admin/articles/bulk/{bulk.pk}/undo/")
    assert bulk.rows.get().fate == "kept"
    assert fresh(article).latest.title == "又改了"  # type: ignore[union-attr]


def test_an_article_that_has_the_tag_stays_as_it_is() -> None:
    article = b.article()
    [(state, words)] = in_bulk(signed_in(b.editor()), step="add_tag", tag="港口", pick=pick(article)).values()
    assert (state, words, fresh(article).version) == ("done", "Nothing to change.", 1)


def test_schedules_shift_together_and_back() -> None:
    first = b.published(at=NOON + HOUR, now=NOON - DAY, title="一")
    second = b.published(at=NOON + 2 * HOUR, until=NOON + DAY, now=NOON - DAY, title="二")
    client = signed_in(b.publisher())
    picks = [pick(first.article), pick(second.article), pick(b.article(title="没有"))]
    done = in_bulk(client, step="shift", span="+1h30m", pick=picks)
    assert [done[title][0] for title in ("一", "二", "没有")] == ["undoable", "undoable", "refused"]
    assert times(first, second) == [NOON + HOUR + 90 * MINUTE, NOON + 2 * HOUR + 90 * MINUTE]
    post(client, f"/admin/articles/bulk/{Bulk.objects.get().pk}/undo/")
    assert times(first, second) == [NOON + HOUR, NOON + 2 * HOUR]


def times(*copies: Edition) -> list[object]:
    return [Edition.objects.get(pk=copy.pk).live_from for copy in copies]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+2h", 120), ("-30 min", -30), ("1h30m", 90), ("提前1小时", -60), ("2天", 2880), ("＋１５分钟", 15)],
)
def test_spans_are_typed_as_people_say_them(text: str, minutes: int) -> None:
    assert bulk_shifts.span(text) == minutes * MINUTE


@pytest.mark.parametrize("text", ["", "soon", "2", "h", "+2 parsecs", "7:30"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(bulk_shifts.NoSpan):
        bulk_shifts.span(text)


def test_other_peoples_articles_and_nonsense_are_no_rows() -> None:
    article, client = b.article(), signed_in(b.writer())
    answer = post(client, "/admin/articles/bulk/", step="submit", pick=[pick(article), "x:y", "9" * 40])
    assert answer.headers["Location"].startswith("/admin/articles/?")
    assert (Bulk.objects.count(), fresh(article).state) == (0, "draft")


def test_nobody_opens_or_drives_the_list_of_another() -> None:
    article = b.article()
    in_bulk(signed_in(b.editor()), is_sure=False, step="add_tag", tag="水", pick=pick(article))
    number = Bulk.objects.get().pk
    other = signed_in(b.chief())
    assert other.get(f"/admin/articles/bulk/{number}/").status_code == 404
    assert post(other, f"/admin/articles/bulk/{number}/go/").status_code == 404
    assert fresh(article).version == 1


def test_all_that_match_is_more_than_the_page() -> None:
    writer = b.writer()
    for number in range(3):
        b.article(by=writer, title=f"第{number}篇")
    b.article(by=writer, title="别的", language="en")
    b.article(title="别人的")
    done = in_bulk(signed_in(writer), step="add_tag", tag="水", all="1", query="language=zh-hans")
    assert sorted(done) == ["第0篇", "第1篇", "第2篇"]


def test_over_fifty_is_a_job_that_goes_on_where_it_stopped() -> None:
    writer = b.writer()
    tag_for("水")
    articles = [b.article(by=writer, title=f"第{number}篇") for number in range(51)]
    client = signed_in(writer)
    told = in_bulk(client, is_sure=False, step="add_tag", tag="水", pick=[pick(each) for each in articles])
    assert {state for state, _words in told.values()} == {"waits"}
    bulk = Bulk.objects.get()
    assert 'max="51" value="0"' in page(client.get(f"/admin/articles/bulk/{bulk.pk}/"))
    with translation.override("zh-hans"):  # a worker speaks the newsroom's language
        tasks.bulk()
    assert set(bulk.rows.values_list("words", flat=True)) == {"Tag added: 水."}
    post(client, f"/admin/articles/bulk/{bulk.pk}/go/")
    assert bulk_turns.advance(bulk.pk, now=NOON, seconds=0) is False
    assert bulk.rows.filter(fate="undoable").count() == 1
    tasks.bulk()
    post(client, f"/admin/articles/bulk/{bulk.pk}/go/")
    tasks.bulk()
    bulk.refresh_from_db()
    assert (bulk.stage, {fresh(each).version for each in articles}) == ("done", {2})


def test_ticked_articles_are_exported_as_markdown() -> None:
    articles = [b.article(title="出口一"), b.article(title="出口二")]
    b.article(title="留下的")
    answer = post(
        signed_in(b.editor()), "/admin/articles/bulk/", step="export", pick=[pick(each) for each in articles]
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert len(archive.namelist()) == 2
        assert "出口一" in archive.read(archive.namelist()[0]).decode()


def test_a_take_down_lists_what_it_cancels_and_its_undo_brings_the_schedule_back() -> None:
    live = b.published(at=NOON - HOUR)
    article, client = live.article, signed_in(b.publisher())
    now_there = fresh(article)
    b.writing.revise(
        now_there, b.content(title="明天的标题"), by=b.editor(), now=NOON, version=now_there.version
    )
    b.decisions.submit(fresh(article), by=b.editor(), now=NOON, version=fresh(article).version)
    b.decisions.approve(article, content_hash=b.hash_of(article), by=b.editor(), now=NOON)
    take(client, article, "schedule", live_from="2026-11-23 07:30", kind="update")
    asked = in_bulk(client, is_sure=False, step="take_down", reason="误会", pick=pick(article))
    assert [words for _fate, words in asked.values()] == [
        "Leaves the site at once; its pins and boosts end, and it is cancelled for 11-23 07:30."
    ]
    Bulk.objects.all().delete()
    take(client, article, "pin", place="home", position=2, live_until="")
    take(client, article, "boost", factor="2", reason="重要", live_until="+6h")
    asked = in_bulk(client, is_sure=False, step="take_down", reason="误会", pick=pick(article))
    assert [words.partition("07:30. ")[2] for _fate, words in asked.values()] == [
        "It ends: pin Home page 2, no end; boost × 2, until 18:00."
    ]
    bulk = Bulk.objects.get()
    post(client, f"/admin/articles/bulk/{bulk.pk}/go/")
    assert not Edition.objects.scheduled(NOON).exists()
    post(client, f"/admin/articles/bulk/{bulk.pk}/undo/")
    assert bulk.rows.get().fate == "undone"
    assert Edition.objects.live(NOON).get().content_hash == live.content_hash
    assert Edition.objects.scheduled(NOON).get().title == "明天的标题"
