"""Tags: one row per identity, shown as first written."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from articles.drafting.models import Tag
from articles.text import tags


def slug_of(key: str) -> str:
    """The part of an address that names the tag with ``key``; Chinese is kept."""
    return "-".join(key.replace("/", " ").split())[:100]


def tag_for(name: str) -> Tag:
    """The tag that ``name`` means, made when new. Two spellings of one key are one tag."""
    key = tags.key(name)[:100]
    found = Tag.objects.filter(key=key).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Tag.objects.create(
                key=key, name=_free_name(name.strip()[:100], key), slug=slug_of(key) or key
            )
    except IntegrityError:
        return Tag.objects.get(key=key)


def _free_name(name: str, key: str) -> str:
    return key if Tag.objects.filter(name=name).exists() else name


def tags_for(names: Iterable[str]) -> list[Tag]:
    """The tags that ``names`` mean, in order, each once."""
    return list({tag.pk: tag for tag in map(tag_for, names)}.values())


def join(found: Iterable[Tag]) -> str:
    """The inverse of the splitter, for taggit's widgets."""
    return tags.join([tag.name for tag in found])
