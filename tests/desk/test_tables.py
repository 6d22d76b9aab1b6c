"""The rare tables: nobody overwrites another unseen, and readers' pages follow a changed word."""

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.desk.models import Preference
from articles.drafting.models import Category
from articles.publishing import generations
from tests import builders as b
from tests.desk.doors import page, post, signed_in

pytestmark = pytest.mark.django_db


def form_of(client: object, address: str) -> dict[str, str]:
    """The mark that the page of a row carries."""
    shown = page(client.get(address))  # type: ignore[attr-defined]
    found = re.search(r'name="seen"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="seen"', shown)
    assert found
    return {"seen": found[1] or found[2]}


def test_the_second_of_two_people_is_told_and_keeps_the_words() -> None:
    category = Category.objects.create(name="科技", slug="tech", position=1)
    address, one, other = (
        f"/admin/articles/category/{category.pk}/change/",
        signed_in(b.chief()),
        signed_in(b.chief()),
    )
    first, second = form_of(one, address), form_of(other, address)
    assert post(one, address, name="技术", position="1", description="", **first).status_code == 302
    answer = post(other, address, name="科学", position="1", description="", **second)
    assert answer.status_code == 200
    assert "Somebody else saved this meanwhile" in page(answer)
    assert 'value="科学"' in page(answer)
    assert Category.objects.get(pk=category.pk).name == "技术"
    again = re.search(r'name="seen"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="seen"', page(answer))
    assert again
    sent = post(other, address, name="科学", position="1", description="", seen=again[1] or again[2])
    assert sent.status_code == 302
    assert Category.objects.get(pk=category.pk).name == "科学"


def test_a_sign_in_is_nobodys_change_to_an_account() -> None:
    person, chief = b.writer(), signed_in(b.chief())
    address = f"/admin/auth/user/{person.pk}/change/"
    mark = form_of(chief, address)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert form_of(chief, address) == mark
    User.objects.filter(pk=person.pk).update(email="new@news.test")
    assert form_of(chief, address) != mark


def test_a_renamed_section_makes_every_kept_page_one_of_yesterday() -> None:
    category = Category.objects.create(name="科技", slug="tech", position=1)
    address, chief, before = (
        f"/admin/articles/category/{category.pk}/change/",
        signed_in(b.chief()),
        generations.current(),
    )
    post(chief, address, name="技术", position="1", description="", **form_of(chief, address))
    assert generations.current() > before


@pytest.mark.parametrize(
    "language, place, stock", [("en", "Newsroom", "Authentication"), ("zh-hans", "新闻室", "认证和授权")]
)
def test_the_way_back_from_a_rare_table_leads_through_the_newsroom(
    language: str, place: str, stock: str
) -> None:
    chief, person = b.chief(), b.writer(first_name="维", last_name="林")
    Preference.objects.create(person=chief, language=language)
    client, rows = signed_in(chief), "/admin/auth/user/"
    for rest in ("", "add/", f"{person.pk}/change/", f"{person.pk}/history/", f"{person.pk}/password/"):
        shown = page(client.get(rows + rest))
        assert (rest, stock in shown) == (rest, False)
        assert re.findall(
            r'<a href="/admin/newsroom/"[^>]*>(\w+)</a>', shown.partition("breadcrumbs")[2]
        ) == [place]
        assert (rest, f'<a href="{rows}">' in shown) == (rest, bool(rest))


def test_roles_and_rights_are_called_as_the_newsroom_calls_them() -> None:
    writers, chief = b.writer().groups.get(), b.chief()
    Preference.objects.create(person=chief, language="zh-hans")
    client = signed_in(chief)
    role = page(client.get(f"/admin/auth/group/{writers.pk}/change/"))
    assert "<h2>撰稿人</h2>" in role
    assert [name for name in ("reviewpolicy", "Can view", "Writers</div>") if name in role] == []
    people = page(client.get("/admin/auth/user/"))
    assert f'"?groups__id__exact={writers.pk}"' in people.replace("&amp;", "&")
    assert [name for name in ("Writers", "Chiefs") if name in people] == []
