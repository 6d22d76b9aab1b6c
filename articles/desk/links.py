"""The doors of review links: made and withdrawn at the desk, opened by whoever holds the secret and by nobody else."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.desk import comments, rules, tokens
from articles.desk.frame import answer
from articles.drafting import doors
from articles.publishing import press
from articles.review import commenting, links
from articles.review.links import NotLinked
from articles.review.models import Comment, ReviewLink
from articles.text.refusals import Refused


def show(request: HttpRequest, number: int) -> HttpResponse:
    """The links of an article; by POST a new one, whose address is shown this once."""
    article = rules.article_for(request, number)
    if request.method != "POST":
        return _page(request, number)
    hours = request.POST.get("hours", "72")
    lasts = (
        timedelta(hours=int(hours))
        if hours.isascii() and hours.isdigit() and len(hours) < 5
        else timedelta(0)
    )
    secret, digest = tokens.new()
    try:
        links.make(
            article, expert=request.POST.get("expert", ""), digest=digest, by=rules.person_of(request),
            now=timezone.now(), lasts=lasts,
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, number, status=409, refused=str(refusal))
    return _page(request, number, address=request.build_absolute_uri(reverse("admin:review", args=[secret])))


def withdraw(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """End a link of the article, by POST alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = rules.article_for(request, number)
    found = article.review_links.select_related("article").filter(pk=link).first()
    if found is None:
        raise Http404(_("There is no such link."))
    try:
        links.withdraw(found, by=rules.person_of(request), now=timezone.now())
    except NotLinked as refusal:
        return _page(request, number, status=403, refused=str(refusal))
    return redirect("admin:review_links", number)


def _page(request: HttpRequest, number: int, *, status: int = 200, **more: Any) -> HttpResponse:
    article, now = rules.article_for(request, number), timezone.now()
    rows = article.review_links.select_related("made_by", "revision").order_by("-made_at", "-pk")[:100]
    shown = [(row, row.is_open(now), row.content_hash == _hash(article)) for row in rows]
    return answer(
        request, "review_links.html", _("Review links"), status=status, article=article, rows=shown, **more
    )


def _hash(article: Any) -> str:
    return article.latest.content_hash if article.latest else ""


# The secret in the address is all that counts here, no cookie is; and without a referrer browsers name no origin.
@csrf_exempt
def review(request: HttpRequest, secret: str) -> HttpResponse:
    """The text behind a link, with a place for remarks and assent; wrong, old and withdrawn secrets are one 404."""
    tokens.hide(request, secret)
    if request.method not in ("GET", "HEAD", "POST"):
        return tokens.guard(HttpResponseNotAllowed(["GET", "HEAD", "POST"]))
    now = timezone.now()
    link = None if tokens.is_blocked(request) else _opened(secret)
    if link is None or not link.is_open(now):
        return tokens.nothing_here(request)
    refused, status = "", 200
    if request.method == "POST":
        try:
            _take(request, link)
            return tokens.guard(redirect(reverse("admin:review", args=[secret])))
        except Refused as refusal:
            refused, status = str(refusal), 409
    return tokens.guard(_text(request, link, refused=refused, status=status))


def _opened(secret: str) -> ReviewLink | None:
    rows = ReviewLink.objects.select_related(
        "article", "revision__category", "revision__cover", "revision__article"
    )
    return rows.filter(digest=tokens.digest(secret)).first()


def _take(request: HttpRequest, link: ReviewLink) -> None:
    """A remark, or assent, as the pressed button says."""
    now = timezone.now()
    if request.POST.get("what") == "sign":
        with doors.through("link"):
            links.sign(link, note=request.POST.get("note", ""), now=now)
        return
    quote = request.POST.get("comment_quote", "")
    html = press.proof_sheet(link.revision).html if quote.strip() else ""
    commenting.comment(
        link.revision, text=request.POST.get("comment_text", ""), link=link, now=now,
        field="body" if quote.strip() else "", quote=quote, within=comments.letters(html),
    )  # fmt: skip


def _text(request: HttpRequest, link: ReviewLink, *, refused: str, status: int) -> HttpResponse:
    own = Comment.objects.filter(link=link).order_by("at", "pk")
    words = {
        "link": link, "revision": link.revision, "proof": press.proof_sheet(link.revision), "own": list(own),
        "refused": refused, "typed": request.POST, "title": link.revision.title or _("Untitled"),
    }  # fmt: skip
    return render(request, "desk/review.html", words, status=status)
