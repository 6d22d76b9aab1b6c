"""The content contract as typed facts: a Markdown file in, a Markdown file out, nothing lost between."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from articles.text import arriving, cleaning, frontmatter, scripts, values
from articles.text import keys as key_names
from articles.text.arriving import Warning, fact
from articles.text.faults import FrontMatterError
from articles.text.people import Person

__all__ = ["FrontMatterError", "Manuscript", "Person", "Warning", "compose", "parse"]

MOST_VIEWS = 10**15
# Said even if empty, so that no fallback changes them on the way back.
_ALWAYS = ("title", "summary", "language")


@dataclass(frozen=True)
class Manuscript:
    """One article as its file says it; what the file does not say has the default here.

    ``category`` is as written, a slug or a name. ``cover_path`` is a path or an address. Times know their zone.
    Warnings do not count when two manuscripts are compared.
    """

    title: str = ""
    summary: str = ""
    body: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    slug: str = ""
    language: str = "zh-hans"
    publish_at: datetime | None = None
    update_at: datetime | None = None
    cover_path: str = ""
    cover_alt: str = ""
    cover_caption: str = ""
    cover_credit: str = ""
    cover_licence: str = ""
    cover_focal: tuple[float, float] | None = None
    is_sticky: bool = False
    is_hot: bool = False
    views: int = 0
    read_minutes: int | None = None
    is_draft: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = field(default=(), compare=False)


def parse(source: str, *, name: str, zone: ZoneInfo) -> Manuscript:
    """The facts of a file called ``name``; times without a zone are in ``zone``, the answer's times are in UTC.

    Raises FrontMatterError with the line of the key that cannot be understood.
    """
    document = frontmatter.read(cleaning.clean(source))
    facts, extra = key_names.take(document.keys, document.lines)
    body = document.body.strip("\n")
    warnings: list[Warning] = []
    language = fact(facts, "language", values.language, scripts.language(body))
    cover = arriving.cover(facts, extra)
    return Manuscript(
        title=arriving.title(facts, body, name, warnings),
        summary=arriving.summary(facts, body, language),
        body=body,
        category=arriving.category(facts),
        tags=arriving.tags(facts),
        authors=arriving.authors(facts, warnings),
        slug=arriving.slug(facts, warnings),
        language=language,
        publish_at=fact(facts, "publish_at", lambda found: values.moment(found, zone), None),
        update_at=fact(facts, "update_at", lambda found: values.moment(found, zone), None),
        cover_path=cover.path,
        cover_alt=cover.alt,
        cover_caption=cover.caption,
        cover_credit=cover.credit,
        cover_licence=cover.licence,
        cover_focal=fact(facts, "cover_focal", values.focal, None),
        is_sticky=fact(facts, "is_sticky", values.flag, False),
        is_hot=fact(facts, "is_hot", values.flag, False),
        views=fact(facts, "views", lambda found: values.whole(found, 0, MOST_VIEWS), 0),
        read_minutes=fact(facts, "read_minutes", values.minutes, None),
        is_draft=fact(facts, "is_draft", values.flag, False),
        extra={cleaning.clean(key): arriving.cleaned(value) for key, value in extra.items()},
        warnings=tuple(warnings),
    )


def compose(manuscript: Manuscript) -> str:
    """The file of ``manuscript``: ``parse`` gives the same manuscript, whatever its fallbacks would have said.

    Times are written in the zone they carry.
    """
    shadowed = key_names.shadowed(manuscript.extra)
    defaults = {each.name: each.default for each in fields(Manuscript)}
    own: dict[str, object] = {}
    for name, names in key_names.NAMES.items():
        value = getattr(manuscript, name)
        # A default has to be said where an extra key would be read as this fact.
        if name in _ALWAYS or name in shadowed or value != defaults[name]:
            own[names[0]] = _written(value)
    others = {key: value for key, value in manuscript.extra.items() if key not in own}
    return frontmatter.write({**own, **others}, manuscript.body + "\n" if manuscript.body else "")


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Person):
        return {"name": value.name, **({"bio": value.bio} if value.bio else {})}
    if isinstance(value, tuple):
        written = [_written(item) for item in value]
        return written[0] if len(written) == 1 and isinstance(value[0], Person) else written
    return value
