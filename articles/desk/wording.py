"""Moments and states as the desk says them: short where the day is clear, always in the newsroom's zone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.drafting.models import Article
from articles.publishing.models import Edition


def short(moment: datetime, now: datetime) -> str:
    """``07:30`` today, ``11-23 07:30`` this year, ``2027-01-05 07:30`` otherwise; seconds only where there are some."""
    local, here = timezone.localtime(moment), timezone.localtime(now)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if local.date() == here.date():
        return clock
    return f"{local:%m-%d} {clock}" if local.year == here.year else f"{local:%Y-%m-%d} {clock}"


def span(seconds: float) -> str:
    """A length of time in its largest unit, rounded down."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s day", "%(count)s days", minutes // 1440) % {"count": minutes // 1440}


def turn(article: Article, now: datetime) -> str:
    """Whose turn it is and by when, while it is somebody's; the article came with its assignment."""
    held = getattr(article, "assignment", None)
    if held is None or held.done_at is not None or article.state == "approved":
        return ""
    words = {"who": name_of(held.person), "time": short(held.due_at, now) if held.due_at else ""}
    if held.due_at is None:
        return _("turn of %(who)s") % words
    late = _("turn of %(who)s, was due %(time)s")
    return (late if held.due_at <= now else _("turn of %(who)s, due %(time)s")) % words


def name_of(person: User | None) -> str:
    """A person's full name, else the name they sign in with; "" for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""


def readers_see(live: Edition | None, scheduled: list[Edition], last: Edition | None, now: datetime) -> str:
    """What readers see of an article, in words."""
    parts = []
    if live:
        parts.append(_("Live since %(time)s") % {"time": short(live.live_from, now)})
        if live.wanted_until:
            parts.append(_("ends %(time)s") % {"time": short(live.wanted_until, now)})
    elif last:
        word = _("Taken down %(time)s") if last.after_end else _("Ended %(time)s")
        parts.append(word % {"time": short(last.live_until or now, now)})
    if scheduled:
        parts.append(_("Scheduled for %(time)s") % {"time": short(scheduled[0].live_from, now)})
    return " · ".join(parts) or _("Not published")


def working_copy(article: Article, *, is_public: bool, same_text: bool) -> str:
    """What state the words are in, seen beside what readers have."""
    if article.discarded_at:
        return _("In the bin")
    if is_public and same_text:
        return _("no changes") if article.state == "approved" else _("no changes, not approved yet")
    if is_public:
        return {
            "draft": _("changes in progress"),
            "in_review": _("changes in review"),
            "changes_requested": _("changes sent back"),
            "approved": _("approved changes wait to be published"),
        }[article.state]
    return article.get_state_display()
