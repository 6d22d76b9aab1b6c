"""Turns printed copies into answers; addresses are absolute, times carry the newsroom's offset."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from articles.api import shapes
from articles.publishing.models import Edition
from articles.reading import addresses, phrases, pictures
from articles.reading.visits import Visit

CROPS = ("wide", "card", "square")


def listing(**asked: str) -> str:
    """The absolute address of the list of articles with these filters; empty ones are left out."""
    return _asking("api-articles", asked)


def finding(**asked: str) -> str:
    """The same of a search."""
    return _asking("api-search", asked)


def _asking(name: str, asked: dict[str, str]) -> str:
    given = {field: words for field, words in asked.items() if words}
    path = addresses.absolute(reverse(name))
    return f"{path}?{urlencode(given)}" if given else path


def line(edition: Edition, now: datetime) -> shapes.Line:
    """An article in a list; asks nothing of the database if the edition came with its cover."""
    writers = [shapes.Writer(**_person(person)) for person in edition.byline]
    return shapes.Line(**_words(edition), authors=writers, cover=_picture(edition, "card", now))


def article(edition: Edition, translations: Iterable[Edition], now: datetime) -> shapes.Article:
    """A whole article, of an edition that came from ``stories.live``."""
    return shapes.Article(
        **_words(edition),
        html=edition.html,
        toc=[shapes.Heading(level=level, text=text, anchor=anchor) for level, text, anchor in edition.toc],
        authors=[shapes.DescribedWriter(**_person(each), bio=each.get("bio", "")) for each in edition.byline],
        notes=[_note(note) for note in edition.notes],
        cover=_cover(edition, now),
        length=edition.length,
        views=(getattr(edition, "counted", None) or 0) + (getattr(edition, "imported", None) or 0),
        translations=[_translation(each) for each in translations],
    )


def category(found: Any) -> shapes.DescribedCategory:
    """A section, whatever class the readers' room hands out."""
    articles = listing(category=found.slug)
    return shapes.DescribedCategory(**_section(found), description=found.description, articles=articles)


def tag(found: dict[str, Any]) -> shapes.CountedTag:
    """A tag, of ``lists.counted_tag``."""
    slug, name = found["tag__slug"], found["tag__name"]
    own = addresses.absolute(addresses.tag(name))
    return shapes.CountedTag(
        slug=slug, name=name, url=own, count=found["articles"], articles=listing(tag=slug)
    )


def author(person: dict[str, str]) -> shapes.Author:
    """An author, of an entry of a byline."""
    articles = listing(author=person["slug"])
    return shapes.Author(**_person(person), bio=person.get("bio", ""), articles=articles)


def withdrawn(edition: Edition, sentence: str) -> shapes.Withdrawn:
    """Not one word of the article: it may be the reason."""
    ended = phrases.iso(edition.live_until) if edition.live_until else None
    return shapes.Withdrawn(error=sentence, field=None, withdrawn_at=ended, note=edition.end_note)


def _words(edition: Edition) -> dict[str, Any]:
    section = edition.category
    return {
        "id": edition.article_id,
        "url": _url(edition),
        "title": edition.title,
        "summary": edition.summary,
        "language": phrases.tag_of(edition.language),
        "category": shapes.Category(**_section(section)) if section else None,
        "tags": [_tag(name) for name in edition.tag_names],
        "published_at": phrases.iso(edition.published_at),
        "updated_at": phrases.iso(edition.updated_at) if edition.updated_at else None,
        "minutes": edition.minutes,
    }


def _url(edition: Edition) -> str:
    return addresses.absolute(addresses.article(edition.article_id, edition.slug))


def _section(found: Any) -> dict[str, str]:
    url = addresses.absolute(addresses.category(found.slug))
    return {"slug": found.slug, "name": found.name, "url": url}


def _tag(name: str) -> shapes.Tag:
    url = addresses.absolute(addresses.tag(name))
    return shapes.Tag(slug=addresses.tag_slug(name), name=name, url=url)


def _person(person: dict[str, str]) -> dict[str, Any]:
    slug = person.get("slug", "")
    url = addresses.absolute(addresses.author(slug)) if slug else None
    return {"slug": slug, "name": person["name"], "url": url}


def _note(note: dict[str, str]) -> shapes.Note:
    at = phrases.iso(datetime.fromisoformat(note["at"]))
    return shapes.Note(kind=note.get("kind", ""), at=at, note=note["note"])


def _translation(edition: Edition) -> shapes.Translation:
    language = phrases.tag_of(edition.language)
    return shapes.Translation(
        id=edition.article_id, url=_url(edition), title=edition.title, language=language
    )


def _cover(edition: Edition, now: datetime) -> shapes.Cover | None:
    if edition.cover is None:
        return None
    found = {crop: _picture(edition, crop, now) for crop in CROPS}
    crops = {crop: picture for crop, picture in found.items() if picture is not None}
    cover = edition.cover
    return shapes.Cover(caption=cover.caption, credit=cover.credit, licence=cover.licence, crops=crops)


def _picture(edition: Edition, crop: str, now: datetime) -> shapes.Picture | None:
    """The crop as a page would show it, with whole addresses; None where no rendition exists yet."""
    elsewhere = Visit(now=now, media=addresses.absolute(settings.MEDIA_URL))
    shown = pictures.shown(edition.cover, crop, elsewhere)
    if shown is None:
        return None
    alternatives = [shapes.Alternative(type=mime, srcset=srcset) for mime, srcset in shown.alternatives]
    return shapes.Picture(
        src=shown.src, width=shown.width, height=shown.height, alt=shown.alt, alternatives=alternatives
    )
