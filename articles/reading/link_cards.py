"""What a shared link shows: Open Graph of every page; stories bring their picture, others the newsroom's mark."""

from django.conf import settings
from django.templatetags.static import static

from articles.covers import renditions
from articles.covers.models import Cover
from articles.reading import addresses, phrases

LOCALES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB"}
MARK = 512  # px

Properties = list[tuple[str, str]]


def basics(kind: str, title: str, description: str, address: str, language: str) -> Properties:
    """Kind, words, address and locale; ``language`` is that of the words."""
    tag = phrases.tag_of(language)
    return [
        ("og:type", kind),
        ("og:site_name", settings.NEWSROOM_NAME),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
        ("og:locale", LOCALES.get(tag, tag.replace("-", "_"))),
    ]


def mark() -> Properties:
    """The newsroom's mark, for pages without a picture of their own."""
    return [
        ("og:image", addresses.absolute(static(f"reading/icons/{MARK}.png"))),
        ("og:image:width", str(MARK)),
        ("og:image:height", str(MARK)),
        ("og:image:type", "image/png"),
        ("og:image:alt", settings.NEWSROOM_NAME),
    ]


def picture(cover: Cover | None, alt: str) -> Properties:
    """The cover at 1200×630, or the largest there is; nothing without a cover. ``alt`` is for one that has none."""
    found = (renditions.share_image(cover) or renditions.largest(cover, "wide")) if cover else None
    if found is None:
        return []
    return [
        ("og:image", addresses.absolute(found.src)),
        ("og:image:width", str(found.width)),
        ("og:image:height", str(found.height)),
        ("og:image:type", found.mime),
        ("og:image:alt", found.alt or alt),
    ]
