"""What a person reads a text against: what they last saw of it, else what readers have; and by wish anything else."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import differing, rendered, rendered_back, rules, wording
from articles.desk.differing import Difference
from articles.desk.situations import Situation
from articles.drafting.models import Revision
from articles.publishing import press
from articles.publishing.models import Edition
from articles.review import decisions, looking
from articles.review.looking import Seen

MOST = 60  # revisions offered to compare with


class Way(NamedTuple):
    """Something else to compare with: its words, and its ``since`` in the address."""

    label: str
    since: str


@dataclass(frozen=True)
class Basis:
    """What the text is compared with; ``since`` names it in an address, ``unchanged`` says that nothing changed."""

    label: str = ""
    base: Revision | Edition | None = None
    since: str = ""
    unchanged: str = ""

    @property
    def content_hash(self) -> str:
        return self.base.content_hash if self.base else ""


def looked(request: HttpRequest, number: int) -> HttpResponse:
    """The page tells, by POST, which revision a person has before them."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article, shown = rules.article_for(request, number), request.POST.get("revision", "")
    if shown.isascii() and shown.isdigit() and len(shown) < 10:
        revision = article.revisions.filter(number=int(shown)).first()
        if revision is not None:
            looking.look(article, revision, by=rules.person_of(request), now=timezone.now())
    return HttpResponse(status=204)


def basis(at: Situation, asked: str) -> Basis:
    """As ``asked`` (``live``, ``whole`` or a revision's number), else as the person's last look and the article say."""
    if asked == "whole":
        return Basis(since="whole")
    if asked == "live" and at.public_copy:
        return _live(at)
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        found = at.article.revisions.filter(number=int(asked)).first()
        if found is not None:
            return Basis(_("Changes since revision %(number)s") % {"number": found.number}, found, asked)
    return _usual(at)


def _usual(at: Situation) -> Basis:
    seen = at.seen
    if seen is not None:
        if seen.revision.content_hash == at.content_hash:
            return Basis(unchanged=_nothing_new(seen, at))
        return Basis(_since(seen), seen.revision, str(seen.revision.number))
    ended = None if at.is_approved else decisions.ended_approval(at.article)
    if ended and ended.content_hash not in {copy.content_hash for copy in at.editions}:
        words = _("Changes since the approval by %(person)s, which they ended") % {"person": ended.by}
        return Basis(words, ended.revision, str(ended.revision.number))
    return _live(at) if at.public_copy and not at.is_same_text else Basis()


def _live(at: Situation) -> Basis:
    assert at.public_copy is not None
    copy = Edition.objects.get(pk=at.public_copy.pk)
    return Basis(_("Changes since what readers have"), copy, "live")


def _since(seen: Seen) -> str:
    words = {
        "verdict": _("Changes since your verdict on revision %(number)s"),
        "comment": _("Changes since your comment on revision %(number)s"),
        "opening": _("Changes since you last looked, at revision %(number)s"),
        "saving": _("Changes since you saved revision %(number)s"),
    }
    return words[seen.how] % {"number": seen.revision.number}


def _nothing_new(seen: Seen, at: Situation) -> str:
    words = {
        "verdict": _("Nothing changed since your verdict of %(time)s."),
        "comment": _("Nothing changed since your comment of %(time)s."),
        "opening": _("Nothing changed since you last looked, %(time)s."),
        "saving": _("Nothing changed since you saved it, %(time)s."),
    }
    return words[seen.how] % {"time": wording.short(seen.at, at.now)}


def ways(at: Situation) -> list[Way]:
    """What else the text can be compared with, the likeliest first."""
    found = []
    if at.public_copy and not at.is_same_text:
        found.append(Way(_("what readers have"), "live"))
    before = looking.seen_before(at.looks, at.content_hash)
    if before:
        found.append(
            Way(_("what I saw before: revision %(number)s") % {"number": before.number}, str(before.number))
        )
    rows = at.article.revisions.exclude(pk=at.article.latest_id or 0).order_by("-number")
    known = {way.since for way in found}
    for number, made_at in rows.values_list("number", "made_at")[:MOST]:
        if str(number) not in known:
            words = {"number": number, "time": wording.short(made_at, at.now)}
            found.append(Way(_("revision %(number)s of %(time)s") % words, str(number)))
    return [*found, Way(_("nothing: the text as a whole"), "whole")]


def compared(at: Situation, shown: Basis, *, html: str, as_source: bool) -> dict[str, Any]:
    """The difference for the screen: its fields, and the text as readers read it or as it is written."""
    if shown.base is None or at.revision is None:
        return {"changes": None}
    found: Difference = differing.between(shown.base.content, at.revision.content)
    if as_source:
        return {"changes": found, "runs": None}
    return {"changes": found, **as_readers(shown.base, at.revision, html, found)}


def as_readers(old: Revision | Edition, new: Revision, html: str, found: Difference) -> dict[str, Any]:
    """The rendered difference with its ways back; ``html`` is the rendered text of ``new``, ``found`` its source's."""
    runs, is_hidden = rendered_back.with_ways(
        rendered.runs(html_of(old), html), found.blocks, language=new.language
    )
    return {"runs": runs, "hidden_back": is_hidden}


def html_of(base: Revision | Edition) -> str:
    """The text as readers read it: the printed copy's own, or a proof of the revision."""
    if isinstance(base, Edition):
        return base.html
    return press.proof_sheet(base).html
