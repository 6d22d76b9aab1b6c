"""Review links: one text for one person outside, for a while; remarks and assent, never an approval."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from articles.desk import tokens
from articles.drafting import auditing
from articles.drafting.models import Article
from articles.review import decisions, links
from articles.review.models import Comment, Decision, ReviewLink
from tests import builders as b
from tests.builders import NOON, fresh, hash_of
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def made(article: Article) -> str:
    """A link's address, as an editor gets it."""
    answer = post(signed_in(b.editor()), f"/admin/articles/{article.pk}/links/", expert="李教授", hours="72")
    return "/" + str(answer.context["address"]).split("/", 3)[3]


def outsider() -> Client:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.cookies["csrftoken"] = "t" * 32
    return client


def test_a_link_opens_its_own_text_and_no_later_one() -> None:
    writer = b.writer()
    article = b.in_review(by=writer)
    address = made(article)
    b.writing.revise(
        fresh(article), b.content(body="后来写的秘密。"), by=writer, now=NOON, version=fresh(article).version
    )
    shown = outsider().get(address)
    assert (shown.status_code, "引航站六点" in page(shown), "后来写的秘密" in page(shown)) == (
        200,
        True,
        False,
    )
    headers = {name: shown.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert headers == {
        "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer",
    }  # fmt: skip


def test_its_secret_is_long_kept_as_a_digest_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    address = made(b.in_review())
    secret = address.strip("/").rpartition("/")[2]
    assert (len(secret) * 6, ReviewLink.objects.get().digest) == (tokens.BITS, tokens.digest(secret))
    links.withdraw(ReviewLink.objects.get(), by=b.editor(), now=NOON)
    with caplog.at_level("DEBUG"):
        assert outsider().get(address).status_code == 404
    assert secret not in caplog.text


def test_wrong_old_and_withdrawn_links_are_one_and_the_same_answer() -> None:
    first, second = made(b.in_review()), made(b.in_review())
    links.withdraw(ReviewLink.objects.order_by("pk")[0], by=b.editor(), now=NOON)
    with time_machine.travel(NOON + timedelta(hours=72), tick=False):
        answers = [outsider().get(each) for each in (first, second, "/admin/review/" + "x" * 32 + "/")]
    assert {(each.status_code, each.content, str(sorted(each.headers.items()))) for each in answers} == {
        (404, answers[0].content, str(sorted(answers[0].headers.items())))
    }


def test_remarks_and_assent_are_collected_and_nothing_is_approved() -> None:
    article = b.in_review()
    address, client = made(article), outsider()
    assert (
        post(client, address, what="comment", comment_quote="引航站六点", comment_text="应为七点").status_code
        == 302
    )
    refused = post(client, address, what="comment", comment_quote="没有的话", comment_text="写了很久")
    assert (refused.status_code, "写了很久" in page(refused)) == (409, True)
    assert post(client, address, what="sign", note="其余无误").status_code == 302
    post(client, address, what="sign", note="第二次")
    link, remark = ReviewLink.objects.get(), Comment.objects.get()
    assert (link.signed_at, link.sign_note) == (NOON, "其余无误")
    assert (remark.by, remark.link, remark.quote) == (None, link, "引航站六点")
    assert (Decision.objects.count(), fresh(article).state) == (0, "in_review")
    assert not decisions.standing(article, hash_of(article))
    assert list(auditing.broken_links(fresh(article))) == []
    shown = signed_in(b.editor()).get(f"/admin/articles/{article.pk}/")
    assert "李教授 (by review link)" in page(shown)


def test_one_links_secret_opens_nothing_else() -> None:
    secret = made(b.in_review()).strip("/").rpartition("/")[2]
    addresses = (f"/admin/calendar/{secret}.ics", f"/admin/articles/?q={secret}", f"/articles/{secret}/")
    assert [outsider().get(each).status_code for each in addresses] == [404, 302, 404]


def test_another_writer_makes_and_ends_no_link() -> None:
    article, client = b.in_review(), signed_in(b.writer())
    made(article)
    link = ReviewLink.objects.get()
    assert post(client, f"/admin/articles/{article.pk}/links/", expert="x").status_code == 403
    assert post(client, f"/admin/articles/{article.pk}/links/{link.pk}/withdraw/").status_code == 403
    assert (ReviewLink.objects.count(), ReviewLink.objects.get().withdrawn_at) == (1, None)


@pytest.mark.parametrize(
    "fields", [{"expert": " "}, {"expert": "x", "hours": "721"}, {"expert": "x", "hours": "bald"}]
)
def test_a_link_needs_a_name_and_an_end(fields: dict[str, str]) -> None:
    article = b.in_review()
    assert post(signed_in(b.editor()), f"/admin/articles/{article.pk}/links/", **fields).status_code == 409
    assert ReviewLink.objects.count() == 0


def test_a_link_is_withdrawn_by_its_button() -> None:
    article, client = b.in_review(), signed_in(b.editor())
    address = made(article)
    link = ReviewLink.objects.get()
    post(client, f"/admin/articles/{article.pk}/links/{link.pk}/withdraw/")
    assert (outsider().get(address).status_code, ReviewLink.objects.get().withdrawn_at) == (404, NOON)
