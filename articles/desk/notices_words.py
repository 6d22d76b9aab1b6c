"""Notices as sentences in the language of whoever reads them, and where each leads."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.desk import wording
from articles.desk.models import Notice
from articles.desk.strips import effect_name

Words = dict[str, str]
SENTENCES: dict[str, Callable[[Words], str]] = {
    "submitted": lambda words: _("%(who)s submitted “%(title)s” for review.") % words,
    "assigned": lambda words: _("%(who)s asks you to review “%(title)s”.") % words,
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
        "effect": effect_name(str(facts.get("effect", ""))).capitalize(),
    }
    return SENTENCES[notice.event](words)


def aside(notice: Notice) -> str:
    """The reason or the words of the comment; "" for none."""
    return str(notice.facts.get("reason", ""))


def address(notice: Notice) -> str:
    """The path of the exact comment, difference, article or page the notice is about."""
    if notice.article_id is None or notice.kind == "failed":
        return reverse("admin:status")
    article = reverse("admin:article", args=[notice.article_id])
    if notice.kind == "mentioned":
        return f"{article}#comment-{notice.facts.get('comment', '')}"
    if notice.event in ("submitted", "assigned", "approval_ended"):
        return reverse("admin:difference", args=[notice.article_id])
    return article
