"""The pages readers open; each asks for what is live at the moment of the visit and prints it."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import (
    addresses,
    cards,
    errors,
    facade,
    front,
    furniture,
    hot,
    lists,
    phrases,
    pieces,
    recasting,
    stories,
    structured,
)
from articles.reading.doors import page
from articles.reading.furniture import Head
from articles.reading.visits import Visit


def _moved(visit: Visit, path: str) -> HttpResponse:
    return HttpResponsePermanentRedirect(visit.url(path))


@page
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The front page: made anew when pictures have been drawn, or the hot list or the site have changed."""
    site = front.look(visit.now)
    name = ("home", site.newest_rendition, pieces.hot_list(visit))
    return pieces.page(visit, name, lambda: facade.page(request, visit, site))


@page
def article(request: HttpRequest, visit: Visit, article_id: str, slug: str | None = None) -> HttpResponse:
    """An article: live, moved, withdrawn, or unknown like every other that nobody may know of."""
    found = recasting.look(int(article_id), visit)
    if found is None:
        return _absent(request, visit, int(article_id))
    if (article_id, slug) != (str(found.article_id), found.slug or None):
        return _moved(visit, addresses.article(found.article_id, found.slug))
    return recasting.page(request, visit, found)


def _absent(request: HttpRequest, visit: Visit, article_id: int) -> HttpResponse:
    last = stories.last_public(article_id, visit.now)
    if last is None:
        raise Http404
    if last.after_end == "redirect" and last.redirect_to_id:
        target = lists.cards(visit.now).filter(article_id=last.redirect_to_id).first()
        if target is not None:
            return _moved(visit, addresses.article(target.article_id, target.slug))
    return errors.gone(request, visit, last)


@page
def category(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """A category that holds something live; its name in other letters leads to the one address."""
    found = lists.categories(visit.now).filter(slug=slug).first()
    own = addresses.tag_slug(slug)
    if found is None and own != slug and lists.categories(visit.now).filter(slug=own).exists():
        return _moved(visit, addresses.category(own))
    if found is None:
        raise Http404
    path = addresses.category(slug)
    description = phrases.sentence(found.description)
    head = Head(title=found.name, path=path, description=description, feeds=path, feed_title=found.name,
                data=[structured.breadcrumbs([(found.name, path)])])  # fmt: skip
    heading = {
        "kind": "category",
        "bare": True,
        "title": found.name,
        "description": found.description,
        "slug": slug,
    }
    return _listed(request, visit, head, heading, lists.cards(visit.now).filter(category=found.pk))


@page
def tag(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """A tag; other spellings of it lead to the one address, if there is something to see."""
    own = addresses.tag_slug(slug)
    found = lists.tag(visit.now, own)
    if found is None:
        raise Http404
    path = addresses.tag(own)
    if slug != own:
        return _moved(visit, path)
    robots = Head.robots if found.is_indexed else "noindex, follow"
    head = Head(title=found.name, path=path, robots=robots, feeds=path, feed_title=found.name,
                description=_("Everything about %(topic)s.") % {"topic": found.name},
                data=[structured.breadcrumbs([(found.name, path)])])  # fmt: skip
    heading = {"kind": "tag", "title": found.name, "description": ""}
    return _listed(request, visit, head, heading, lists.tagged(visit.now, found.number))


@page
def author(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """An author with at least one live article; name and biography as they were last printed; spellings as above."""
    person, own = lists.person(visit.now, slug), addresses.tag_slug(slug)
    if person is None and own != slug and lists.person(visit.now, own):
        return _moved(visit, addresses.author(own))
    if person is None:
        raise Http404
    path = addresses.author(slug)
    head = Head(title=person.name, path=path, description=phrases.sentence(person.bio), feeds=path,
                feed_title=person.name,
                data=[structured.profile(person.name, slug, person.bio)],
                kind="profile")  # fmt: skip
    heading = {"kind": "author", "title": person.name, "description": person.bio}
    return _listed(request, visit, head, heading, lists.written(visit.now, person.number))


def _listed(
    request: HttpRequest, visit: Visit, head: Head, heading: dict[str, Any], editions: EditionQuerySet
) -> HttpResponse:
    """One page of a list; each page is its own canonical address."""
    number = lists.page_number(request.GET.get("page"))
    if number is None:
        return _moved(visit, head.path)
    found = lists.page(lists.with_covers(editions, "card"), number)
    base = head.path
    if number > 1:
        head.title = _("%(title)s, page %(number)s") % {"title": head.title, "number": number}
        head.path = f"{base}?page={number}"
        head.previous = addresses.absolute(base if number == 2 else f"{base}?page={number - 1}")
    if found.has_more and not found.is_deepest:
        head.next = addresses.absolute(f"{base}?page={number + 1}")
    context = {
        "heading": heading,
        "path": visit.url(base),
        "hot": hot.asked_block(visit),
        "cards": cards.deck(found.editions, visit, crop="card"),
        "number": number,
        "newer": ("" if number == 2 else f"?page={number - 1}") if number > 1 else None,
        "older": f"?page={number + 1}" if head.next else None,
        "archive": _archive_of(found.editions[-1], visit) if found.is_deepest else None,
        "feed": addresses.feed(base, "atom"),
        "search_query": "",
    }
    return furniture.answer(request, "list.html", visit, head, context)


def _archive_of(edition: Edition, visit: Visit) -> tuple[str, str]:
    at = timezone.localtime(edition.published_at)
    return phrases.month(at), visit.url(addresses.archive(at))


@page
def hot_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is read most at the moment, and how the list is made."""
    ranking = hot.in_force(visit)
    live = lists.with_covers(lists.cards(visit.now), "square").filter(
        article_id__in=hot.wanted(ranking, hot.WHOLE)
    )
    context = {"ranking": hot.block(ranking, live, visit, most=hot.WHOLE, crop="square"), "search_query": ""}
    head = Head(
        title=_("Hot list"), path=addresses.HOT, description=_("What readers open most at the moment.")
    )
    return furniture.answer(request, "hot.html", visit, head, context)


@page
def corrections(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every correction of an article that is live, newest first."""
    number = lists.page_number(request.GET.get("page"))
    if number is None:
        return _moved(visit, addresses.CORRECTIONS)
    start = (number - 1) * lists.PER_PAGE
    found = list(lists.corrected(visit.now)[start : start + lists.PER_PAGE + 1])
    if not found and number > 1:
        raise Http404
    live = lists.cards(visit.now).filter(article_id__in={each.article_id for each in found})
    by_article = {each.article_id: cards.card(each, visit) for each in live}
    context = {
        "corrections": [
            (
                by_article[each.article_id],
                phrases.moment(each.live_from),
                phrases.iso(each.live_from),
                each.note,
            )
            for each in found[: lists.PER_PAGE]
        ],
        "path": visit.url(addresses.CORRECTIONS),
        "number": number,
        "newer": ("" if number == 2 else f"?page={number - 1}") if number > 1 else None,
        "older": f"?page={number + 1}" if len(found) > lists.PER_PAGE else None,
        "search_query": "",
    }
    path = addresses.CORRECTIONS if number == 1 else f"{addresses.CORRECTIONS}?page={number}"
    head = Head(title=_("Corrections"), path=path, description=_("What we got wrong, and what is right."))
    return furniture.answer(request, "corrections.html", visit, head, context)


@page
def newest_archive(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The archive without a month leads to the newest month that holds something."""
    newest = lists.cards(visit.now).first()
    if newest is None:
        raise Http404
    return HttpResponseRedirect(_archive_of(newest, visit)[1])
