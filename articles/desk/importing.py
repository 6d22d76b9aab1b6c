"""Brings one Markdown file into the newsroom: draft, in review or live, the same file twice being one article."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk.import_covers import DECORATIVE, find_cover, take_in
from articles.desk.import_pictures import with_pictures
from articles.drafting import doors, writing
from articles.drafting.bylines import author_for
from articles.drafting.models import Article, Category
from articles.drafting.sections import slug_for
from articles.popularity import boosting, standing
from articles.publishing import pinning, press
from articles.publishing.models import Edition, Pin
from articles.review import decisions, revising
from articles.text import frontmatter
from articles.text.content import Content, content_hash
from articles.text.manuscript import Manuscript, parse
from articles.text.refusals import Refused

MODES = ("draft", "review", "live")
LARGEST_FILE = 8 * 1024 * 1024  # bytes
UNSORTED = "news"  # the category of a file that names none
ENDINGS = {".md", ".markdown", ".mdown", ".txt"}


class Unreadable(Refused):
    """The file cannot be read as an article."""


@dataclass(frozen=True)
class Wanted:
    """How files are to come in; ``media`` is where their pictures lie."""

    mode: str
    by: User | None
    now: datetime
    media: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file: ``new``, ``changed`` or ``unchanged``, with warnings as (line, sentence)."""

    kind: str
    article: Article
    warnings: tuple[tuple[int, str], ...]


def files_in(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every article file in ``paths`` with the name it is remembered by; folders are searched in order of name."""
    for path in paths:
        if path.is_dir():
            found = sorted(
                each for each in path.rglob("*") if each.suffix.lower() in ENDINGS and each.is_file()
            )
            yield from (
                (each, f"{path.resolve().name}/{each.relative_to(path).as_posix()}") for each in found
            )
        else:
            yield path, f"{path.resolve().parent.name}/{path.name}"


def bring_in(path: Path, name: str, wanted: Wanted) -> Outcome:
    """Import one file; everything or nothing of its words is written, nothing at all in a dry run.

    The cover is taken in first, because encoding pictures must not hold up whoever is saving meanwhile.
    Raises FrontMatterError with the exact line, Unreadable, and whatever the deeds refuse.
    """
    manuscript = parse(read(path), name=path.name, zone=ZoneInfo(settings.NEWSROOM_TIME_ZONE))
    warnings = [(each.line, _(each.message) % each.params) for each in manuscript.warnings]
    found = find_cover(manuscript, path, wanted.media)
    if found.path and not wanted.dry_run:
        found = take_in(found.path, manuscript, by=wanted.by, now=wanted.now)
    if found.warning:
        warnings.append((1, found.warning))
    if not wanted.dry_run:
        manuscript, lost = with_pictures(manuscript, path, by=wanted.by, now=wanted.now, media=wanted.media)
        warnings.extend((1, sentence) for sentence in lost)
    with doors.through("import"):
        kind, article = _bring_words(manuscript, found.cover, name, wanted)
    if found.path and found.cover is None and kind == "unchanged":
        kind = "changed"
    return Outcome(kind, article, tuple(warnings))


@transaction.atomic
def _bring_words(
    manuscript: Manuscript, cover: Cover | None, name: str, wanted: Wanted
) -> tuple[str, Article]:
    kind, article = _write(manuscript, cover, name, wanted)
    _carry_on(article, manuscript, kind, wanted)
    if wanted.dry_run:
        transaction.set_rollback(True)
    return kind, article


def read(path: Path) -> str:
    """The text of a file. Raises Unreadable when it is missing, too large or no text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(_("The file is larger than 8 MB, so it is no article. Split it."))
        return frontmatter.decode(path.read_bytes())
    except OSError as error:
        raise Unreadable(
            _("The file cannot be opened: %(reason)s.") % {"reason": error.strerror or error}
        ) from error


def content_of(manuscript: Manuscript, cover: Cover | None, *, category: str | None = None) -> Content:
    """The words of a manuscript as content; hand-set reading minutes are among its extra keys.

    Without a ``category`` (a slug, or "") the manuscript's own is found or made.
    """
    extra = {key: value for key, value in manuscript.extra.items() if key != DECORATIVE}
    if manuscript.read_minutes is not None:
        extra["readTime"] = manuscript.read_minutes
    return Content(
        title=manuscript.title,
        summary=manuscript.summary,
        body=manuscript.body,
        tags=manuscript.tags,
        category=(slug_for(manuscript.category) or _unsorted()) if category is None else category,
        authors=tuple(person.name for person in manuscript.authors),
        cover=cover.content_digest if cover else "",
        slug=manuscript.slug,
        language=manuscript.language,
        extra=extra,
    )


def _unsorted() -> str:
    """Where files without a category go; readers see its name in the language of the site."""
    with translation.override(settings.NEWSROOM_LANGUAGE):
        return Category.objects.get_or_create(slug=UNSORTED, defaults={"name": _("News")})[0].slug


def _write(manuscript: Manuscript, cover: Cover | None, name: str, wanted: Wanted) -> tuple[str, Article]:
    for person in manuscript.authors:
        author_for(person.name, bio=person.bio)
    content = writing.completed(content_of(manuscript, cover))
    known = _known(name, content)
    if known is None:
        made = writing.start(
            content, by=wanted.by, now=wanted.now, imported_from=name[:500], note=_("Imported")
        )
        return "new", made
    if known.latest and known.latest.content_hash == content_hash(content):
        return "unchanged", known
    revising.revise(
        known, content, by=wanted.by, now=wanted.now, version=known.version, note=_("Imported again")
    )
    return "changed", Article.objects.select_related("latest").get(pk=known.pk)


def _known(name: str, content: Content) -> Article | None:
    """The article this file became before: remembered by its name, else by exactly the same words."""
    rows = Article.objects.select_related("latest")
    by_name = rows.filter(imported_from=name[:500]).first()
    return by_name or rows.filter(latest__content_hash=content_hash(content)).order_by("pk").first()


def _carry_on(article: Article, manuscript: Manuscript, kind: str, wanted: Wanted) -> None:
    by, now = wanted.by, wanted.now
    if manuscript.views and kind == "new":
        standing.imported(article, manuscript.views)
    if wanted.mode == "draft" or manuscript.is_draft or by is None:
        return
    article.refresh_from_db()
    if wanted.mode == "review":
        if article.state in {"draft", "changes_requested"} and kind != "unchanged":
            decisions.submit(article, by=by, now=now, version=article.version)
        return
    _go_live(article, manuscript, by=by, now=now)
    if kind == "new":
        _carry_over_attention(article, manuscript, by=by, now=now)


def _go_live(article: Article, manuscript: Manuscript, *, by: User, now: datetime) -> None:
    latest = decisions.latest_of(article)
    decisions.refuse_incomplete(latest)
    public = Edition.objects.filter(article=article, content_hash=latest.content_hash)
    if public.live(now).exists() or public.scheduled(now).exists():
        return
    decisions.approve_import(article, by=by, now=now)
    first_time = not Edition.objects.ever_public(now).filter(article=article).exists()
    start = (manuscript.publish_at or now) if first_time else now
    press.publish(
        article,
        content_hash=latest.content_hash,
        by=by,
        now=now,
        live_from=start,
        backdated=start < now,
        updated_at=_later_update(manuscript, start),
    )


def _later_update(manuscript: Manuscript, start: datetime) -> datetime | None:
    update = manuscript.update_at
    return update if update and update > start else None


def _carry_over_attention(article: Article, manuscript: Manuscript, *, by: User, now: datetime) -> None:
    if manuscript.is_sticky:
        taken = set(Pin.objects.in_force(now).filter(place="home").values_list("position", flat=True))
        free = next(place for place in range(1, len(taken) + 2) if place not in taken)
        pinning.pin(
            article,
            place="home",
            position=min(free, pinning.MOST_POSITIONS),
            live_from=now,
            live_until=None,
            by=by,
            now=now,
            reason=_("sticky before import"),
        )
    if manuscript.is_hot:
        boosting.boost_imported(article, by=by, now=now)
