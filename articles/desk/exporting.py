"""Writes articles as Markdown files that import again with the same content hashes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from articles.covers.models import Cover
from articles.desk.import_covers import DECORATIVE
from articles.drafting.models import Article, Author
from articles.popularity.models import Standing
from articles.publishing.models import Edition, Pin
from articles.text.content import Content
from articles.text.manuscript import Manuscript, Person, compose


def chosen(*, live: bool, category: str, now: datetime) -> QuerySet[Article]:
    """The articles to export: all that have words and are not in the bin, or only what readers see at ``now``."""
    rows = Article.objects.filter(discarded_at=None).exclude(latest=None)
    if live:
        rows = rows.filter(pk__in=Edition.objects.live(now).values("article"))
    if category:
        rows = rows.filter(latest__category_slug=category)
    return rows.select_related("latest__cover__picture").order_by("pk")


def write_all(articles: QuerySet[Article], folder: Path, *, live: bool, now: datetime) -> Iterator[Path]:
    """Write each article below ``folder``; yields the files one by one."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles.iterator(chunk_size=200):
        yield write(article, folder, live=live, now=now)


def write(article: Article, folder: Path, *, live: bool, now: datetime) -> Path:
    """Write one article and its cover; ``live`` takes the words readers see instead of the working copy's."""
    edition = Edition.objects.live(now).filter(article=article).select_related("cover__picture").first()
    source = edition if live and edition else article.latest
    assert source is not None
    cover_path = _copy_cover(source.cover, folder) if source.cover else ""
    manuscript = manuscript_of(article, source.content, edition, source.cover, cover_path, now)
    path = folder / (source.category_slug or "none") / f"{article.pk}-{source.slug}"[:180]
    path = path.with_name(path.name + ".md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(compose(manuscript), encoding="utf-8", newline="\n")
    return path


def manuscript_of(
    article: Article,
    content: Content,
    edition: Edition | None,
    cover: Cover | None,
    cover_path: str,
    now: datetime,
) -> Manuscript:
    """Everything the content contract can say about an article."""
    extra = dict(content.extra)
    minutes = extra.pop("readTime", None)
    if cover and cover.decorative:
        extra[DECORATIVE] = True
    bios = dict(Author.objects.filter(name__in=content.authors).values_list("name", "bio"))
    standing = Standing.objects.filter(pk=article.pk).first()
    return Manuscript(
        title=content.title,
        summary=content.summary,
        body=content.body,
        category=content.category,
        tags=content.tags,
        authors=tuple(Person(name, bios.get(name, "")) for name in content.authors),
        slug=content.slug,
        language=content.language,
        publish_at=_local(edition.published_at) if edition else None,
        update_at=_local(edition.updated_at) if edition and edition.updated_at else None,
        cover_path=cover_path,
        cover_alt=cover.alt if cover else "",
        cover_caption=cover.caption if cover else "",
        cover_credit=cover.credit if cover else "",
        cover_licence=cover.licence if cover else "",
        cover_focal=(cover.focal_x, cover.focal_y) if cover else None,
        is_sticky=Pin.objects.in_force(now).filter(article=article, place="home").exists(),
        is_hot=bool(standing and standing.is_hot),
        views=(standing.views + standing.imported_views) if standing else 0,
        read_minutes=minutes if isinstance(minutes, int) else None,
        is_draft=False,
        extra=extra,
        warnings=(),
    )


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.NEWSROOM_TIME_ZONE))


def _copy_cover(cover: Cover, folder: Path) -> str:
    """The uploaded file, byte for byte, below ``covers/``: only so does its digest stay the same."""
    name = f"covers/{cover.picture.digest}{Path(str(cover.picture.original)).suffix}"
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        with cover.picture.original.open("rb") as file:
            target.write_bytes(file.read())
    return f"/{name}"
