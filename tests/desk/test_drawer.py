"""The drawer: address, language, canonical address and further keys; what is wrong there never blocks a save."""

import json

import pytest
from django.test import Client

from articles.drafting.models import Revision
from articles.publishing import press
from articles.review import decisions
from tests import builders as b
from tests.builders import HOUR, NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
THERE = "https://first.test/story?a=1&b=2"


def latest(article: object) -> Revision:
    found = fresh(article).latest  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_canonical_address_is_part_of_what_is_approved_and_reaches_readers(client: Client) -> None:
    writer, editor = b.writer(), b.editor()
    article = b.article(by=writer, extra={"source": "外稿"})
    desk = signed_in(writer)
    saved = words(article, canonical=THERE, extra='{"source": "外稿"}')
    assert post(desk, f"/admin/articles/{article.pk}/edit/", **saved).status_code == 302
    assert latest(article).extra == {"source": "外稿", "canonicalUrl": THERE}
    decisions.submit(article, by=writer, now=NOON, version=fresh(article).version)
    decisions.approve(fresh(article), content_hash=hash_of(article), by=editor, now=NOON)
    edition = press.publish(
        fresh(article), content_hash=hash_of(article), by=b.publisher(), now=NOON - HOUR, live_from=NOON
    )
    shown = client.get(f"/articles/{article.pk}-{edition.slug}/").content.decode()
    assert '<link rel="canonical" href="https://first.test/story?a=1&amp;b=2">' in shown
    taken_out = words(article, canonical="", extra='{"source": "外稿"}')
    post(signed_in(editor), f"/admin/articles/{article.pk}/edit/", **taken_out)
    assert (latest(article).extra, fresh(article).state) == ({"source": "外稿"}, "draft")


def test_saving_an_imported_key_unchanged_makes_no_revision() -> None:
    writer = b.writer()
    article = b.article(by=writer, extra={"canonical_url": THERE, "canonicalUrl": "not yet"})
    form = signed_in(writer).get(f"/admin/articles/{article.pk}/edit/").context["form"]
    shown = {name: form[name].value() for name in ("extra", "canonical")}
    assert (json.loads(shown["extra"]), shown["canonical"]) == (dict(latest(article).extra), "")
    post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **words(article, **shown))
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"extra": "{broken"}, {"canonical": "first.test"}, {"slug": "x" * 121}, {"language": "klingon-very-long"}]
)  # fmt: skip
def test_a_fault_in_the_drawer_saves_everything_else_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    writer = b.writer()
    article, desk = b.article(by=writer), signed_in(writer)
    before = latest(article)
    sent = words(article, title="新标题", then="submit", **wrong)
    answer = post(desk, f"/admin/articles/{article.pk}/edit/", **sent)
    after = latest(article)
    assert (after.title, after.slug, after.language, after.extra) == (
        "新标题", before.slug, before.language, before.extra,
    )  # fmt: skip
    assert fresh(article).state == "draft"
    shown = page(desk.get(answer.headers["Location"]))
    assert "It stayed as it was." in shown
    (name, typed) = next(iter(wrong.items()))
    assert article.autosaves.get().fields[name] == typed
