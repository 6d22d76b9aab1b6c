"""Going before an embargo: every path asks for a reason, keeps what was typed, and shows the reason in red."""

from datetime import datetime

import pytest

from articles.drafting import planning
from articles.drafting.models import Article
from articles.publishing import withdrawing
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh
from tests.desk.doors import in_bulk, page, post, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
WHY = "对方已提前公布"


def embargoed(article: Article, until: datetime = NOON + DAY) -> Article:
    planning.embargo(article, until=until, by=b.editor(), now=NOON - HOUR)
    return fresh(article)


def taken_down() -> Article:
    edition = b.published(at=NOON - 2 * HOUR)
    withdrawing.take_down(edition.article, by=b.publisher(), now=NOON - HOUR, reason="x")
    return embargoed(fresh(edition.article))


STARTS = {
    "approve_and_publish": lambda: embargoed(b.in_review()),
    "publish": lambda: embargoed(b.approved()),
    "schedule": lambda: embargoed(b.approved()),
    "break_glass": lambda: embargoed(b.in_review()),
    "put_back": taken_down,
}


@pytest.mark.parametrize("verb", STARTS)
def test_every_way_out_offers_the_reason_keeps_it_and_shows_it_in_red(verb: str) -> None:
    article, client = STARTS[verb](), signed_in(b.chief(first_name="晚", last_name="林"))
    address = f"/admin/articles/{article.pk}/"
    assert 'name="embargo_reason"' in page(client.get(address))
    more = {"live_from": "+1h"} if verb == "schedule" else {}
    more |= {"reason": "港口封闭"} if verb == "break_glass" else {}
    refused = take(client, article, verb, **more)
    assert (refused.status_code, "give a reason for going earlier" in page(refused)) == (409, True)
    assert 'name="embargo_reason"' in page(refused)
    assert take(client, article, verb, embargo_reason=WHY, **more).status_code == 302
    assert article.editions.order_by("-number")[0].live_from < NOON + DAY
    said = f"{more['reason']} · {WHY}" if "reason" in more else WHY
    assert f"晚 林: {said}" in page(client.get(address))


def test_a_typed_reason_is_still_there_when_something_else_stood_in_the_way() -> None:
    article, client = embargoed(b.approved()), signed_in(b.publisher())
    refused = page(take(client, article, "schedule", live_from="neulich", embargo_reason=WHY))
    assert f'value="{WHY}"' in refused


def test_the_calendar_asks_for_the_reason_beside_the_time_that_was_typed() -> None:
    edition = b.published(at=NOON + 2 * DAY, now=NOON - HOUR)
    embargoed(edition.article)
    client, item = signed_in(b.publisher()), f"scheduled-{edition.pk}"
    sent = {"item": item, "back": "view=agenda", "when": "2026-11-22 14:00"}
    refused = post(client, "/admin/calendar/move/", **sent)
    assert (refused.status_code, "may not appear before" in page(refused)) == (409, True)
    assert f'id="embargo-{item}"' in page(refused)
    assert 'value="2026-11-22 14:00"' in page(refused)
    assert post(client, "/admin/calendar/move/", embargo_reason=WHY, **sent).status_code == 302
    edition.refresh_from_db()
    assert edition.live_from == NOON + 2 * HOUR
    assert edition.article.moves.filter(verb="reschedule", reason=WHY).count() == 1


def test_in_bulk_the_row_says_where_the_reason_is_given() -> None:
    edition = b.published(at=NOON + 2 * DAY, now=NOON - HOUR)
    article = embargoed(edition.article)
    picks = [f"{article.pk}:{article.version}:{edition.content_hash}"]
    [(fate, words)] = in_bulk(
        signed_in(b.publisher()), is_sure=False, step="shift", span="-36h", pick=picks
    ).values()
    assert fate == "refused"
    assert "may not appear before" in words
    assert "“Change time” there asks for the reason." in words
