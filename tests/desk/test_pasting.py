"""Pasted pictures: ours stay, all others leave a mark that nobody overlooks; nothing is fetched from elsewhere."""

import pytest

from articles.text import checks
from tests import builders as b
from tests.desk.doors import post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
OURS = "covers/0123456789abcdef/whole-828.jpg"


@pytest.mark.parametrize(
    "address, written",
    [
        (f"/media/{OURS}", f"![船](/media/{OURS})"),
        (f"http://testserver/admin/media/{OURS}", f"![船](/media/{OURS})"),
        (f"https://a.test/media/{OURS}", f"[TK picture: 船](https://a.test/media/{OURS})"),
        ("/pasted/0", "![船](/pasted/0)"),
        ("file:///C:/clip_image001.png", "TK picture: 船"),
        ("blob:https://docs.test/1", "TK picture: 船"),
        ("https://a.test/(b)", "TK picture: 船"),
    ],
)
def test_a_pasted_picture_stays_or_leaves_a_mark(address: str, written: str) -> None:
    facts = post(
        signed_in(b.writer()), "/admin/articles/paste", html=f'<p><img src="{address}" alt="船"></p>'
    ).json()  # type: ignore[attr-defined]
    assert facts["markdown"] == written
    is_lost = written.lstrip("[").startswith("TK")
    assert bool(facts["told"]) is bool(checks.placeholders(written)) is is_lost


def test_pictures_without_words_are_named_by_their_files_and_all_are_told() -> None:
    html = '<p><img src="file:///C:/a/clip_image001.png"></p><p><img src="cid:x"></p>'
    facts = post(signed_in(b.writer()), "/admin/articles/paste", html=html).json()  # type: ignore[attr-defined]
    assert facts["markdown"] == "TK picture: clip_image001.png\n\nTK picture: 2"
    assert facts["told"] == (
        "2 pictures did not come with the words. Marks stand in their places: drop the pictures there."
    )
