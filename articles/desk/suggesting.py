"""Completes tags, authors and names of people; what differs only in width or case is the one that exists."""

from django.contrib.auth.models import User
from django.db.models import Case, Q, When
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from articles.desk import rules, signing
from articles.drafting.models import Author, Tag
from articles.text import tags

MOST = 8
LONGEST = 100


def show(request: HttpRequest) -> HttpResponse:
    """At most eight names of ``kind`` tag or author that begin with, or hold, what was typed."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    refused = signing.refused(request)
    if refused is not None:
        return refused
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    if request.GET.get("kind") == "person":
        return JsonResponse({"people": known_people(request, wanted)})
    kinds = {"tag": known_tags, "author": known_authors}
    found = kinds.get(request.GET.get("kind", ""), lambda _words: [])(wanted)
    key = tags.key(wanted) if wanted else ""
    return JsonResponse({"names": found, "same": next((name for name in found if tags.key(name) == key), "")})


def known_people(request: HttpRequest, wanted: str) -> list[dict[str, str]]:
    """Whoever may open the article and whose name holds the words; a remark can call them."""
    number = request.GET.get("article", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return []
    article = rules.article_for(request, int(number))
    rows = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    # A Chinese name is typed in one, though it may be kept in two.
    rows = rows.annotate(whole=Concat("last_name", "first_name"))
    for word in wanted.split():
        named = Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        rows = rows.filter(named | Q(whole__icontains=word))
    found = [
        person
        for person in rows[: MOST * 10]
        if person.pk == article.created_by_id or rules.sees_everything(person)
    ]
    return [{"name": each.username, "label": _label(each)} for each in found[:MOST]]


def _label(person: User) -> str:
    full = person.get_full_name()
    return f"{full} @{person.username}" if full else f"@{person.username}"


def known_tags(wanted: str) -> list[str]:
    """Tags as they were first written; those that begin with the words come first."""
    key = tags.key(wanted) if wanted else ""
    rows = Tag.objects.filter(key__contains=key).values_list("name", "key")
    # The one that is meant stands first, however many hold its letters.
    is_other = Case(When(key=key, then=0), When(key__startswith=key, then=1), default=2)
    return _first(list(rows.order_by(is_other, "key")[: MOST * 10]), key)


def known_authors(wanted: str) -> list[str]:
    """Bylines whose names hold the words."""
    rows = Author.objects.filter(name__icontains=wanted).values_list("name", "name")
    return _first(list(rows.order_by("name")[: MOST * 10]), wanted)


def _first(rows: list[tuple[str, str]], wanted: str) -> list[str]:
    rows.sort(key=lambda row: (not row[1].casefold().startswith(wanted.casefold()), row[1]))
    return [name for name, _key in rows[:MOST]]
