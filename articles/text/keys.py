"""Which front-matter key means which fact, in our own words and in those of other systems."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

# The first name of each fact is the newsroom's own; the others are read from Hugo, Hexo, Jekyll, Ghost, WordPress
# and their like, earlier ones first.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "summary": ("summary", "description", "excerpt", "custom_excerpt", "abstract", "standfirst", "desc"),
    "category": ("category", "categories", "section"),
    "tags": ("tags", "tag", "keywords"),
    "authors": ("author", "authors", "byline", "creator"),
    "publish_at": (
        "publishDate",
        "date",
        "pubDate",
        "published",
        "published_at",
        "published_time",
        "date_published",
        "post_date",
        "created",
        "created_at",
    ),
    "update_at": (
        "updateDate",
        "updated",
        "updated_at",
        "lastmod",
        "modified",
        "modified_at",
        "last_modified",
        "last_modified_at",
        "date_modified",
        "last_updated",
    ),
    "cover_path": (
        "coverImage",
        "cover",
        "image",
        "featured_image",
        "feature_image",
        "hero_image",
        "banner",
        "banner_img",
        "thumbnail",
        "images",
        "og_image",
    ),
    "cover_alt": ("coverAlt", "image_alt", "feature_image_alt"),
    "cover_caption": ("coverCaption", "image_caption", "feature_image_caption"),
    "cover_credit": ("coverCredit", "image_credit", "photo_credit"),
    "cover_licence": ("coverLicence", "coverLicense", "image_license", "photo_license"),
    "cover_focal": ("coverFocal", "focal_point"),
    "is_sticky": ("isSticky", "sticky", "pinned", "is_pinned", "pin"),
    "is_hot": ("isHot", "hot"),
    "views": ("views", "view_count", "page_views"),
    "read_minutes": ("readTime", "reading_time", "read_minutes"),
    "slug": ("slug", "permalink"),
    "language": ("language", "lang", "locale"),
    "is_draft": ("draft", "is_draft"),
}
_HIDDEN = ("draft", "pending", "private")


class Found(NamedTuple):
    """A fact as the file has it: the key as written there, its value, its line, and whether the key is our own."""

    key: str
    value: object
    line: int
    is_own: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said: another system's template left blank, or our key without a value."""
        return self.value is None or (not self.is_own and self.value in ("", [], {}))


def take(keys: Mapping[str, object], lines: Mapping[str, int]) -> tuple[dict[str, Found], dict[str, object]]:
    """The facts in ``keys`` by the names of ``NAMES``, and everything else, untouched and in its order.

    Where several keys mean one fact, our own wins, even empty; then one with a value; then the order above.
    """
    ranked: dict[str, tuple[tuple[bool, bool, int], Found]] = {}
    for key, value in keys.items():
        for fact, place, meant in _meanings(key, value):
            is_own = key == NAMES[fact][0]
            found = Found(key, meant, lines.get(key, 1), is_own)
            rank = (not is_own, found.is_empty, place)
            if fact not in ranked or rank < ranked[fact][0]:
                ranked[fact] = (rank, found)
    facts = {fact: found for fact, (_rank, found) in ranked.items()}
    taken = {found.key for found in facts.values()}
    return facts, {key: value for key, value in keys.items() if key not in taken}


def shadowed(keys: Mapping[str, object]) -> set[str]:
    """The facts that a key of ``keys`` would be read as, if our own key did not stand beside it."""
    return {fact for key, value in keys.items() for fact, _place, _meant in _meanings(key, value)}


def _identity(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


_MEANING = {
    _identity(name): (fact, place) for fact, names in NAMES.items() for place, name in enumerate(names)
}


def _meanings(key: str, value: object) -> Iterator[tuple[str, int, object]]:
    """At most one ``(fact, place, value)`` of a key."""
    identity = _identity(key)
    if identity == "published" and isinstance(value, bool):
        yield "is_draft", len(NAMES["is_draft"]), not value  # Jekyll says so
    elif identity in ("status", "poststatus") and str(value).lower() in _HIDDEN:
        yield "is_draft", len(NAMES["is_draft"]) + 1, True  # WordPress and Ghost say so
    elif identity in _MEANING:
        yield (*_MEANING[identity], value)
