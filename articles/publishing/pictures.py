"""Pictures in the text that lie in our own library: the press prints them in all their sizes."""

import re
from collections.abc import Mapping

from django.conf import settings

from articles.covers import renditions
from articles.covers.models import Cover, Rendition
from articles.text.markdown import Picture

NAME = re.compile(r"covers/[0-9a-f]{8,64}/whole-[0-9]{3,4}\.jpg")


def address_of(cover: Cover) -> str:
    """What to write into Markdown to show ``cover`` in the text; empty while it has no rendition."""
    found = renditions.sources(cover, "whole")
    return found.src if found else ""


def shown_in(body: str) -> dict[str, Cover]:
    """The covers whose addresses stand in ``body``, by address."""
    names = set(NAME.findall(body)) if settings.MEDIA_URL in body else set()
    if not names:
        return {}
    rows = (
        Rendition.objects.filter(name__in=names).select_related("cover").prefetch_related("cover__renditions")
    )
    return {renditions.address(row.name): row.cover for row in rows}


def for_renderer(shown: Mapping[str, Cover]) -> dict[str, Picture]:
    """The same as the renderer wants them."""
    found = {address: renditions.sources(cover, "whole") for address, cover in shown.items()}
    return {
        address: Picture(each.alternatives, each.src, each.width, each.height)
        for address, each in found.items()
        if each
    }
