"""Notices as sentences in the language of whoever reads them, and where each leads."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import wording
from articles.desk.models import Notice
from articles.desk.strips import effect_name

Words = dict[str, str]
SENTENCES: dict[str, Callable[[Words], str]] = {
    "submitted": lambda words: _("%(who)s submitted “%(title)s” for review.") % words,
    "assigned": lambda words: _("%(who)s asks you to review “%(title)s”.") % words,
    "due": lambda words: _("Your verdict on “%(title)s” is due %(time)s.") % words,
    "approved": lambda words: _("%(who)s approved “%(title)s”.") % words,
    "sent_back": lambda words: _("%(who)s asks for changes to “%(title)s”.") % words,
    "signed": lambda words: _("%(who)s, from outside, signed “%(title)s” off.") % words,
    "approval_withdrawn": lambda words: _("%(who)s took the approval of “%(title)s” back.") % words,
    "approval_ended": lambda words: _("%(who)s changed “%(title)s”, which ended its approval.") % words,
    "scheduled": lambda words: _("%(who)s scheduled “%(title)s” for %(time)s.") % words,
    "moved": lambda words: _("%(who)s moved “%(title)s” to %(time)s.") % words,
    "cancelled": lambda words: _("%(who)s cancelled the schedule of “%(title)s”.") % words,
    "live": lambda words: _("“%(title)s” is live since %(time)s.") % words,
    "taken_down": lambda words: _("%(who)s took “%(title)s” down.") % words,
    "discarded": lambda words: _("%(who)s put “%(title)s” into the bin.") % words,
    "recovered": lambda words: _("%(who)s took “%(title)s” out of the bin.") % words,
    "imported": lambda words: _("The import is finished: %(counts)s.") % words,
    "late": lambda words: (
        _("%(effect)s of “%(title)s” is late. The story itself is where it should be.") % words
    ),
    "parked": lambda words: _("%(effect)s of “%(title)s” was given up until somebody tries again.") % words,
    "glass": lambda words: _("%(who)s published “%(title)s” under break-glass.") % words,
    "commented": lambda words: _("%(who)s commented on “%(title)s”.") % words,
    "mentioned": lambda words: _("%(who)s mentioned you in “%(title)s”.") % words,
}


def sentence(notice: Notice, now: datetime) -> str:
    """What happened, in the active language."""
    facts = notice.facts
    moment = parse_datetime(str(facts.get("time", "")))
    words = {
        "title": str(facts.get("title") or _("Untitled")),
        "who": str(facts.get("who") or _("The newsroom")),
        "time": wording.short(moment, now) if moment else "",
        "counts": _counts(facts),
        "effect": effect_name(str(facts.get("effect", ""))).capitalize(),
    }
    return SENTENCES[notice.event](words)


def _counts(facts: dict[str, object]) -> str:
    """How many files came in, and how many did not."""
    kinds = {name: int(str(facts.get(name, 0))) for name in ("new", "changed", "unchanged", "failed")}
    parts = [
        ngettext("%(count)s new article", "%(count)s new articles", kinds["new"]),
        ngettext("%(count)s changed", "%(count)s changed", kinds["changed"]),
        ngettext("%(count)s as before", "%(count)s as before", kinds["unchanged"]),
        ngettext("%(count)s file did not come in", "%(count)s files did not come in", kinds["failed"]),
    ]
    said = [part % {"count": count} for part, count in zip(parts, kinds.values(), strict=True) if count]
    return _(", ").join(said) or _("nothing came in")


def aside(notice: Notice) -> str:
    """The reason, the words of the comment, or by when; "" for none."""
    due = parse_datetime(str(notice.facts.get("due", "")))
    if due:
        return _("Due %(time)s") % {"time": wording.short(due, notice.at)}
    return str(notice.facts.get("reason", ""))


def address(notice: Notice) -> str:
    """The path of the exact comment, difference, article or page the notice is about."""
    if notice.event == "imported":
        return reverse("admin:articles")
    if notice.article_id is None or notice.kind == "failed":
        return reverse("admin:status")
    article = reverse("admin:article", args=[notice.article_id])
    if notice.kind == "mentioned":
        return f"{article}#comment-{notice.facts.get('comment', '')}"
    if notice.event == "approval_ended":
        approved = notice.facts.get("from", "")
        return reverse("admin:difference", args=[notice.article_id]) + (
            f"?from={approved}" if approved else ""
        )
    return article
