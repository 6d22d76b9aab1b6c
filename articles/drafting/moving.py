"""The one writer of an article's state: a compare-and-set, recorded in the audit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.models import Article, Move
from articles.drafting.naming import name_of
from articles.drafting.states import MOVES
from articles.text.refusals import Refused


class WrongState(Refused):
    """The move is not possible from the state the article is in now."""


@transaction.atomic
def move(
    article: Article,
    verb: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    content_hash: str = "",
    details: Mapping[str, Any] | None = None,
) -> Move:
    """Carry out ``verb`` of the table of moves. Raises WrongState, saying what happened, when it came too late."""
    rule = MOVES[verb]
    before = Article.objects.values_list("state", flat=True).get(pk=article.pk)
    changed = Article.objects.filter(pk=article.pk, state=before, state__in=rule.sources)
    if not changed.update(state=rule.target, changed_at=now):
        raise WrongState(explain(Article.objects.get(pk=article.pk)))
    article.state = rule.target
    return record(
        article,
        verb,
        by=by,
        now=now,
        reason=reason,
        content_hash=content_hash,
        details=details,
        from_state=before,
        to_state=rule.target,
    )


def explain(article: Article) -> str:
    """Who brought the article into its state and when, and what follows for whoever came second."""
    changes = article.moves.exclude(from_state=F("to_state")).select_related("by")
    last = changes.order_by("-number").first()
    state = article.get_state_display()
    if last is None:
        return _("This article is “%(state)s”, so this step is not possible now.") % {"state": state}
    return _(
        "This article is “%(state)s” since %(person)s acted at %(time)s, so this step is not possible now."
    ) % {
        "state": state,
        "person": name_of(last.by),
        "time": f"{timezone.localtime(last.at):%Y-%m-%d %H:%M:%S}",
    }
