"""Every step a button of the desk can take: each reads its form, makes one call inward, and says what follows."""

import dataclasses
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import checklist, undoing
from articles.desk.posting import Posted, Unreadable
from articles.desk.steps_publishing import (
    begins,
    break_glass,
    cancel,
    publish,
    put_back,
    replace,
    reschedule,
    schedule,
    take_down,
    undo,
    undo_take_down,
)  # fmt: skip
from articles.desk.wording import name_of
from articles.drafting import autosaving, planning
from articles.drafting.models import Revision
from articles.popularity import boosting
from articles.publishing import pinning, press
from articles.publishing.models import Edition
from articles.review import assigning, decisions, revising
from articles.review.models import Decision
from articles.text.bringing import bring_back as brought_back
from articles.text.refusals import Refused

Step = Callable[[Posted], str]


class Printed(Refused):
    """A copy stands on the approval."""


@transaction.atomic
def submit(form: Posted) -> str:
    """What only warns is shown before it goes, unless somebody has looked it over and says "anyway"."""
    checklist.submit(form.article, by=form.by, now=form.now, version=form.version)
    if form.text("then") != "anyway":
        checklist.ask_first(form.article, now=form.now)
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
    """Both or neither; the planned time counts while it is still to come, else the seconds for taking it back."""
    approve(form)
    planned = form.article.planned_for
    start = planned if planned and planned > form.now else undoing.begins(form.by, form.now)
    edition = press.publish(
        form.article,
        content_hash=form.content_hash,
        by=form.by,
        now=form.now,
        live_from=start,
        kind=form.text("kind"),
        note=form.text("note"),
        embargo_reason=form.text("embargo_reason"),
    )
    return begins(edition, form)


def request_changes(form: Posted) -> str:
    decisions.request_changes(
        form.article, content_hash=form.content_hash, by=form.by, now=form.now, comment=form.text("comment")
    )
    return _("Sent back with your reason.")


def withdraw_approval(form: Posted) -> str:
    decision = form.article.decisions.select_related("article").filter(pk=form.number("decision")).first()
    if decision is None:
        raise Unreadable(_("This approval does not belong to the article, so nothing was changed."))
    return withdraw(decision, form)


@transaction.atomic
def withdraw(decision: Decision, form: Posted) -> str:
    """An approval goes back until a copy stands on it: what readers have, or will have, keeps its ground."""
    decisions.withdraw_approval(decision, by=form.by, now=form.now)
    copies = Edition.objects.filter(
        article=form.article, content_hash=decision.content_hash, break_glass_reason=""
    )
    if copies.live(form.now).exists() or copies.scheduled(form.now).exists():
        raise Printed(
            _(
                "Readers have this text, or will have it, so its approval stays. "
                "Take it down or cancel its schedule first."
            )
        )
    return _("The approval is taken back.")


def restore(form: Posted) -> str:
    revision = form.article.revisions.filter(number=form.number("revision")).first()
    if revision is None:
        raise Unreadable(_("There is no such revision, so nothing was restored."))
    made = revising.restore(form.article, revision, by=form.by, now=form.now, version=form.version)
    return _("The words of revision %(old)s are the working copy again, as revision %(new)s.") % {
        "old": revision.number,
        "new": made.number,
    }


def bring_back(form: Posted) -> str:
    """One paragraph of an older text, as a revision of its own; ``base`` is a revision's number, or ``live``."""
    latest = decisions.latest_of(form.article)
    old = _older(form)
    body = brought_back(old.body, latest.body, form.number("line"))
    if body is None:
        raise Unreadable(_("This paragraph stands in the text already, or is gone from the older one."))
    note = _("A paragraph brought back")
    content = dataclasses.replace(latest.content, body=body)
    revising.revise(form.article, content, by=form.by, now=form.now, version=form.version, note=note)
    return _("The paragraph is back in the working copy.")


def _older(form: Posted) -> Revision | Edition:
    if form.text("base") == "live":
        found: Revision | Edition | None = (
            Edition.objects.filter(article=form.article, content_hash=form.text("base_hash"))
            .order_by("-number")
            .first()
        )
    else:
        found = form.article.revisions.filter(number=form.number("base")).first()
    if found is None:
        raise Unreadable(_("There is no such revision, so nothing was restored."))
    return found


def assign(form: Posted) -> str:
    person = User.objects.filter(pk=form.number("reviewer"), is_active=True).first()
    if person is None:
        raise Unreadable(_("Choose who reviews the text."))
    assigning.assign(form.article, person=person, by=form.by, now=form.now, due_at=form.moment("due_at"))
    return _("It is %(person)s’s turn now.") % {"person": name_of(person)}


def unassign(form: Posted) -> str:
    assigning.unassign(form.article, by=form.by, now=form.now)
    return _("It is nobody’s turn now.")


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
    return _("It lies in the bin for 30 days; one press there brings it back.")


def recover(form: Posted) -> str:
    planning.recover(form.article, by=form.by, now=form.now)
    return _("It is out of the bin.")


def forget(form: Posted) -> str:
    autosaving.clear(form.article, form.by)
    return _("The unsaved text is gone; the last revision stands.")


STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        submit, withdraw_submission, approve, approve_and_publish, request_changes, withdraw_approval, assign,
        unassign, publish, schedule, break_glass, reschedule, replace, cancel, undo, take_down, undo_take_down,
        put_back, restore, bring_back, pin, unpin, boost, end_boost, discard, recover, forget,
    )
}  # fmt: skip
