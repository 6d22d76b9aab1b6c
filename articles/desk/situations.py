"""Where one article stands at one moment, asked once for everything a screen says and offers about it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.utils.translation import ngettext

from articles.desk import wording
from articles.drafting.models import Article, Revision
from articles.popularity.models import Boost
from articles.publishing.models import Edition, Pin
from articles.review.decisions import standing
from articles.review.looking import Seen, last_seen, looks_of
from articles.review.models import Assignment, Comment, Decision, Look, ReviewPolicy
from articles.review.rules import contributors, policy_for


@dataclass(frozen=True)
class Situation:
    """One article, one person, one moment; every answer is asked of the database at most once."""

    article: Article
    person: User
    now: datetime

    @property
    def revision(self) -> Revision | None:
        return self.article.latest

    @property
    def content_hash(self) -> str:
        return self.revision.content_hash if self.revision else ""

    @cached_property
    def editions(self) -> list[Edition]:
        """Every printed copy without its long columns, the latest beginning first."""
        rows = Edition.objects.filter(article=self.article).without_long_columns()
        return list(rows.select_related("printed_by").order_by("-live_from", "-number"))

    @cached_property
    def live(self) -> Edition | None:
        return next((copy for copy in self.editions if copy.is_live(self.now)), None)

    @cached_property
    def scheduled(self) -> list[Edition]:
        """What is still to come, the next first."""
        coming = [
            copy for copy in self.editions if copy.live_from > self.now and copy.live_until != copy.live_from
        ]
        return coming[::-1]

    @cached_property
    def last_public(self) -> Edition | None:
        seen = (
            copy for copy in self.editions if copy.live_from <= self.now and copy.live_until != copy.live_from
        )
        return next(seen, None)

    @cached_property
    def approvals(self) -> list[Decision]:
        """The standing approvals of the words on the screen."""
        return standing(self.article, self.content_hash)

    @cached_property
    def policy(self) -> ReviewPolicy:
        return policy_for(self.revision.category if self.revision else None)

    @cached_property
    def contributors(self) -> set[int]:
        return contributors(self.article, self.now)

    @property
    def has_contributed(self) -> bool:
        return self.person.pk in self.contributors

    @property
    def is_approved(self) -> bool:
        """As ``decisions.is_approved``, from what was asked already."""
        enough = len(self.approvals) >= self.policy.approvals
        return enough or any(row.kind == "import" for row in self.approvals)

    @cached_property
    def pins(self) -> list[Pin]:
        """The pins that hold now or will."""
        rows = Pin.objects.standing(self.now).filter(article=self.article).select_related("made_by")
        return list(rows.order_by("place", "position", "pk"))

    @cached_property
    def boost(self) -> Boost | None:
        return Boost.objects.in_force(self.now).filter(article=self.article).select_related("made_by").first()

    @cached_property
    def seen(self) -> Seen | None:
        """What the person last saw of the article, before this page."""
        return last_seen(self.article, self.person, self.looks, self.comments)

    @cached_property
    def looks(self) -> list[Look]:
        """Which texts of the article the person has opened."""
        return looks_of(self.article, self.person)

    @cached_property
    def assignment(self) -> Assignment | None:
        """Whose turn it is, or was until their verdict."""
        return Assignment.objects.filter(article=self.article).select_related("person", "made_by").first()

    @cached_property
    def comments(self) -> list[Comment]:
        """Every remark on the article, the oldest first."""
        rows = Comment.objects.filter(article=self.article).select_related(
            "by", "link", "resolved_by", "revision"
        )
        return list(rows.order_by("at", "pk"))

    @property
    def open_comments(self) -> int:
        """How many threads are not settled."""
        return sum(row.answers_id is None and row.resolved_at is None for row in self.comments)

    @property
    def public_copy(self) -> Edition | None:
        """The copy a reader has, or will have next."""
        return self.live or (self.scheduled[0] if self.scheduled else None)

    @property
    def goes_on(self) -> bool:
        """Whether whoever reviews goes on from here to the next text: this one waits, or is judged."""
        mine = any(row.by_id == self.person.pk for row in self.approvals)
        return mine or self.article.state in ("in_review", "changes_requested")

    @property
    def is_embargoed(self) -> bool:
        """Whether the article may not appear yet."""
        return self.article.embargoed_until is not None and self.article.embargoed_until > self.now

    @property
    def is_same_text(self) -> bool:
        """Whether the working copy holds the words that readers have or will have next."""
        return bool(self.public_copy and self.public_copy.content_hash == self.content_hash)

    @property
    def holds_approvals(self) -> bool:
        """Whether a copy that readers have, or will have, stands on the approvals of the words on the screen.

        One that went out by break-glass stands on its reason instead.
        """
        public = [*self.scheduled, *([self.live] if self.live else [])]
        return any(copy.content_hash == self.content_hash and not copy.break_glass_reason for copy in public)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the working copy holds the very words that were taken down, and nothing else is to come."""
        last = None if self.public_copy else self.last_public
        return bool(last and last.after_end and last.content_hash == self.content_hash)

    @property
    def state_line(self) -> str:
        """Both axes in one line: what readers see, and what the words are doing."""
        public = wording.readers_see(self.live, self.scheduled, self.last_public, self.now)
        copy = wording.working_copy(
            self.article, is_public=bool(self.public_copy), same_text=self.is_same_text
        )
        count = self.open_comments
        remarks = ngettext("%(count)s open comment", "%(count)s open comments", count) % {"count": count}
        return " · ".join((public, copy, remarks)) if count else f"{public} · {copy}"

    @property
    def tone(self) -> str:
        """The colour of the state: ``live``, ``soon``, ``wait``, ``back``, ``ready``, ``off`` or ``plain``."""
        if self.article.discarded_at or self.is_withdrawn:
            return "off"
        if self.live:
            return "live"
        if self.scheduled:
            return "soon"
        return {"in_review": "wait", "changes_requested": "back", "approved": "ready"}.get(
            self.article.state, "plain"
        )
