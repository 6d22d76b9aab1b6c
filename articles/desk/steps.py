"""Every step a button of the desk can take: each reads its form, makes one call inward, and says what follows."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import checklist
from articles.desk.posting import Posted, Unreadable
from articles.drafting import autosaving, planning
from articles.drafting.models import Article
from articles.popularity import boosting
from articles.publishing import pinning, press, scheduling, withdrawing
from articles.publishing.models import Edition
from articles.publishing.wording import clock_time
from articles.review import decisions, revising

Step = Callable[[Posted], str]


def submit(form: Posted) -> str:
    checklist.submit(form.article, by=form.by, now=form.now, version=form.version)
    return _("Submitted. Editors see it in their list now.")


def withdraw_submission(form: Posted) -> str:
    decisions.withdraw_submission(form.article, by=form.by, now=form.now, version=form.version)
    return _("Taken back from review; it is a draft again.")


@transaction.atomic
def approve(form: Posted) -> str:
    """Marks of something open hold an approval up, unless each is ticked as meant."""
    decision = decisions.approve(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now, comment=form.text("comment")
    )
    checklist.refuse_approval(decision.revision, form.fields.getlist("meant"))
    return _("Approved: exactly this text.")


@transaction.atomic
def approve_and_publish(form: Posted) -> str:
    """Both or neither; the planned time counts while it is still to come."""
    approve(form)
    planned = form.article.planned_for
    start = planned if planned and planned > form.now else None
    edition = press.publish(
        form.article,
        content_hash=form.content_hash,
        by=form.by,
        now=form.now,
        live_from=start,
        kind=form.text("kind"),
        note=form.text("note"),
    )
    return _begins(edition, form)


def request_changes(form: Posted) -> str:
    decisions.request_changes(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now, comment=form.text("comment")
    )
    return _("Sent back with your reason.")


def withdraw_approval(form: Posted) -> str:
    decision = form.article.decisions.select_related("article").filter(pk=form.number("decision")).first()
    if decision is None:
        raise Unreadable(_("This approval does not belong to the article, so nothing was changed."))
    decisions.withdraw_approval(decision, by=form.by, now=form.now)
    return _("The approval is taken back.")


def publish(form: Posted) -> str:
    edition = press.publish(
        form.article,
        content_hash=form.content_hash,
        by=form.by,
        now=form.now,
        live_until=form.moment("live_until"),
        kind=form.text("kind"),
        note=form.text("note"),
        embargo_reason=form.text("embargo_reason"),
    )
    return _begins(edition, form)


def schedule(form: Posted) -> str:
    edition = press.publish(
        form.article,
        content_hash=form.content_hash,
        by=form.by,
        now=form.now,
        live_from=form.needed_moment("live_from"),
        live_until=form.moment("live_until"),
        kind=form.text("kind"),
        note=form.text("note"),
        embargo_reason=form.text("embargo_reason"),
    )
    return _begins(edition, form)


def break_glass(form: Posted) -> str:
    if not form.text("reason"):
        raise Unreadable(
            _("Say why this cannot wait for an approval; without a reason nothing is published.")
        )
    edition = press.publish(
        form.article,
        content_hash=form.content_hash,
        by=form.by,
        now=form.now,
        break_glass=form.text("reason"),
        kind=form.text("kind"),
        note=form.text("note"),
    )
    return _begins(edition, form)


def reschedule(form: Posted) -> str:
    end = form.moment("live_until") if "live_until" in form.fields else scheduling.KEEP
    edition = scheduling.reschedule(
        _edition(form), live_from=form.needed_moment("live_from"), live_until=end, by=form.by, now=form.now
    )
    return _begins(edition, form)


def cancel(form: Posted) -> str:
    scheduling.cancel(_edition(form), by=form.by, now=form.now, reason=form.text("reason"))
    return _("The schedule is cancelled; nobody will see this copy.")


def take_down(form: Posted) -> str:
    target = form.text("redirect_to").lstrip("#")
    withdrawing.take_down(
        form.article,
        by=form.by,
        now=form.now,
        reason=form.text("reason"),
        note=form.text("note"),
        redirect_to=_target(target) if target else None,
    )
    return _("Taken down. Readers get the answer you chose from now on.")


def put_back(form: Posted) -> str:
    return _begins(withdrawing.put_back(form.article, by=form.by, now=form.now), form)


def restore(form: Posted) -> str:
    revision = form.article.revisions.filter(number=form.number("revision")).first()
    if revision is None:
        raise Unreadable(_("There is no such revision, so nothing was restored."))
    made = revising.restore(form.article, revision, by=form.by, now=form.now, version=form.version)
    return _("The words of revision %(old)s are the working copy again, as revision %(new)s.") % {
        "old": revision.number,
        "new": made.number,
    }


def pin(form: Posted) -> str:
    pinning.pin(
        form.article,
        place=form.text("place"),
        position=form.number("position"),
        live_from=form.moment("live_from") or form.now,
        live_until=form.moment("live_until"),
        reason=form.text("reason"),
        by=form.by,
        now=form.now,
    )
    return _("Pinned.")


def unpin(form: Posted) -> str:
    held = form.article.pins.select_related("article").filter(pk=form.number("pin")).first()
    if held is None:
        raise Unreadable(_("This pin does not belong to the article, so nothing was changed."))
    pinning.unpin(held, by=form.by, now=form.now)
    return _("The pin has ended.")


def boost(form: Posted) -> str:
    boosting.boost(
        form.article,
        form.factor("factor"),
        reason=form.text("reason"),
        by=form.by,
        now=form.now,
        live_until=form.moment("live_until"),
    )
    return _("The boost holds from the next ranking on.")


def end_boost(form: Posted) -> str:
    held = form.article.boosts.select_related("article").filter(pk=form.number("boost")).first()
    if held is None:
        raise Unreadable(_("This boost does not belong to the article, so nothing was changed."))
    boosting.end_boost(held, by=form.by, now=form.now)
    return _("The boost has ended.")


def discard(form: Posted) -> str:
    planning.discard(form.article, by=form.by, now=form.now)
    return _("It lies in the bin for 30 days.")


def recover(form: Posted) -> str:
    planning.recover(form.article, by=form.by, now=form.now)
    return _("It is out of the bin.")


def forget(form: Posted) -> str:
    autosaving.clear(form.article, form.by)
    return _("The unsaved text is gone; the last revision stands.")


STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        submit, withdraw_submission, approve, approve_and_publish, request_changes, withdraw_approval, publish,
        schedule, break_glass, reschedule, cancel, take_down, put_back, restore, pin, unpin, boost, end_boost,
        discard, recover, forget,
    )
}  # fmt: skip


def _begins(edition: Edition, form: Posted) -> str:
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
