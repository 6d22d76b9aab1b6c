"""History: every revision with what was decided and printed of it, the audit, and what lies between any two."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import differing, looks, rules
from articles.desk.frame import answer
from articles.desk.situations import Situation
from articles.desk.wording import name_of
from articles.drafting.doors import DOORS
from articles.drafting.models import Article, Revision
from articles.drafting.rules import may_edit
from articles.publishing.models import Edition
from articles.review.models import Decision

PAGE = 30  # revisions, and rows of the audit


class Verdict(NamedTuple):
    """A verdict, the door it came through, and whether an approval stands or which revision's new words ended it."""

    row: Decision
    door: str
    stands: bool
    ended_by: int  # the number of the revision; 0 where no words did


class Entry(NamedTuple):
    """A revision with the verdicts on its words and the copies printed of them, each with the door it came through."""

    revision: Revision
    door: str
    verdicts: list[Verdict]
    editions: list[tuple[Edition, str]]
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
    mine = at.article.decisions.filter(revision__in=[revision.pk for revision in found.rows])
    given = list(mine.select_related("by").order_by("at", "pk"))
    doors = _doors(
        at,
        (row.made_at for row in found.rows),
        (row.at for row in given),
        (copy.printed_at for copy in at.editions),
    )
    hashes = {copy.content_hash for copy in at.editions} | {row.content_hash for row in given}
    spans = _spans(at, hashes)
    verdicts: dict[int, list[Verdict]] = defaultdict(list)
    for row in given:
        verdicts[row.revision_id].append(_verdict(at, row, doors.get(row.at, ""), spans))
    copies: dict[int, list[tuple[Edition, str]]] = defaultdict(list)
    for copy in at.editions:
        first, _last = spans.get(copy.content_hash, (0, 0))
        copies[first].append((copy, doors.get(copy.printed_at, "")))
    before = [*(revision.number for revision in found.rows[1:]), found.older]
    return [
        Entry(each, doors.get(each.made_at, ""), verdicts[each.pk], copies[each.number],
              each.pk == at.article.latest_id, previous)
        for each, previous in zip(found.rows, before, strict=False)
    ]  # fmt: skip


def _verdict(at: Situation, row: Decision, door: str, spans: dict[str, tuple[int, int]]) -> Verdict:
    """An approval holds as long as the article has its words; a restored text brings it back."""
    counts = row.verdict == "approve" and row.withdrawn_at is None
    stands = counts and row.content_hash == at.content_hash
    _first, last = spans.get(row.content_hash, (0, 0))
    return Verdict(row, door, stands, last + 1 if counts and not stands else 0)


def _doors(at: Situation, *moments: Iterable[datetime]) -> dict[datetime, str]:
    """Through which door each of the article's deeds came: the audit's row has the very moment of what it tells."""
    labels = dict(DOORS)
    rows = at.article.moves.filter(at__in=set(chain(*moments))).values_list("at", "door")
    return {moment: str(labels.get(door, door)) for moment, door in rows}


def _spans(at: Situation, hashes: set[str]) -> dict[str, tuple[int, int]]:
    """The numbers of the first and the last revision that have certain words, by their hash."""
    rows = (
        at.article.revisions.filter(content_hash__in=hashes).order_by("content_hash").values("content_hash")
    )
    found = rows.annotate(first=Min("number"), last=Max("number"))
    return {row["content_hash"]: (row["first"], row["last"]) for row in found}


def difference(request: HttpRequest, number: int) -> HttpResponse:
    """Two revisions against each other; ``from=live`` takes the words readers have."""
    article = rules.article_for(request, number)
    at = Situation(article, rules.person_of(request), timezone.now())
    made = article.revisions.order_by("-number").select_related("made_by")
    made = made.only("number", "made_at", "made_by__username", "made_by__first_name", "made_by__last_name")
    numbers = [(each.number, each.made_at, name_of(each.made_by)) for each in made]
    latest = numbers[0][0] if numbers else 0
    new = _revision(article, request.GET.get("to", ""), latest)
    old, label = _old(at, request.GET.get("from", ""), new)
    chosen, as_readers = _chosen(old), request.GET.get("as") == "rendered"
    found = differing.between(old.content, new.content) if old else None
    is_old = chosen not in ("", "nothing") and new.pk == article.latest_id
    shown = (
        looks.as_readers(old, new, looks.html_of(new), found)
        if old and found and as_readers
        else {"runs": None}
    )
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
        "push": _("Told a search engine"), "reprint": _("Printed anew, word for word"),
        "review_link": _("Made a review link"), "withdraw_link": _("Withdrew a review link"),
        "expert_sign_off": _("Signed off from outside"), "admit doubtful views": _("Admitted doubtful views"),
        "discard doubtful views": _("Discarded doubtful views"),
        "publish": _("Published"), "reschedule": _("Changed the time"), "cancel": _("Cancelled the schedule"),
        "take_down": _("Took down"), "assign": _("Asked to review"),
        "unassign": _("Nobody’s turn any more"), "pin": _("Pinned"), "unpin": _("Unpinned"), "boost": _("Boosted"),
        "end boost": _("Ended the boost"),
    }.get(verb, verb)  # fmt: skip
