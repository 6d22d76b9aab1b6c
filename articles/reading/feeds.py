"""The feeds' doors: everything, a category, a tag or an author, each in three shapes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.publishing.models import EditionQuerySet
from articles.reading import addresses, feed_formats, feeding, furniture, lists, phrases
from articles.reading.doors import page
from articles.reading.feeding import Feed
from articles.reading.visits import Visit


@page
def latest(request: HttpRequest, visit: Visit, ending: str) -> HttpResponse:
    """Everything, newest first."""
    description = furniture.default_description()
    return _fed(visit, settings.NEWSROOM_NAME, description, addresses.HOME, lists.cards(visit.now), ending)


@page
def category(request: HttpRequest, visit: Visit, slug: str, ending: str) -> HttpResponse:
    """A category."""
    found = lists.categories(visit.now).filter(slug=slug).first()
    if found is None:
        raise Http404
    editions = lists.cards(visit.now).filter(category=found.pk)
    return _fed(visit, _titled(found.name), found.description, addresses.category(slug), editions, ending)


@page
def tag(request: HttpRequest, visit: Visit, slug: str, ending: str) -> HttpResponse:
    """A tag, by its one address."""
    found = lists.tag(visit.now, slug)
    if found is None:
        raise Http404
    topic = _("Everything about %(topic)s.") % {"topic": found.name}
    editions = lists.tagged(visit.now, found.number)
    return _fed(visit, _titled(found.name), topic, addresses.tag(slug), editions, ending)


@page
def author(request: HttpRequest, visit: Visit, slug: str, ending: str) -> HttpResponse:
    """An author."""
    person = lists.person(visit.now, slug)
    if person is None:
        raise Http404
    editions = lists.written(visit.now, person.number)
    return _fed(visit, _titled(person.name), person.bio, addresses.author(slug), editions, ending)


def _titled(name: str) -> str:
    return f"{name} – {settings.NEWSROOM_NAME}"


def _fed(
    visit: Visit, title: str, description: str, path: str, editions: EditionQuerySet, ending: str
) -> HttpResponse:
    items = feeding.items(editions)
    feed = Feed(
        title=title,
        description=description,
        path=path,
        own=addresses.feed(path, ending),
        language=phrases.tag_of(settings.NEWSROOM_LANGUAGE),
        items=items,
        updated=max((item.updated for item in items), default=visit.now),
    )
    return HttpResponse(feed_formats.written(feed, ending), content_type=feed_formats.MIMES[ending])
