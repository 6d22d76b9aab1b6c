"""Remarks beside the text: each with its place as the words stand now, and the doors through which they are made."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.situations import Situation
from articles.desk.wording import name_of
from articles.drafting.models import Article, Revision
from articles.publishing import press
from articles.review import anchoring, commenting
from articles.review.anchoring import Anchor, Place
from articles.review.models import Comment
from articles.text.refusals import Refused


@dataclass(frozen=True)
class Thread:
    """A remark with its answers. ``place`` is where its words are now; a quote without a place is gone."""

    first: Comment
    replies: list[Comment]
    place: Place | None
    label: str

    @property
    def is_gone(self) -> bool:
        return bool(self.first.quote) and self.place is None

    @property
    def who(self) -> str:
        return speaker(self.first)


class _Letters(HTMLParser):
    """Collects what a browser calls the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def speaker(comment: Comment) -> str:
    """Who wrote a remark: a person's name, or an outsider's with the mark of one."""
    if comment.link is not None:
        return _("%(name)s (by review link)") % {"name": comment.link.expert}
    return name_of(comment.by)


def letters(html: str) -> str:
    """The text of ``html``, without its marks."""
    collector = _Letters()
    collector.feed(html)
    collector.close()
    return "".join(collector.parts)


def field_labels() -> dict[str, str]:
    """What may be remarked on, by its name in the content."""
    return {
        "": _("The whole article"), "body": _("Text"), "title": _("Headline"), "summary": _("Summary"),
        "cover": _("Cover"), "category": _("Category"), "tags": _("Tags"), "authors": _("Authors"),
        "slug": _("Address"), "language": _("Language"),
    }  # fmt: skip


def words_of(revision: Revision, field: str, html: str) -> str:
    """The words of one field as they are read; ``html`` is the rendered text."""
    cover = revision.cover
    found = {
        "body": letters(html) if field == "body" else "",
        "title": revision.title,
        "summary": revision.summary,
        "cover": " ".join((cover.alt, cover.caption, cover.credit, cover.licence)) if cover else "",
    }
    return found.get(field, "")


def threads(at: Situation, html: str) -> list[Thread]:
    """Every thread of the article, the open ones first, in the order of the text where they have a place."""
    labels, replies = field_labels(), _by_first(at.comments)
    words: dict[str, str] = {}
    found = []
    for first in at.comments:
        if first.answers_id is None:
            if first.quote and first.field not in words and at.revision is not None:
                words[first.field] = words_of(at.revision, first.field, html)
            anchor = Anchor(first.quote, first.before, first.after)
            place = anchoring.place(anchor, words.get(first.field, "")) if first.quote else None
            found.append(Thread(first, replies.get(first.pk, []), place, labels.get(first.field, "")))
    order = list(labels)
    return sorted(
        found,
        key=lambda each: (
            each.first.resolved_at is not None,
            order.index(each.first.field),
            each.place.start if each.place else -1,
            each.first.pk,
        ),
    )


def _by_first(rows: list[Comment]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    for row in rows:
        if row.answers_id is not None:
            found.setdefault(row.answers_id, []).append(row)
    return found


def add(request: HttpRequest, number: int) -> HttpResponse:
    """A new remark, by POST alone; what is refused is shown with the words that were typed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = rules.article_for(request, number)
    revision = _on_screen(article, request)
    if revision is None:
        raise Http404(_("This article has no text yet."))
    asked: Any = {
        name: request.POST.get(f"comment_{name}", "") for name in ("field", "quote", "before", "after")
    }
    if asked["quote"].strip() and not asked["field"]:
        asked["field"] = "body"
    html = press.proof_sheet(revision).html if asked["field"] == "body" and asked["quote"] else ""
    try:
        made = commenting.comment(
            revision, text=request.POST.get("comment_text", ""), by=rules.person_of(request),
            now=timezone.now(), within=words_of(revision, asked["field"], html), **asked,
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, number, refusal)
    return _back(article, made.pk, request, _("Your comment is kept."))


def answer_to(request: HttpRequest, number: int, comment: int, verb: str) -> HttpResponse:
    """Reply to a thread, settle it, or take it up again, by POST alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = rules.article_for(request, number)
    first = (
        article.comments.select_related("article__latest", "answers", "revision").filter(pk=comment).first()
    )
    if first is None or verb not in ("reply", "resolve", "reopen"):
        raise Http404(_("There is no such comment."))
    person, now = rules.person_of(request), timezone.now()
    try:
        if verb == "reply":
            seen = _on_screen(article, request)
            commenting.reply(first, text=request.POST.get("reply_text", ""), by=person, now=now, seen=seen)
            words = _("Your answer is kept.")
        elif verb == "resolve":
            commenting.resolve(first, by=person, now=now)
            words = _("Settled. It can be opened again.")
        else:
            commenting.reopen(first, by=person)
            words = _("Open again.")
    except Refused as refusal:
        return _refused(request, number, refusal, thread=first.answers_id or first.pk)
    return _back(article, first.answers_id or first.pk, request, words)


def _on_screen(article: Article, request: HttpRequest) -> Revision | None:
    """The words that the person had before them: what came since is no part of their look, nor of their remark."""
    latest, shown = article.latest, request.POST.get("revision", "")
    if (
        latest is None
        or shown == str(latest.number)
        or not (shown.isascii() and shown.isdigit() and len(shown) < 10)
    ):
        return latest
    return article.revisions.select_related("cover").filter(number=int(shown)).first() or latest


def _refused(request: HttpRequest, number: int, refusal: Refused, *, thread: int = 0) -> HttpResponse:
    """The page with what was typed: a new comment, or an answer in its ``thread``."""
    from articles.desk import screens

    typed = request.POST.copy()
    typed["thread"] = str(thread)
    found = screens.Refusal("" if thread else "comment", str(refusal), typed)
    status = 403 if isinstance(refusal, commenting.MayNotComment) else 409
    return screens.screen(request, rules.article_for(request, number), refusal=found, status=status)


def _back(article: Article, number: int, request: HttpRequest, words: str) -> HttpResponse:
    """To the thread, beside the same difference as before."""
    messages.success(request, words)
    kept = {name: request.POST.get(name, "")[:20] for name in ("since", "as")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(
        f"{reverse('admin:article', args=[article.pk])}{'?' if query else ''}{query}#comment-{number}"
    )


def next_in_queue(request: HttpRequest) -> HttpResponse:
    """The text that has waited longest for a verdict, after the one in ``after``; the list when there is none."""
    person = rules.person_of(request)
    waiting = rules.visible(person).filter(state="in_review", discarded_at=None).order_by("changed_at", "pk")
    after = request.GET.get("after", "")
    numbers = list(waiting.values_list("pk", flat=True)[:500])
    if after.isascii() and after.isdigit() and len(after) < 19 and int(after) in numbers:
        at = numbers.index(int(after))
        numbers = numbers[at + 1 :] + numbers[:at]
    if numbers:
        return redirect("admin:article", numbers[0])
    messages.info(request, _("No other text waits for a verdict."))
    return redirect(f"{reverse('admin:articles')}?state=in_review")
