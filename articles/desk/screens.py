"""The article's own screen: how it stands, what may be done, and what a step that was refused has to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.covers import renditions
from articles.desk import (
    accounts_confirming,
    coming,
    comments,
    differing,
    following,
    looks,
    offers,
    presence,
    rules,
    undoing,
)  # fmt: skip
from articles.desk.checklist import Line
from articles.desk.differing import Difference
from articles.desk.frame import answer
from articles.desk.posting import Posted
from articles.desk.situations import Situation
from articles.desk.steps import STEPS
from articles.desk.times import chosen, typed
from articles.drafting import planning, writing
from articles.drafting.locking import Stale
from articles.drafting.models import Article, Cover, Move
from articles.drafting.rules import may_edit
from articles.popularity import boosting
from articles.publishing import gate, press
from articles.publishing.models import PLACES, Edition
from articles.publishing.wording import newsroom_zone
from articles.review import assigning, commenting, decisions
from articles.review.decisions import TextChanged
from articles.text import checks
from articles.text.refusals import Refused

MOST_PEOPLE = 200
DIRECT = ("submit", "withdraw_submission", "put_back", "recover", "edit", "discard")
FURTHER = ("break_glass", "take_down", "pin", "boost")
NO_RIGHT = (
    gate.NotAllowed, decisions.NotAllowed, planning.NotAllowed, writing.NotYours, boosting.MayNotBoost,
)  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """A step that was not taken: why, what was typed, and what changed under the person's eyes."""

    verb: str
    words: str
    typed: QueryDict
    difference: Difference | None = None
    since: str = ""
    checks: Sequence[Line] = ()
    may_go_on: bool = False


def show(request: HttpRequest, number: int) -> HttpResponse:
    """The article as it stands now."""
    return screen(request, rules.article_for(request, number))


def do(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take one step, by POST alone. What is refused answers 409, or 403 where a right is missing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = rules.article_for(request, number)
    step = STEPS.get(verb)
    if step is None:
        raise Http404(_("There is no such step."))
    form = Posted(article, rules.person_of(request), timezone.now(), chosen(request.POST))
    if verb == "break_glass":
        accounts_confirming.need(request)
    try:
        words = step(form)
    except Refused as refusal:
        since = (
            _("What changed since the approval")
            if isinstance(refusal, gate.NotApproved)
            else _("What changed since you opened it")
        )
        found = Refusal(
            verb, str(refusal), form.fields, _what_changed(refusal, form), since,
            checks=getattr(refusal, "lines", ()), may_go_on=getattr(refusal, "may_go_on", False),
        )  # fmt: skip
        status = 403 if isinstance(refusal, NO_RIGHT) else 409
        return screen(request, rules.article_for(request, number), refusal=found, status=status)
    messages.success(request, words)
    return redirect(
        request.POST.get("next", "") if _is_ours(request) else reverse("admin:article", args=[number])
    )


def _is_ours(request: HttpRequest) -> bool:
    wanted = request.POST.get("next", "")
    return wanted.startswith(reverse("admin:index")) and "//" not in wanted and "\\" not in wanted


def _what_changed(refusal: Refused, form: Posted) -> Difference | None:
    """The difference that explains a refusal: from what was on the screen, or from what was approved, to now."""
    if isinstance(refusal, gate.NotApproved):
        return _since_approval(form.article)
    if not isinstance(refusal, TextChanged | Stale) or refusal.latest is None:
        return None
    seen = form.article.revisions.filter(content_hash=form.text("hash")).order_by("-number").first()
    return differing.between(seen.content, refusal.latest.content) if seen else None


def _since_approval(article: Article) -> Difference | None:
    ended, latest = decisions.ended_approval(article), article.latest
    return differing.between(ended.revision.content, latest.content) if ended and latest else None


def screen(
    request: HttpRequest, article: Article, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """The article's page, with the refusal on top where there is one."""
    at = Situation(article, rules.person_of(request), timezone.now())
    found = offers.offers(at)
    lead = offers.primary(at, found)
    words = _text_of(at, request.GET or request.POST) if article.latest else {}
    title = (article.latest.title if article.latest else "") or _("Untitled")
    return answer(
        request, "article.html", title, status=status, at=at, article=article, revision=article.latest,
        offers=found, primary=lead, nothing_leads=offers.no_primary(at, found),
        bar=_bar(at, found, lead), further=any(_is_open(found, verb) for verb in FURTHER),
        coming=coming.fields(at, refusal.typed if refusal else QueryDict()), refusal=refusal,
        opened=refusal.verb if refusal else "", typed=_typed(at, refusal),
        why_not=offers.why_not_public(at), places_to_pin=PLACES, tab="article",
        may_comment=commenting.may_comment(at.person, article), comment_fields=comments.field_labels(),
        undo=undoing.can_undo(at), untake=undoing.can_undo_take_down(at),
        replaced=_replaced(at, found), followed=_followed(at), embargo=_before_embargo(at),
        people=_reviewers(at, found), here=_here(at),
        undo_seconds=undoing.seconds(at.person) if _is_open(found, "break_glass") else 0,
        **words,
    )  # fmt: skip


def _text_of(at: Situation, asked: QueryDict) -> dict[str, Any]:
    """The words as they read, what they changed, and what in them is still marked as open."""
    assert at.revision is not None
    shown = looks.basis(at, asked.get("since", ""))
    proof, as_source = press.proof_sheet(at.revision), asked.get("as") == "source"
    return {
        "proof": proof,
        "threads": comments.threads(at, proof.html),
        "cover": cover_facts(at.revision.cover),
        "marks": checks.placeholders(at.revision.body),
        "basis": shown,
        "base_label": shown.label,
        "ways": looks.ways(at),
        "as_source": as_source,
        "may_bring_back": may_edit(at.person, at.article) and not at.article.discarded_at,
        **looks.compared(at, shown, html=proof.html, as_source=as_source),
    }


def _here(at: Situation) -> list[str]:
    """Who else has the editor open on these words."""
    return presence.here_names(at.article.pk, at.now, but=at.person)


def _followed(at: Situation) -> str:
    """What followed the copy that readers have, or had."""
    return following.line(at.last_public, at.now) if at.last_public else ""


def _replaced(at: Situation, found: offers.Offers) -> Difference | None:
    """From what is scheduled to what would go out instead."""
    if not _is_open(found, "replace") or at.revision is None:
        return None
    return differing.between(Edition.objects.get(pk=at.scheduled[0].pk).content, at.revision.content)


def _reviewers(at: Situation, found: offers.Offers) -> list[User]:
    if not _is_open(found, "assign"):
        return []
    return list(assigning.reviewers(at.policy.group, at.contributors)[:MOST_PEOPLE])


def _before_embargo(at: Situation) -> Move | None:
    """The word of the publisher who goes out before the embargo, with its reason."""
    until = at.article.embargoed_until
    early = [
        copy.pk
        for copy in at.editions
        if until and copy.live_until != copy.live_from and copy.live_from < until
    ]
    if not early:
        return None
    moves = at.article.moves.filter(verb__in=("publish", "reschedule"), details__edition__in=early).exclude(
        reason=""
    )
    return moves.select_related("by").order_by("-number").first()


def _bar(at: Situation, found: offers.Offers, primary: offers.Offer | None) -> list[offers.Offer]:
    """The steps on top: the primary one first, those without a form of their own, and every closed one."""
    own_form = {"put_back"} if at.is_embargoed else set()  # it asks for a reason
    direct = [
        offer
        for verb, offer in found.items()
        if (verb in DIRECT and verb not in own_form) or (offer.refused and verb != "cancel")
    ]
    lead = [primary] if primary and primary.verb not in ("publish", "reschedule", "replace") else []
    return [*lead, *(offer for offer in direct if offer not in lead)]


def _is_open(found: offers.Offers, verb: str) -> bool:
    return verb in found and not found[verb].refused


def _typed(at: Situation, refusal: Refusal | None) -> dict[str, Any]:
    """What stands in the fields: what was typed before a refusal, else what is most likely meant."""
    zone = newsroom_zone()
    planned = at.article.planned_for
    usual = {
        "live_from": typed(planned, zone) if planned and planned > at.now else "",
        "pin_until": "+24h", "position": "1", "factor": "2", "boost_until": "+6h", "kind": "update",
    }  # fmt: skip
    return {**usual, **(refusal.typed.dict() if refusal else {})}


def cover_facts(cover: Cover | None) -> dict[str, Any] | None:
    """A cover with the staff's address of its picture."""
    if cover is None:
        return None
    single = renditions.sources(cover, "wide") or renditions.sources(cover, "whole")
    return {"cover": cover, "src": staff_address(single.src) if single else "", "picture": single}


def staff_address(public: str) -> str:
    """The address of a rendition that answers staff before it is public."""
    return reverse("admin:media", args=[public.removeprefix(renditions.address(""))])
