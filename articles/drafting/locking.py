"""One article, one deed at a time: the row lock that every deed takes first."""

from django.utils.translation import gettext as _

from articles.drafting.models import Article, Revision
from articles.drafting.naming import name_of
from articles.text.refusals import Refused


class Stale(Refused):
    """The article changed after the screen was made; ``latest`` holds the words it has now."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.latest: Revision | None = article.latest
        super().__init__(_stale_sentence(self.latest))


def _stale_sentence(latest: Revision | None) -> str:
    if latest is None:
        return _("This article has changed since you opened it. Nothing of yours was saved over it.")
    return _(
        "%(person)s saved revision %(number)s after you opened this article. "
        "Nothing was written, and both texts are kept."
    ) % {"person": name_of(latest.made_by), "number": latest.number}


def locked(article: Article, *, version: int | None = None) -> Article:
    """The article as it is now, locked until the transaction ends (SQLite: the whole write transaction is the lock).

    Raises Stale when ``version`` is given and is no longer the article's.
    """
    current = (
        Article.objects.select_for_update(of=("self",)).select_related("latest__made_by").get(pk=article.pk)
    )
    if version is not None and current.version != version:
        raise Stale(current)
    return current
