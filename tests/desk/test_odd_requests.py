"""What no page of ours would send is answered in words, never with a fault of ours."""

import pytest

from tests import builders as b
from tests.desk.doors import post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
@pytest.mark.parametrize("body", [b"", b"title=a", b"--x\r\n\r\n--x--", b"\xff\xfe", b"[" * 100_000])
def test_an_autosave_that_is_no_json_is_refused(kind: str, body: bytes) -> None:
    writer = b.writer()
    client = signed_in(writer, x_csrftoken="t" * 32)
    for address in ("/admin/articles/autosave", f"/admin/articles/{b.article(by=writer).pk}/autosave"):
        answer = client.post(address, body, content_type=kind)
        assert answer.status_code == 400


@pytest.mark.parametrize("door", ["autosave", "compare", "beside"])
def test_a_form_where_a_letter_is_awaited_is_refused_and_breaks_nothing(door: str) -> None:
    answer = post(signed_in(b.chief()), f"/admin/articles/{door}", one="two")
    assert answer.status_code in (200, 400)


def test_a_method_that_no_door_knows_is_refused() -> None:
    for method in ("put", "patch", "delete", "trace"):
        assert getattr(signed_in(b.chief()), method)("/admin/articles/").status_code == 405
