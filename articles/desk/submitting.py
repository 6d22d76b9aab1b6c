"""Submit in the editor: straight through where the checklist is empty, else its list, each line with a way there."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import checklist
from articles.drafting.models import Article
from articles.text.refusals import Refused

ASKS, ANYWAY = "submit", "anyway"  # what the buttons of the editor send as ``then``


def is_wanted(request: HttpRequest) -> bool:
    """Whether the form that was saved is to be submitted in the same breath."""
    return request.POST.get("then") in (ASKS, ANYWAY)


def after_saving(request: HttpRequest, article: Article, *, by: User, now: datetime) -> HttpResponse:
    """On to the article; or back to the editor with the list, where it blocks or nobody has said "anyway" yet."""
    assert article.latest is not None
    if article.state == "approved":  # not a word differs from what was approved, so there is nothing to judge
        return redirect("admin:article", number=article.pk)
    found = checklist.lines(article.latest.content, article, now=now)
    if checklist.blocks(found) or (found and request.POST.get("then") != ANYWAY):
        return redirect(f"{reverse('admin:edit', args=[article.pk])}?{ASKS}=1")
    try:
        checklist.submit(article, by=by, now=now, version=article.version)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:edit", number=article.pk)
    messages.success(request, _("Submitted. Editors see it in their list now."))
    return redirect("admin:article", number=article.pk)
