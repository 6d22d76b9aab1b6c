"""The editor's page around a form: cover, bylines to choose from, and how long the text is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk import beside, checklist, cover_views, rules, times
from articles.desk.forms import ArticleForm
from articles.desk.frame import answer
from articles.desk.screens import cover_facts
from articles.desk.situations import Situation
from articles.drafting.models import Article, Author
from articles.publishing.wording import newsroom_zone
from articles.text.content import Content

MOST_AUTHORS, MOST_COVERS = 500, 12


def page(
    request: HttpRequest, article: Article | None, form: ArticleForm, *, status: int = 200, template: str = "edit.html",
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """The editor with ``form`` in it."""
    digest = str(form["cover"].value() or "")
    cover = Cover.objects.filter(content_digest=digest).select_related("picture").first() if digest else None
    recent = Cover.objects.order_by("-made_at", "-pk").prefetch_related("renditions")[:MOST_COVERS]
    language, words = str(form["language"].value() or "zh-hans"), _words(form)
    title = _("New article") if article is None else _("Edit")
    checks = checklist.lines(words, article, now=form.now) if article else []
    return answer(
        request, template, title, status=status, article=article, form=form, cover=cover_facts(cover),
        cover_warnings=cover_views.warnings(cover),
        revision=article.latest if article else None, recent_covers=[cover_facts(each) for each in recent],
        known_authors=Author.objects.order_by("name").values_list("name", flat=True)[:MOST_AUTHORS],
        length=beside.length(words), checks=checks, blocked=checklist.blocks(checks),
        language=language,
        may_submit=rules.has(request.user, "submit_article")
        and (article is None or article.state != "in_review"),
        at=Situation(article, rules.person_of(request), form.now) if article else None,
        was=_wishes_shown(article, form), **context,
    )  # fmt: skip


def _words(form: ArticleForm) -> Content:
    """The words in the form, as far as they can be read."""
    held = {name: form[name].value() for name in form.fields}
    asked = ArticleForm(
        {name: value for name, value in held.items() if value not in (None, False)}, now=form.now
    )
    asked.is_valid()
    return asked.content()


def _wishes_shown(article: Article | None, form: ArticleForm) -> dict[str, str]:
    """What the page first showed of planned time and embargo, to tell a change of this form from somebody else's."""
    if form.is_bound:
        return {name: str(form.data.get(f"{name}_was", "")) for name in ("planned_for", "embargoed_until")}
    zone = newsroom_zone()
    return {
        "planned_for": times.typed(article.planned_for, zone) if article else "",
        "embargoed_until": times.typed(article.embargoed_until, zone) if article else "",
    }
