"""One step on many articles: the same deeds one by one, and a line for each that says what happened."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules, steps
from articles.desk.frame import answer
from articles.desk.posting import Posted, Unreadable
from articles.drafting.models import Article
from articles.review import revising
from articles.review.decisions import latest_of
from articles.text import tags
from articles.text.refusals import Refused

MOST = 100


class Outcome(NamedTuple):
    """What became of one article."""

    number: int
    title: str
    url: str
    is_done: bool
    words: str


def add_tag(form: Posted) -> str:
    """One more tag, as a revision of its own; an article that has it stays as it is."""
    new = tags.split(form.text("tag"))
    if not new:
        raise Unreadable(_("Name the tag to add."))
    content = latest_of(form.article).content
    wanted = tuple(tags.distinct([*content.tags, *new]))
    note = _("Tag added: %(tag)s") % {"tag": tags.join(new)}
    revising.revise(
        form.article, replace(content, tags=wanted), by=form.by, now=form.now, version=form.version, note=note
    )
    return _("It carries the tag.")


STEPS: dict[str, Callable[[Posted], str]] = {
    "submit": steps.submit, "approve": steps.approve, "take_down": steps.take_down, "add_tag": add_tag,
}  # fmt: skip


def carry_out(request: HttpRequest) -> HttpResponse:
    """Take the chosen step on every ticked article, each by itself, and show the results."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = rules.person_of(request)
    step = STEPS.get(request.POST.get("step", ""))
    picks = request.POST.getlist("pick")[:MOST]
    if step is None or not picks:
        return redirect("admin:articles")
    numbers = [int(pick.split(":")[0]) for pick in picks if _is_number(pick.split(":")[0])]
    rows = rules.visible(person).select_related("latest__category", "latest__cover", "created_by")
    articles = rows.in_bulk(numbers)
    now = timezone.now()
    outcomes = []
    for pick in picks:
        number, version, content_hash = [*pick.split(":"), "", ""][:3]
        article = articles.get(int(number)) if _is_number(number) else None
        if article is not None:
            form = Posted(article, person, now, _fields(request.POST, version, content_hash))
            outcomes.append(_outcome(step, form))
    done = sum(outcome.is_done for outcome in outcomes)
    return answer(request, "bulk.html", _("What happened"), outcomes=outcomes, done=done)


def _fields(posted: QueryDict, version: str, content_hash: str) -> QueryDict:
    fields = posted.copy()
    fields["version"], fields["hash"] = version, content_hash
    return fields


def _outcome(step: Callable[[Posted], str], form: Posted) -> Outcome:
    article: Article = form.article
    title = (article.latest.title if article.latest else "") or _("Untitled")
    url = reverse("admin:article", args=[article.pk])
    try:
        return Outcome(article.pk, title, url, True, step(form))
    except Refused as refusal:
        return Outcome(article.pk, title, url, False, str(refusal))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
