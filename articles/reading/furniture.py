"""What every page has around its own words: name, sections, feeds, and the head that machines read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.reading import addresses, link_cards, lists, phrases, seasons
from articles.reading.visits import Visit


@dataclass(frozen=True)
class Section:
    """A category in the navigation."""

    slug: str
    name: str
    url: str


@dataclass
class Head:
    """What machines read of a page. ``title`` stands before the newsroom's name; ``path`` is its canonical address."""

    title: str
    path: str
    description: str = ""
    robots: str = "index, follow, max-image-preview:large"
    kind: str = "website"  # as Open Graph names it; or "profile"
    properties: list[tuple[str, str]] = field(default_factory=list)  # Open Graph and its relatives
    card: str = "summary"  # how large a shared link shows the picture
    feeds: str = ""  # the path of the page whose feeds are announced
    feed_title: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)  # (language tag, address) of translations
    data: list[str] = field(default_factory=list)  # JSON-LD, safe inside a script element
    previous: str = ""
    next: str = ""
    first_at: str = ""  # the whole address of a text that stands first elsewhere

    @property
    def canonical(self) -> str:
        return self.first_at or addresses.absolute(self.path)

    @property
    def full_title(self) -> str:
        return f"{self.title} – {settings.NEWSROOM_NAME}" if self.title else settings.NEWSROOM_NAME

    @property
    def feed_links(self) -> list[tuple[str, str, str]]:
        """(mime type, title, address) of each feed."""
        mimes = {
            "atom": "application/atom+xml",
            "json": "application/feed+json",
            "rss": "application/rss+xml",
        }
        name = self.feed_title or settings.NEWSROOM_NAME
        return [
            (mime, f"{name} ({ending})", addresses.feed(self.feeds, ending)) for ending, mime in mimes.items()
        ]


def frame() -> tuple[Any, ...]:
    """What every page shows that comes from no table; with the words of a page it makes a stamp."""
    return (
        seasons.times_forgotten(), settings.NEWSROOM_NAME, settings.NEWSROOM_URL, settings.STATIC_URL,
        settings.MEDIA_URL, settings.NEWSROOM_TIME_ZONE, settings.NEWSROOM_LANGUAGE,
        tuple(getattr(settings, "NEWSROOM_FOOTER", ())),
    )  # fmt: skip


def sections(categories: Iterable[dict[str, Any]], visit: Visit) -> list[Section]:
    """The navigation, of categories given by slug, name and position."""
    ordered = sorted(categories, key=lambda each: (each["position"], each["slug"]))
    return [
        Section(each["slug"], each["name"], visit.url(addresses.category(each["slug"]))) for each in ordered
    ]


def asked_sections(visit: Visit) -> list[Section]:
    """The navigation, asked of the database."""
    return sections(lists.categories(visit.now).values("slug", "name", "position"), visit)


def answer(
    request: HttpRequest,
    template: str,
    visit: Visit,
    head: Head,
    context: dict[str, Any],
    *,
    nav: list[Section] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page made of ``template`` (a name below reading/), in readers' language."""
    words = {
        "visit": visit,
        "head": head if visit.is_public else _unlisted(head),
        "nav": asked_sections(visit) if nav is None else nav,
        "newsroom": settings.NEWSROOM_NAME,
        "interface": phrases.tag_of(translation.get_language() or settings.NEWSROOM_LANGUAGE),
        "today": phrases.full_day(visit.now),
        "today_iso": phrases.iso(visit.now)[:10],
        "base": visit.base,
        "footer_lines": getattr(settings, "NEWSROOM_FOOTER", ()),
        **context,
    }
    words.setdefault("language", words["interface"])
    head.description = head.description or default_description()
    if head.path and not head.properties:
        title = head.title or settings.NEWSROOM_NAME
        words_of = link_cards.basics(head.kind, title, head.description, head.canonical, words["interface"])
        head.properties = [*words_of, *link_cards.mark()]
    # Without the request: what every reader gets alike needs neither the person nor their messages.
    response = HttpResponse(render_to_string(f"reading/{template}", words), status=status)
    response.headers["Content-Language"] = words["language"]
    return response


def _unlisted(head: Head) -> Head:
    """A page that is not the public one must not be indexed, whoever finds its address."""
    head.robots = "noindex, nofollow"
    return head


def default_description() -> str:
    return _("News, reports and background from %(newsroom)s.") % {"newsroom": settings.NEWSROOM_NAME}
