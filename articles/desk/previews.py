"""What readers would see: any revision, or the words of a form, on the readers' own page, in lists and elsewhere."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk import rules
from articles.desk.forms import ArticleForm
from articles.drafting.models import Article, Category, Revision
from articles.publishing import press
from articles.reading import looks
from articles.reading.rendering import article_page


def revision(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """A revision as readers would see it; nothing is counted or stored."""
    article = rules.article_for(request, number)
    rows = article.revisions.select_related("category", "cover__picture", "article")
    found = rows.filter(number=revision).first()
    if found is None:
        raise Http404(_("There is no such revision."))
    is_latest = article.latest_id == found.pk
    other = _("Preview of revision %(number)s.") % {"number": revision}
    return page(request, found, _("Preview of the working copy.") if is_latest else other)


def typed(request: HttpRequest, number: int) -> HttpResponse:
    """The words of the editor's form as readers would see them; nothing is saved."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = rules.article_for(request, number)
    form = ArticleForm(request.POST, now=timezone.now())
    form.is_valid()
    return unsaved_page(request, article, form)


def unsaved_page(
    request: HttpRequest, article: Article, form: ArticleForm, *, look: str = ""
) -> HttpResponse:
    """The readers' page of a validated form's words, or another ``look``: ``list``, ``found`` or ``link``."""
    return page(request, _unsaved(article, form), _("Preview of unsaved content."), look=look)


def page(request: HttpRequest, found: Revision, words: str, *, look: str = "") -> HttpResponse:
    """The readers' page of a revision, or another look, with a banner and staff's addresses of pictures."""
    now = timezone.now()
    proof = press.proof_sheet(found)
    # As if it were printed this minute, because readers' pages show when a copy appeared.
    proof.live_from = proof.published_at = now
    media = reverse("admin:media", args=["x"])[:-1]
    if look == "link":
        shown = render(
            request, "desk/shared_link.html", {"link": looks.shared(proof, media=media), "words": words}
        )
    else:
        way = {"list": looks.in_a_list, "found": looks.found}.get(look, article_page)
        shown = way(request, proof, now=now, banner=words, media=media)
    # Pictures in the text are printed with their public addresses, which answer nobody before the edition is live.
    public = rb"(?<!\w)" + f"{settings.MEDIA_URL}covers/".encode()
    shown.content = re.sub(public, f"{media}covers/".encode(), shown.content)
    return shown


def _unsaved(article: Article, form: ArticleForm) -> Revision:
    content = form.content()
    cover = Cover.objects.select_related("picture").filter(content_digest=content.cover).first()
    return Revision(
        article=article, title=content.title.strip(), summary=content.summary, body=content.body, slug=content.slug,
        language=content.language, category=Category.objects.filter(slug=content.category).first(),
        category_slug=content.category, tag_names=list(content.tags), author_names=list(content.authors), cover=cover,
        cover_digest=content.cover if cover else "", extra=dict(content.extra),
    )  # fmt: skip
