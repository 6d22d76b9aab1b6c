"""Authors as a file names them: a name, a name with a biography, or a list of either."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from articles.text import cleaning
from articles.text import tags as tag_words
from articles.text.faults import FrontMatterError, shown
from articles.text.keys import Found
from articles.text.wording import gettext_noop

LONGEST_NAME = 120
_SHAPE = gettext_noop("“%(key)s” must be a name, a mapping with “name”, or a list of them.")
_NO_NAME = gettext_noop("“%(key)s” has an author without a name. Add “name”.")
_TOO_LONG = gettext_noop(
    "The author “%(value)s” has a name of more than %(limit)d characters. Make it shorter."
)
# A comma also parts a family name from a given name, so it is not among the marks that part people.
_MARKS = re.compile(r"[、；;，&]")


@dataclass(frozen=True)
class Person:
    """An author by name, with a biography if the file brings one."""

    name: str
    bio: str = ""


def read(found: Found) -> tuple[Person, ...]:
    """The people of a byline in its order, each once."""
    value = found.value
    entries: list[object] = [value]
    if isinstance(value, str):
        entries = [name for name in _MARKS.split(value) if name.strip()]
    elif isinstance(value, list):
        entries = value
    people: dict[str, Person] = {}
    for person in (_person(found, entry) for entry in entries):
        people.setdefault(tag_words.key(person.name), person)
    return tuple(people.values())


def unknown_keys(found: Found) -> list[str]:
    """What a file says of its authors besides name and biography."""
    entries = found.value if isinstance(found.value, list) else [found.value]
    return sorted({key for entry in entries if isinstance(entry, Mapping) for key in entry} - {"name", "bio"})


def _person(found: Found, entry: object) -> Person:
    facts = entry if isinstance(entry, Mapping) else {"name": entry}
    if any(isinstance(facts.get(key), list | Mapping) for key in ("name", "bio")):
        raise FrontMatterError(found.line, _SHAPE, {"key": found.key})
    name, bio = (cleaning.clean(str(_or_empty(facts.get(key)))).strip() for key in ("name", "bio"))
    name = cleaning.line(name)
    if not name:
        raise FrontMatterError(found.line, _NO_NAME, {"key": found.key})
    if len(name) > LONGEST_NAME:
        raise FrontMatterError(found.line, _TOO_LONG, {"value": shown(name), "limit": LONGEST_NAME})
    return Person(name, bio)


def _or_empty(value: object) -> object:
    return "" if value is None else value
