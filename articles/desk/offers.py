"""What a person may do with an article now; a step that is closed to them says why, in the words of the rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.desk import roles, rules, wording
from articles.desk.situations import Situation
from articles.drafting import planning, states
from articles.drafting.rules import may_edit
from articles.publishing import gate
from articles.review.assigning import may_assign
from articles.review.decisions import Incomplete, refuse_incomplete
from articles.text.refusals import Refused


@dataclass(frozen=True)
class Offer:
    """One step. ``follows`` says what it leads to; ``refused`` is the reason why this person may not take it."""

    verb: str
    label: str
    follows: str = ""
    refused: str = ""


Offers = dict[str, Offer]


def offers(at: Situation) -> Offers:
    """Every step that makes sense for the article now, by verb, in the order of an article's life."""
    steps = (_review_steps, _publishing_steps, _afterwards, _desk_steps)
    return {offer.verb: offer for step in steps for offer in step(at)}


def primary(at: Situation, found: Offers) -> Offer | None:
    """The one step the screen is for: the first of its state that this person may take."""
    order = {
        "draft": ("submit",),
        "changes_requested": ("submit",),
        "in_review": ("approve_and_publish", "approve", "withdraw_submission"),
        "approved": ("replace", "publish"),
    }[at.article.state]
    if at.article.discarded_at:
        order = ("recover",)
    elif at.is_withdrawn:
        order = ()  # what somebody has just taken from readers is not what the page leads to
    elif at.is_same_text:
        order = ("reschedule",) if at.scheduled and not at.live else ()
    taken = (found[verb] for verb in order if verb in found and not found[verb].refused)
    return next((offer for offer in taken if _is_theirs(at, offer.verb)), None)


def no_primary(at: Situation, found: Offers) -> str:
    """Why a text that waits for its writer has no step to be led to; "" where a closed step says it, or there is."""
    waits = at.article.state in ("draft", "changes_requested") and not at.is_same_text
    if not waits or at.article.discarded_at or primary(at, found) or found["submit"].refused:
        return ""
    return _("The writer or an editor submits this text; you can too, from the steps above.")


def _is_theirs(at: Situation, verb: str) -> bool:
    """Whether the step is the person's part in the work; whoever else may take it finds it among the others."""
    if verb == "withdraw_submission":
        return at.article.created_by_id == at.person.pk
    if verb != "submit" or at.article.created_by_id == at.person.pk:
        return True
    return rules.has(at.person, "approve_article") or at.has_contributed


def why_not_public(at: Situation) -> list[str]:
    """Every reason why these words are not before readers; empty when they are, or only the button is missing."""
    if at.live and at.is_same_text:
        return []
    return [str(refusal) for refusal in _gate(at)]


def _gate(at: Situation, break_glass: str = "") -> list[Refused]:
    start = max(filter(None, (at.now, at.article.embargoed_until)))
    return gate.refusals(at.article, gate.Wanted(at.content_hash, at.person, at.now, start, break_glass))


def _edit_refusal(at: Situation) -> str:
    if may_edit(at.person, at.article):
        return ""
    return _("This article belongs to somebody else, so you cannot change it.")


def _right(at: Situation, codename: str, sentence: str) -> str:
    return "" if rules.has(at.person, codename) else sentence


def _review_steps(at: Situation) -> Iterator[Offer]:
    state = at.article.state
    if at.article.discarded_at:
        return
    if states.may("submit", state):
        yield Offer("submit", _("Submit for review"), _("Editors see it in their list."), _submit_refusal(at))
    if state != "approved":
        no = "" if may_assign(at.person) else _("You may not say who reviews this text; an editor can.")
        yield Offer("assign", _("Ask somebody to review"), _("They are told, and reminded in time."), no)
    if state == "in_review":
        yield from _verdict(at)
        yield Offer(
            "withdraw_submission",
            _("Withdraw from review"),
            _("The text is a draft again."),
            _edit_refusal(at),
        )
    if states.may("request_changes", state):
        no = _right(at, "approve_article", _("You may not send this text back; an editor can."))
        yield Offer(
            "request_changes", _("Request changes"), _("The writer gets it back with your reason."), no
        )


def _submit_refusal(at: Situation) -> str:
    if no := _edit_refusal(at) or _right(
        at, "submit_article", _("You may not submit articles; a writer can.")
    ):
        return no
    try:
        refuse_incomplete(at.revision) if at.revision else None
    except Incomplete as error:
        return str(error)
    return ""


def _verdict(at: Situation) -> Iterator[Offer]:
    no, have, need = _approval_refusal(at), len(at.approvals), at.policy.approvals
    label = (
        _("Approve")
        if need == 1
        else _("Approve, %(number)s of %(need)s") % {"number": have + 1, "need": need}
    )
    last = have + 1 >= need
    follows = _("A publisher can schedule it.") if last else _("It still needs another approval.")
    if not no and last and rules.has(at.person, "publish_article"):
        words = _approve_and_publish_label(at, have + 1, need)
        yield Offer("approve_and_publish", words, _("Readers see exactly this text."))
    yield Offer("approve", label, follows, no)


def _approve_and_publish_label(at: Situation, number: int, need: int) -> str:
    planned = at.article.planned_for
    facts: dict[str, object] = {"number": number, "need": need}
    if planned and planned > at.now:
        facts |= {"time": wording.short(planned, at.now)}
        if need > 1:
            return _("Approve, %(number)s of %(need)s, and publish %(time)s") % facts
        return _("Approve and publish %(time)s") % facts
    if need > 1:
        return _("Approve, %(number)s of %(need)s, and publish now") % facts
    return _("Approve and publish now")


def _approval_refusal(at: Situation) -> str:
    if not rules.has(at.person, "approve_article"):
        return _("You may not approve texts; an editor can.")
    if at.has_contributed:
        return _("You wrote part of this text, so someone else approves it.")
    if any(row.by_id == at.person.pk for row in at.approvals):
        return _("You have already approved this text.")
    group = at.policy.group
    if group and not at.person.groups.filter(pk=group.pk).exists():
        return _("Only members of “%(group)s” approve texts of this category.") % {"group": roles.name(group)}
    if at.policy.comments_resolved and at.open_comments:
        return _("There are open comments; settle each of them, then approve.")
    return ""


def _publishing_steps(at: Situation) -> Iterator[Offer]:
    if at.article.discarded_at or at.revision is None or (at.is_same_text and at.live):
        return
    if not at.is_same_text:
        refusals = [] if at.article.state != "approved" and not at.is_approved else _gate(at)
        if at.is_approved:
            no = str(refusals[0]) if refusals else ""
            yield Offer("publish", _publish_label(at), _("Readers see exactly this text."), no)
        elif rules.has(at.person, "break_glass"):
            no = next((str(each) for each in _gate(at, "…")), "")
            follows = _("Publishes without approval; it is reviewed later.")
            yield Offer("break_glass", _("Break the glass…"), follows, no)
    if at.scheduled:
        no = _right(at, "publish_article", _("You may not change a schedule; a publisher can."))
        if at.is_approved and at.scheduled[0].content_hash != at.content_hash:
            time = wording.short(at.scheduled[0].live_from, at.now)
            label = _("Replace what is scheduled for %(time)s") % {"time": time}
            yield Offer("replace", label, _("The new text goes out at that time, the old one never."), no)
        yield Offer("reschedule", _("Change time…"), _("The text and its approvals stay."), no)
        yield Offer("cancel", _("Cancel the schedule"), _("Nobody will see it."), no)


def _publish_label(at: Situation) -> str:
    return _("Publish the changes…") if at.live else _("Publish…")


def _afterwards(at: Situation) -> Iterator[Offer]:
    if at.live:
        no = _right(at, "publish_article", _("You may not take articles down; a publisher can."))
        yield Offer("take_down", _("Take down…"), _("Readers lose it at once."), no)
    elif at.last_public and not at.scheduled:
        yield Offer(
            "put_back", _("Put back online"), _("The same text, under its approval."), _return_refusal(at)
        )
    if at.live or at.scheduled:
        no = _right(at, "pin_article", _("You may not pin articles; a publisher can."))
        yield Offer("pin", _("Pin…"), _("Holds it at a place for a time."), no)
    if at.live:
        no = _right(at, "boost_article", _("You may not boost or bury articles; a publisher can."))
        yield Offer("boost", _("Boost or bury…"), _("Multiplies its heat for a time."), no)


def _return_refusal(at: Situation) -> str:
    assert at.last_public is not None
    if at.last_public.content_hash != at.content_hash:
        return _(
            "The text has been changed since it was withdrawn. Restore the old revision, or publish the new one."
        )
    return next((str(refusal) for refusal in _gate(at)), "")


def _desk_steps(at: Situation) -> Iterator[Offer]:
    if at.article.discarded_at:
        left = (planning.KEPT - (at.now - at.article.discarded_at)).total_seconds()
        gone = _("It lay in the bin for 30 days and is gone; its history stays.") if left < 0 else ""
        follows = _("It leaves the bin for good in %(time)s.") % {"time": wording.span(max(0, left))}
        yield Offer("recover", _("Take out of the bin"), follows, _edit_refusal(at) or gone)
        return
    yield Offer("edit", _("Edit"), "", _edit_refusal(at))
    if not at.editions:
        yield Offer("discard", _("Discard"), _("It lies in the bin for 30 days."), _edit_refusal(at))
