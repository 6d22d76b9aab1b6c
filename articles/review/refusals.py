"""Why a verdict may be refused."""

from django.utils.translation import gettext as _

from articles.drafting.models import Article
from articles.text.refusals import Refused


class NotAllowed(Refused):
    """The person lacks the right for this verdict."""


class FourEyes(Refused):
    """The person contributed to the text, so somebody else must judge it."""


class TextChanged(Refused):
    """The text is no longer the one that was on the screen; ``seen`` and ``latest`` allow a difference."""

    def __init__(self, article: Article, content_hash: str) -> None:
        self.article = article
        self.latest = article.latest
        self.seen = article.revisions.filter(content_hash=content_hash).order_by("-number").first()
        super().__init__(
            _(
                "The text has changed since you opened it, so nothing was decided. Look at the difference first."
            )
        )


class Incomplete(Refused):
    """Something is missing that every article needs."""


class CommentNeeded(Refused):
    """A text is not sent back without a reason."""


class CommentsOpen(Refused):
    """The policy wants every remark settled before a text is approved."""
