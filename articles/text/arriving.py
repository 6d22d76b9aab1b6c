"""Reads each fact of an arriving file, with the contract's fallbacks and a warning where words are lost."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from articles.text import cleaning, covering, fallbacks, people, slugs, values
from articles.text import tags as tag_words
from articles.text.faults import shown
from articles.text.keys import Found
from articles.text.wording import gettext_noop

LONGEST_TAG = 100
LONGEST_CATEGORY = 80
LONGEST_SLUG = 120

_NAMED_BY_FILE = gettext_noop("The text has no headline, so the file's name “%(title)s” stands in for it.")
_AUTHOR_KEYS = gettext_noop("What “%(key)s” says besides name and bio is not kept: %(names)s.")
_MADE_SLUG = gettext_noop("“%(key)s” is “%(value)s”, which is no address, so it becomes “%(slug)s”.")
_SLUG = re.compile(rf"[\w-]{{1,{LONGEST_SLUG}}}")
_SITE = re.compile(r"^[a-z]+://[^/]*", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|md|php)$", re.IGNORECASE)

T = TypeVar("T")
Facts = Mapping[str, Found]


class Warning(NamedTuple):
    """Something an editor should know about a file that could be read; ``line`` counts from 1."""

    line: int
    message: str
    params: dict[str, object]


def fact(facts: Facts, name: str, read: Callable[[Found], T], default: T) -> T:
    """What ``read`` makes of a fact; ``default`` where the file says nothing of it."""
    found = facts.get(name)
    return default if found is None or found.is_empty else read(found)


def title(facts: Facts, body: str, name: str, warnings: list[Warning]) -> str:
    """The headline: of the keys, else of the first ``#`` heading, else the name of the file."""
    said = fact(facts, "title", lambda found: values.line(found, fallbacks.LONGEST_TITLE), "")
    if said or ("title" in facts and facts["title"].is_own and not facts["title"].is_empty):
        return said
    if heading := fallbacks.heading(body):
        return heading
    named = fallbacks.file_title(name)
    warnings.append(Warning(1, _NAMED_BY_FILE, {"title": shown(named)}))
    return named


def summary(facts: Facts, body: str, language: str) -> str:
    """The standfirst: of the keys, else the first paragraph that says something."""
    found = facts.get("summary")
    if found is None or found.is_empty:
        return fallbacks.summary(body, language)
    return values.words(found)


def category(facts: Facts) -> str:
    """The one category as written; of a list the first."""
    names = _categories(facts)
    return names[0] if names else ""


def tags(facts: Facts) -> tuple[str, ...]:
    """The tags, and the categories after the first."""
    found = facts.get("tags")
    own = [] if found is None or found.is_empty else values.names(found, LONGEST_TAG)
    return tuple(tag_words.distinct([*own, *_categories(facts)[1:]]))


def _categories(facts: Facts) -> list[str]:
    found = facts.get("category")
    if found is None or found.is_empty:
        return []
    if found.is_own and not isinstance(found.value, list):
        return [values.line(found, LONGEST_CATEGORY)]
    return values.names(found, LONGEST_CATEGORY)


def authors(facts: Facts, warnings: list[Warning]) -> tuple[people.Person, ...]:
    """The byline; a warning names what there is no place for."""
    found = facts.get("authors")
    if found is None or found.is_empty:
        return ()
    if unknown := people.unknown_keys(found):
        warnings.append(
            Warning(found.line, _AUTHOR_KEYS, {"key": found.key, "names": shown(", ".join(unknown))})
        )
    return people.read(found)


def slug(facts: Facts, warnings: list[Warning]) -> str:
    """The last part of the address; ``""`` if the file has none or only a pattern of one."""
    text = fact(facts, "slug", values.words, "")
    last = _ENDING.sub("", _SITE.sub("", text).rstrip("/").rpartition("/")[2])
    if not last or ":" in text.removeprefix("https:").removeprefix("http:"):
        return ""
    if _SLUG.fullmatch(last):
        return last
    made, found = slugs.slug(last), facts["slug"]
    params: dict[str, object] = {"key": found.key, "value": shown(found.value), "slug": made}
    warnings.append(Warning(found.line, _MADE_SLUG, params))
    return made


def cover(facts: Facts, extra: dict[str, object]) -> covering.Cover:
    """Path and words of the cover; a value that says more than that stays among the extra keys as well."""
    found = facts.get("cover_path")
    has_cover = found is not None and not found.is_empty
    read = covering.read(found) if found is not None and has_cover else covering.Cover()
    if found is not None and has_cover and not found.is_own and covering.is_more_than_a_path(found):
        extra[found.key] = found.value
    words = {
        part: fact(facts, f"cover_{part}", values.words, getattr(read, part))
        for part in ("alt", "caption", "credit", "licence")
    }
    return read._replace(**words)


def cleaned(value: object) -> object:
    """An extra value as every database accepts it."""
    if isinstance(value, str):
        return cleaning.clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, Mapping):
        return {cleaning.clean(str(key)): cleaned(item) for key, item in value.items()}
    return value
