"""The steps that change what readers see: each reads its form, makes one call inward, and says what follows."""

from django.utils.translation import gettext as _

from articles.desk import undoing
from articles.desk.posting import Posted, Unreadable
from articles.drafting.models import Article
from articles.popularity import taking_down
from articles.publishing import press, scheduling, withdrawing
from articles.publishing.models import Edition
from articles.publishing.wording import clock_time


def publish(form: Posted) -> str:
    """Live after the seconds in which the person can take it back."""
    edition = press.publish(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now,
        live_from=undoing.begins(form.by, form.now), live_until=form.moment("live_until"), kind=form.text("kind"),
        note=form.text("note"), embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def schedule(form: Posted) -> str:
    """At the typed time; a typed “now” can be taken back as long as the button of that name."""
    start = form.needed_moment("live_from")
    start = undoing.begins(form.by, form.now) if start == form.now else start
    edition = press.publish(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now, live_from=start,
        live_until=form.moment("live_until"), kind=form.text("kind"),
        note=form.text("note"), embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def break_glass(form: Posted) -> str:
    """Live after the seconds in which the person can take it back; taken back, nobody ever saw it."""
    if not form.text("reason"):
        raise Unreadable(
            _("Say why this cannot wait for an approval; without a reason nothing is published.")
        )
    edition = press.publish(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now, break_glass=form.text("reason"),
        live_from=undoing.begins(form.by, form.now), kind=form.text("kind"), note=form.text("note"),
        embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def reschedule(form: Posted) -> str:
    end = form.moment("live_until") if "live_until" in form.fields else scheduling.KEEP
    edition = scheduling.reschedule(
        _edition(form), live_from=form.needed_moment("live_from"), live_until=end, by=form.by, now=form.now,
        embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def replace(form: Posted) -> str:
    """The newly approved text goes out in place of the one that is scheduled, at the same time."""
    edition = scheduling.replace(
        _edition(form), content_hash=form.content_hash, by=form.by, now=form.now, kind=form.text("kind"),
        note=form.text("note"), embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def cancel(form: Posted) -> str:
    scheduling.cancel(_edition(form), by=form.by, now=form.now, reason=form.text("reason"))
    return _("The schedule is cancelled; nobody will see this copy.")


def undo(form: Posted) -> str:
    """Nothing was public, so nothing has to be called back."""
    scheduling.cancel(_edition(form), by=form.by, now=form.now, reason=_("undone before anybody saw it"))
    return _("Undone before anybody saw it. The text and its approvals stay as they are.")


def take_down(form: Posted) -> str:
    """What lifted or buried it ends with it."""
    target = form.text("redirect_to").lstrip("#")
    taking_down.take_down(
        form.article, by=form.by, now=form.now, reason=form.text("reason"), note=form.text("note"),
        redirect_to=_target(target) if target else None,
    )  # fmt: skip
    return _("Taken down. Readers get the answer you chose from now on.")


def undo_take_down(form: Posted) -> str:
    """Within the person's seconds: back with its schedules, pins and boost as they were."""
    undoing.refuse_late(form.article, form.by, form.now)
    taking_down.undo(form.article, by=form.by, now=form.now)
    return _("Undone: readers have it again; its schedules, pins and boost are as they were.")


def put_back(form: Posted) -> str:
    """Live after the seconds in which the person can take it back."""
    edition = withdrawing.put_back(
        form.article, by=form.by, now=form.now, live_from=undoing.begins(form.by, form.now),
        embargo_reason=form.text("embargo_reason"),
    )  # fmt: skip
    return begins(edition, form)


def begins(edition: Edition, form: Posted) -> str:
    """“Live since …” or “Goes live …”, to the second."""
    word = _("Live since %(time)s.") if edition.live_from <= form.now else _("Goes live %(time)s.")
    return word % {"time": clock_time(edition.live_from)}


def _edition(form: Posted) -> Edition:
    edition = form.article.editions.select_related("article").filter(pk=form.number("edition")).first()
    if edition is None:
        raise Unreadable(_("This copy does not belong to the article, so nothing was changed."))
    return edition


def _target(number: str) -> Article:
    found = Article.objects.filter(pk=int(number)).first() if number.isdigit() and len(number) < 19 else None
    if found is None:
        raise Unreadable(_("There is no article with the number “%(number)s”.") % {"number": number})
    return found
