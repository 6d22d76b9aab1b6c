"""What an article still lacks: what keeps it from review, from approval, and what is only worth a look."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.covers.models import Cover
from articles.drafting.models import Article, Revision
from articles.publishing.models import Edition
from articles.review import decisions
from articles.review.rules import policy_for
from articles.text import checks, counting
from articles.text.content import Content
from articles.text.refusals import Refused

LONGEST_TITLE, LONGEST_SUMMARY = 30, 80  # 字 or words
NARROWEST_COVER = 1200  # px
SAME_WITHIN = timedelta(days=30)


class Line(NamedTuple):
    """One thing to mend: how much it weighs, in words, and where it is."""

    weight: str  # "submit", "approve" or "look": what it blocks, or nothing
    words: str
    field: str
    line: int = 0  # of the text, from 1
    mend: str = ""  # a step that mends it with one press


class NotReady(Refused):
    """The checklist has something that must be mended first, or that nobody has looked over yet: its ``lines``."""

    def __init__(self, words: str, lines: list[Line] | None = None, *, may_go_on: bool = False) -> None:
        super().__init__(words)
        self.lines, self.may_go_on = lines or [], may_go_on


def lines(
    content: Content,
    article: Article | None,
    *,
    now: datetime,
    planned_for: datetime | None = None,
    cover: Cover | None = None,
) -> list[Line]:
    """The whole list, the heaviest first; a wish ``planned_for`` and words of the ``cover`` may be typed, not saved."""
    planned = planned_for or (article.planned_for if article else None)
    stored = Cover.objects.select_related("picture")
    cover = cover or stored.filter(content_digest=content.cover or "-").first()
    found = [*must_have(content, cover), *_marks(content.body), *_worth_a_look(content, cover)]
    found += [
        *_remarks(article),
        *_dead_links(content.body, max(planned or now, now)),
        *_twins(content.title, article, now),
    ]
    return sorted(found, key=lambda line: ("submit", "approve", "look").index(line.weight))


def blocks(found: list[Line]) -> bool:
    """Whether something in the list keeps the words from review."""
    return any(line.weight == "submit" for line in found)


def ask_first(article: Article, *, now: datetime) -> None:
    """Raises NotReady with whatever the list has to say about the latest words; it can be passed by."""
    latest = Revision.objects.get(latest_of=article)
    found = lines(latest.content, article, now=now)
    if found:
        raise NotReady(_("Not submitted yet. Look this over, or submit it anyway."), found, may_go_on=True)


@transaction.atomic
def submit(article: Article, *, by: User, now: datetime, version: int) -> None:
    """Hand the text to the reviewers. Raises NotReady, and what ``decisions.submit`` raises."""
    decisions.submit(article, by=by, now=now, version=version)
    # Rights and stale pages are told first; what was done for them is taken back with the refusal.
    latest = Revision.objects.select_related("cover").get(latest_of=article)
    refuse_submission(latest)


def refuse_submission(revision: Revision) -> None:
    """Raises NotReady naming everything that keeps the words from review."""
    found = list(must_have(revision.content, revision.cover))
    if found:
        reasons = " ".join(line.words for line in found)
        raise NotReady(_("Not submitted. %(reasons)s") % {"reasons": reasons}, found)


def refuse_approval(revision: Revision, meant: list[str]) -> None:
    """Raises NotReady while a mark of something open is neither removed nor ticked as ``meant`` (``line:mark``)."""
    # Two equal marks in one line want two ticks.
    open_marks = Counter(f"{line}:{mark}" for line, mark in checks.placeholders(revision.body)) - Counter(
        meant
    )
    parts = (each.partition(":") for each in open_marks.elements())
    left = [f"{mark} ({line})" for line, _colon, mark in parts]
    if left:
        words = _(
            "Not approved. These marks are still in the text (by line): %(marks)s. Have them removed, or tick them."
        )
        raise NotReady(words % {"marks": ", ".join(left)})


def must_have(content: Content, cover: Cover | None) -> Iterator[Line]:
    """What keeps words from review."""
    if not content.title.strip():
        yield Line("submit", _("The headline is missing."), "title")
    if not content.body.strip():
        yield Line("submit", _("The text is missing."), "body")
    if not content.category:
        yield Line("submit", _("The category is missing."), "category")
    if not content.authors:
        yield Line("submit", _("The author is missing."), "authors")
    if cover is not None and not (cover.alt or cover.decorative):
        yield Line(
            "submit", _("The cover has no alternative text and is not marked as decorative."), "cover_alt"
        )
    for line in checks.bare_pictures(content.body):
        yield Line(
            "submit",
            _("The picture in line %(line)s has no alternative text.") % {"line": line},
            "body",
            line,
        )
    fence = checks.unclosed_fence(content.body)
    if fence:
        yield Line(
            "submit", _("The code that begins in line %(line)s never ends.") % {"line": fence}, "body", fence
        )
    for line, name in checks.undefined_notes(content.body):
        words = _("The footnote %(name)s in line %(line)s has no text.")
        yield Line("submit", words % {"name": f"[^{name}]", "line": line}, "body", line)


def _marks(body: str) -> Iterator[Line]:
    for line, mark in checks.placeholders(body):
        words = _("%(mark)s in line %(line)s: something is still open. Approval waits for it.")
        yield Line("approve", words % {"mark": mark, "line": line}, "body", line)


def _remarks(article: Article | None) -> Iterator[Line]:
    """Open comments, where the policy of the section holds an approval up for them."""
    if article is None or article.latest is None:
        return
    many = article.comments.filter(answers=None, resolved_at=None).count()
    if many and policy_for(article.latest.category).comments_resolved:
        words = ngettext(
            "%(many)s comment is open; approval waits for it.", "%(many)s comments are open; approval waits for them.",
            many,
        )  # fmt: skip
        yield Line("approve", words % {"many": many}, "body")


def _worth_a_look(content: Content, cover: Cover | None) -> Iterator[Line]:
    if counting.length(content.title, content.language) > LONGEST_TITLE:
        yield Line("look", _("The headline is long: lists cut it."), "title")
    if not content.summary.strip():
        yield Line("look", _("There is no summary."), "summary")
    elif counting.length(content.summary, content.language) > LONGEST_SUMMARY:
        yield Line("look", _("The summary is long: cards and search results cut it."), "summary")
    if cover is not None and cover.picture.width < NARROWEST_COVER:
        words = _("The cover is only %(width)s pixels wide; sharp screens want 1200.")
        yield Line("look", words % {"width": cover.picture.width}, "cover_file")
    if cover is not None and not cover.credit:
        yield Line("look", _("The cover names nobody who made it."), "cover_credit")
    yield from _style(content.body)


def _style(body: str) -> Iterator[Line]:
    hosts = {urlsplit(address).netloc.lower() for address in (settings.NEWSROOM_URL, settings.MEDIA_URL)}
    for line in checks.pictures_elsewhere(body, hosts):
        words = _(
            "The picture in line %(line)s lies on another site, so readers do not see it. Upload it here."
        )
        yield Line("look", words % {"line": line}, "body", line)
    for jump in checks.skipped_levels(body):
        words = _("The heading “%(words)s” leaves out a level.") % {"words": jump.words}
        yield Line("look", words, "body", jump.line)
    narrow = checks.narrow_marks(body)
    if narrow:
        words = _("Half-width “%(mark)s” between Chinese characters, first in line %(line)s.")
        yield Line("look", words % {"mark": narrow[0][1], "line": narrow[0][0]}, "body", narrow[0][0])
    mixed = checks.mixed_spaces(body)
    if mixed:
        words = _(
            "Spaces around Latin words are mixed, first in line %(line)s; the page makes the distance itself."
        )
        yield Line("look", words % {"line": mixed}, "body", mixed, "spaces")


def _dead_links(body: str, then: datetime) -> Iterator[Line]:
    """Links to articles that nobody could read when this one goes out."""
    linked = checks.linked_articles(body, urlsplit(settings.NEWSROOM_URL).netloc)
    if not linked:
        return
    numbers = {number for _line, number in linked}
    live = set(Edition.objects.live(then).filter(article_id__in=numbers).values_list("article_id", flat=True))
    for line, number in linked:
        if number not in live:
            words = _("Line %(line)s links to article #%(number)s, which will not be public then.")
            yield Line("look", words % {"line": line, "number": number}, "body", line)


def _twins(title: str, article: Article | None, now: datetime) -> Iterator[Line]:
    """Another article of the last thirty days under the same headline."""
    if not title.strip():
        return
    rows = Article.objects.filter(
        changed_at__gte=now - SAME_WITHIN, latest__title=title.strip(), discarded_at=None
    )
    twin = rows.exclude(pk=article.pk if article else 0).order_by("-pk").values_list("pk", flat=True).first()
    if twin:
        yield Line("look", _("Article #%(number)s has the same headline.") % {"number": twin}, "title")
