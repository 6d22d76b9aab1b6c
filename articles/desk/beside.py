"""What stands beside the text while it is written: the readers' page of it, its length, and what it still lacks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import checklist, covering, previews, rules, signing
from articles.desk.checklist import Line
from articles.desk.forms import ArticleForm
from articles.drafting.models import Article
from articles.publishing import press
from articles.text import checks, counting
from articles.text.content import Content


def show(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Length and checklist of a form, with ``page`` the readers' page or another ``look``; nothing is stored."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    article = rules.article_for(request, number) if number else None
    now = timezone.now()
    form = ArticleForm(request.POST, now=now)
    form.is_valid()
    content = form.content()
    planned = form.cleaned_data.get("planned_for")
    cover = covering.typed(request.POST)
    found = checklist.lines(content, article, now=now, planned_for=planned, cover=cover)
    facts = {"length": length(content), "checks": [_told(line) for line in found]}
    if request.POST.get("page"):
        facts["page"] = _page(request, article, form)
    return JsonResponse(facts)


def length(content: Content) -> str:
    """“字数 1 284 · about 3 min”, from the one function that readers' pages use."""
    by_hand = press.minutes_by_hand(content.extra)
    words = (
        _("%(length)s · %(minutes)s min, set by hand") if by_hand else _("%(length)s · about %(minutes)s min")
    )
    return words % {
        "length": _counted(counting.length(content.body, content.language), content.language),
        "minutes": by_hand or counting.minutes(content.body),
    }


def _counted(number: int, language: str) -> str:
    if language.startswith("zh"):
        return _("%(number)s characters") % {"number": f"{number:,}"}
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": f"{number:,}"}


def _page(request: HttpRequest, article: Article | None, form: ArticleForm) -> str:
    kept = article or Article(pk=0, created_at=form.now, changed_at=form.now)
    return previews.unsaved_page(request, kept, form, look=request.POST.get("look", "")).content.decode()


def _told(line: Line) -> dict[str, Any]:
    return {
        "weight": line.weight,
        "words": line.words,
        "field": line.field,
        "line": line.line,
        "mend": line.mend,
    }


def mend(request: HttpRequest) -> HttpResponse:
    """A text without the spaces that its page makes by itself; nothing is stored."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    return JsonResponse({"body": checks.without_spaces(request.POST.get("body", "").replace("\r\n", "\n"))})
