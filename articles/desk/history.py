"""History: every revision with what was decided and printed of it, the audit, and what lies between any two."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import differing, looks, rules
from articles.desk.frame import answer
from articles.desk.situations import Situation
from articles.drafting.models import Article, Revision
from articles.drafting.rules import may_edit
from articles.publishing.models import Edition
from articles.review.models import Decision

PAGE = 30  # revisions, and rows of the audit


class Entry(NamedTuple):
    """A revision with the verdicts on its words and the copies printed of them."""

    revision: Revision
    decisions: list[Decision]
    editions: list[Edition]
    is_latest: bool
    previous: int  # the number of the revision before; 0 for the first


class Stretch(NamedTuple):
    """Some rows, the newest first, and the number of the next older one; 0 where there is none."""

    rows: list[Any]
    older: int


def show(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that happened to an article, the newest first, some of it at a time."""
    article = rules.article_for(request, number)
    at = Situation(article, rules.person_of(request), timezone.now())
    upto, moves_upto = (_number(request.GET.get(name, ""), 0) for name in ("upto", "moves_upto"))
    revisions = _stretch(article.revisions.defer("body", "extra").select_related("made_by"), upto)
    moves = _stretch(article.moves.select_related("by"), moves_upto)
    return answer(
        request, "history.html", _("History"), at=at, article=article, revision=article.latest,
        entries=_entries(at, revisions), moves=[(move, verb_label(move.verb)) for move in moves.rows],
        upto=upto, older=revisions.older, moves_upto=moves_upto, older_moves=moves.older,
        may_restore=may_edit(at.person, article) and not article.discarded_at, addresses=_addresses(at), tab="history",
    )  # fmt: skip


def _addresses(at: Situation) -> list[tuple[str, bool]]:
    """Every address readers ever had, the present one first; the older ones lead to it."""
    public = [copy for copy in at.editions if copy.live_from <= at.now and copy.live_until != copy.live_from]
    names = (f"{at.article.pk}-{copy.slug}" if copy.slug else str(at.article.pk) for copy in public)
    slugs = dict.fromkeys(f"/articles/{name}/" for name in names)
    return [(address, place == 0) for place, address in enumerate(slugs)]


def _number(asked: str, default: int) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else default


def _stretch(rows: QuerySet[Any], upto: int) -> Stretch:
    """One page of them, from the newest on or from the number ``upto``."""
    found = list((rows.filter(number__lte=upto) if upto else rows).order_by("-number")[: PAGE + 1])
    return Stretch(found[:PAGE], found[PAGE].number if len(found) > PAGE else 0)


def _entries(at: Situation, found: Stretch) -> list[Entry]:
    """Verdicts and copies stand beside the first revision that has their words."""
    verdicts: dict[int, list[Decision]] = defaultdict(list)
    given = at.article.decisions.filter(revision__in=[revision.pk for revision in found.rows])
    for verdict in given.select_related("by").order_by("at", "pk"):
        verdicts[verdict.revision_id].append(verdict)
    printed, latest = _printed(at), at.article.latest_id
    before = [*(revision.number for revision in found.rows[1:]), found.older]
    return [
        Entry(each, verdicts[each.pk], printed[each.number], each.pk == latest, previous)
        for each, previous in zip(found.rows, before, strict=False)
    ]


def _printed(at: Situation) -> dict[int, list[Edition]]:
    """Every copy by the number of the first revision that has its words."""
    copies: dict[int, list[Edition]] = defaultdict(list)
    same = at.article.revisions.filter(content_hash__in={copy.content_hash for copy in at.editions})
    first = dict(same.order_by("content_hash").values_list("content_hash").annotate(first=Min("number")))
    for copy in at.editions:
        copies[first.get(copy.content_hash, 0)].append(copy)
    return copies


def difference(request: HttpRequest, number: int) -> HttpResponse:
    """Two revisions against each other; ``from=live`` takes the words readers have."""
    article = rules.article_for(request, number)
    at = Situation(article, rules.person_of(request), timezone.now())
    numbers = list(
        article.revisions.order_by("-number").values_list("number", "made_at", "made_by__username")
    )
    latest = numbers[0][0] if numbers else 0
    new = _revision(article, request.GET.get("to", ""), latest)
    old, label = _old(at, request.GET.get("from", ""), new)
    chosen, as_readers = _chosen(old), request.GET.get("as") == "rendered"
    found = differing.between(old.content, new.content) if old else None
    is_old = chosen not in ("", "nothing") and new.pk == article.latest_id
    shown = looks.as_readers(old, new, looks.html_of(new)) if old and as_readers else {"runs": None}
    return answer(
        request, "difference.html", _("Difference"), at=at, article=article, revision=article.latest,
        numbers=numbers, old=old, old_label=label, new=new, chosen=chosen, found=found, tab="difference",
        as_readers=as_readers, as_source=not as_readers, basis=looks.Basis(base=old, since=chosen),
        bring_back=is_old and may_edit(at.person, article) and not article.discarded_at, **shown,
    )  # fmt: skip


def _chosen(old: Revision | Edition | None) -> str:
    if isinstance(old, Edition):
        return "live"
    return "" if old is None else str(old.number) if old.number else "nothing"


def _old(at: Situation, asked: str, new: Revision) -> tuple[Revision | Edition | None, str]:
    """What to compare with: as asked, else what readers have, else the revision before."""
    if asked == "live" or (not asked and at.public_copy and at.public_copy.content_hash != new.content_hash):
        if at.public_copy is None:
            raise Http404(_("Nothing of this article is live or scheduled."))
        return Edition.objects.get(pk=at.public_copy.pk), _("what readers have")
    if asked == "nothing":
        return Revision(article=at.article, number=0, language=new.language), _("nothing")
    before = at.article.revisions.filter(number__lt=new.number).order_by("-number").first()
    old = _revision(at.article, asked, 0) if asked else before
    return old, _("revision %(number)s") % {"number": old.number} if old else ""


def _revision(article: Article, asked: str, default: int) -> Revision:
    wanted = _number(asked, default)
    found = article.revisions.select_related("made_by").filter(number=wanted).first()
    if found is None:
        raise Http404(_("There is no such revision."))
    return found


def verb_label(verb: str) -> Any:
    """What an audit row's verb says to an editor."""
    return {
        "start": _("Started"), "revise": _("Saved"), "submit": _("Submitted"), "approval": _("Approved the text"),
        "withdraw_submission": _("Withdrew from review"), "request_changes": _("Requested changes"),
        "approve": _("Approvals complete"), "reopen": _("Reopened by new words"),
        "revive": _("Approved again: same words"),
        "withdraw_decision": _("Took the approval back"), "withdraw_approval": _("Approval gone"), "plan": _("Planned"),
        "embargo": _("Set the embargo"), "discard": _("Discarded"), "recover": _("Took out of the bin"),
        "push": _("Told a search engine"),
        "publish": _("Published"), "reschedule": _("Changed the time"), "cancel": _("Cancelled the schedule"),
        "take_down": _("Took down"), "assign": _("Asked to review"),
        "unassign": _("Nobody’s turn any more"), "pin": _("Pinned"), "unpin": _("Unpinned"), "boost": _("Boosted"),
        "end boost": _("Ended the boost"),
    }.get(verb, verb)  # fmt: skip
