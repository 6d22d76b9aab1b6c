"""A newsroom with one of everything that readers must not see; each thing sings a word and two rare characters."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.drafting import autosaving, planning, writing
from articles.drafting.models import Article
from articles.publishing import scheduling, withdrawing
from articles.publishing.models import Edition
from articles.reading import indexing
from articles.review import decisions
from articles.review.models import Comment
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing

SONG = "canary"
# What is hidden, and the rare characters of its song; nothing public holds them.
KINDS = {
    "draft": "鹮鹱", "autosave": "鸊鷉", "review": "鹡鸰", "comment": "鸬鹚", "approved": "鹪鹩", "embargoed": "鹔鹴",
    "scheduled": "鸀鳿", "cancelled": "鶺鴞", "withdrawn": "鵁鶄", "redirected": "鸂鶒", "ended": "鵷鶵",
    "discarded": "鶗鴂", "older": "鸑鷟", "newer": "鷫鷞",
}  # fmt: skip


@dataclass
class World:
    """The public article, the hidden ones by kind, and the editions that are not to be seen now."""

    public: Edition
    hidden: dict[str, Article] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    covers: list[str] = field(default_factory=list)

    @property
    def slugs(self) -> list[str]:
        return [f"slug-{song(kind)}" for kind in KINDS]


def song(kind: str) -> str:
    return f"{SONG}{kind}"


def words(kind: str, world: World | None = None) -> dict[str, Any]:
    """Every field that an editor fills in sings."""
    sung = f"{song(kind)} {KINDS[kind]}"
    cover = printing.cover(
        f"图{sung}",
        colour=f"#{list(KINDS).index(kind) + 16:02d}4455",
        caption=f"说明{sung}",
        credit=f"绘{sung}",
        size=(480, 300),
    )
    if world is not None:
        world.covers += [rendition.name for rendition in cover.renditions.all()]
    return {
        "title": f"标题{sung}",
        "summary": f"摘要{sung}。",
        "body": f"正文{sung}。\n\n## 小标题{sung}\n",
        "tags": (f"标签{sung}", "港口"),
        "authors": (f"作者{sung}",),
        "category": f"section-{song(kind)}",
        "slug": f"slug-{song(kind)}",
        "extra": {"translationKey": "storm", "hidden": sung},
        "cover": cover.content_digest,
    }


def world(now: datetime = NOON) -> World:
    """Everything at noon: what is scheduled begins at ``now`` + 1 day, what ended did so an hour ago."""
    printing.section()
    public = printing.printed(extra={"translationKey": "storm"}, cover=printing.cover().content_digest)
    made = World(public)
    _unprinted(made, now)
    _printed(made, now)
    _around_the_public(made, now)
    for edition in Edition.objects.all():
        indexing.index_edition(edition, now)
    others = printing.many(3)
    for edition in others:
        indexing.index_edition(edition, now)
    printing.hot_list(public, *made.editions.values(), *others)
    return made


def _unprinted(made: World, now: datetime) -> None:
    made.hidden["draft"] = builders.article(**words("draft", made))
    writer = builders.writer()
    kept = made.hidden["autosave"] = builders.article(by=writer, title="还没写完", slug="unfinished")
    fields = {name: value for name, value in words("autosave", made).items() if isinstance(value, str)}
    autosaving.keep(kept, fields, by=writer, now=now, tab="1", sequence=1, base=kept.latest)
    made.hidden["review"] = builders.in_review(**words("review", made))
    made.hidden["comment"] = builders.in_review(title="有批注的", slug="commented", **_remarked(made))
    made.hidden["approved"] = builders.approved(**words("approved", made))
    held = made.hidden["embargoed"] = builders.approved(**words("embargoed", made))
    planning.embargo(held, until=now + DAY, by=builders.chief(), now=now, reason=song("embargoed"))
    gone = made.hidden["discarded"] = builders.article(**words("discarded", made))
    planning.discard(gone, by=builders.chief(), now=now)


def _remarked(made: World) -> dict[str, Any]:
    words("comment", made)
    return {"summary": "一句话。"}


def _printed(made: World, now: datetime) -> None:
    made.editions["scheduled"] = printing.printed(at=now + DAY, **words("scheduled", made))
    cancelled = printing.printed(at=now + DAY, **words("cancelled", made))
    scheduling.cancel(cancelled, by=builders.publisher(), now=now)
    made.editions["cancelled"] = cancelled
    for kind, after in (("withdrawn", {}), ("redirected", {"redirect_to": made.public.article})):
        first = printing.printed(**words(kind, made))
        second = words(kind, made) | {"body": f"改过的正文{song(kind)} {KINDS[kind]}。\n"}
        edition = printing.corrected(first, f"更正{song(kind)}", at=now - HOUR, **second)
        withdrawing.take_down(edition.article, by=builders.publisher(), now=now, reason=f"{song(kind)}",
                              note="公开的说明", **after)  # fmt: skip
        made.editions[kind] = edition
    made.editions["ended"] = printing.printed(at=now - DAY, until=now - HOUR, **words("ended", made))
    made.hidden |= {kind: edition.article for kind, edition in made.editions.items()}


def _around_the_public(made: World, now: datetime) -> None:
    """What the public article said before, what somebody is making of it, and what was remarked about another."""
    old = printing.printed(
        at=now - 2 * DAY, **(words("older", made) | {"slug": "pier", "category": "harbour"})
    )
    printing.corrected(old, "全文重写。", at=now - DAY, **vars(builders.content(title="码头", slug="pier")))
    working = builders.fresh(made.public.article)
    writing.revise(
        working,
        builders.content(**words("newer", made)),
        by=builders.chief(),
        now=now,
        version=working.version,
    )
    article = builders.fresh(made.hidden["comment"])
    assert article.latest is not None
    Comment.objects.create(
        article=article, revision=article.latest, by=builders.editor(), at=now,
        text=f"{song('comment')} {KINDS['comment']}", quote=KINDS["comment"],
    )  # fmt: skip
    decisions.request_changes(
        article,
        content_hash=article.latest.content_hash,
        by=builders.editor(),
        now=now,
        comment=song("comment"),
    )
