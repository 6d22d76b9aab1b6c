"""The cover as a file names it: a path, a list of paths, or a mapping with the words of the picture."""

from collections.abc import Mapping
from typing import NamedTuple

from articles.text import values
from articles.text.keys import Found

_PATHS = ("path", "src", "url", "image", "file", "feature")


class Cover(NamedTuple):
    """Path or address of a picture and its words, ``""`` where the file has none."""

    path: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""


def read(found: Found) -> Cover:
    """The first picture that a cover key names. Raises FrontMatterError if it is no path."""
    value = found.value
    if isinstance(value, list):
        return read(found._replace(value=value[0])) if value else Cover()
    if not isinstance(value, Mapping):
        return Cover(values.line(found, most=None))
    path = next((key for key in _PATHS if value.get(key)), "path")
    return Cover(
        *(values.line(found._replace(value=value.get(key)), most=None) for key in (path, *Cover._fields[1:]))
    )


def is_more_than_a_path(found: Found) -> bool:
    """Whether the value says more than the first path, so that it has to be kept as well."""
    value = found.value
    if isinstance(value, list):
        return len(value) > 1 or any(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping) and bool(set(value) - {*_PATHS[:1], *Cover._fields})
